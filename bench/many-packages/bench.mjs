// What 1,000 small packages cost in one build: our layers, against the same actions done by a worker that does nothing and
// by cp, which is what Bazel itself costs. Writes bench/MANY_PACKAGES.md.
//
// usage: npm run bench:many [-- [--packages N] [--runs N]]
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { prepareBazel } from "../../testbed/bazel.mjs";
import { requireToolchainNode } from "../toolchain-node.mjs";
import { changePackages, FILES, writeWorkspace } from "./workspace.mjs";

requireToolchainNode();

const REPOSITORY = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

const WAYS = [
  { name: "our layers", mnemonic: "PackageLayer", targets: ["//:app_layers", "--output_groups=package_layers"] },
  { name: "a worker that does nothing", mnemonic: "Idle", targets: ["//:idle"] },
  { name: "cp in a sandbox", mnemonic: "Copy", targets: ["//:cp"] },
];

const { values } = parseArgs({
  options: { packages: { type: "string", default: "1000" }, runs: { type: "string", default: "3" } },
});
const count = Number(values.packages);
const runs = Number(values.runs);
if (!(Number.isInteger(count) && count > 0 && Number.isInteger(runs) && runs > 0)) {
  console.error("bench: --packages and --runs are whole numbers above 0");
  process.exit(1);
}

const workspace = mkdtempSync(path.join(tmpdir(), "package-layers-many-"));
let command;
let outputBase;

function bazel(args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: workspace, encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) {
    throw new Error(`bazel ${args.join(" ")} ended with ${status}\n${stdout}\n${stderr}`);
  }
  return stdout;
}

/** Seconds of processor time that Bazel's server, if there is one, with all that it ran and that has ended, and its workers have had so far. */
function processorTime() {
  const file = path.join(outputBase, "server", "server.pid.txt");
  const server = existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
  const times = { bazel: 0, workers: 0 };
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    let stat;
    try {
      stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    } catch {
      continue;
    }
    // proc(5): what follows the name in parentheses are the fields from the third on; ticks are hundredths of a second.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [own, ofEnded] = [fields.slice(11, 13), fields.slice(13, 15)].map(
      (pair) => pair.map(Number).reduce((a, b) => a + b) / 100,
    );
    if (pid === server) {
      times.bazel += own + ofEnded;
    } else if (fields[1] === server) {
      times.workers += own + ofEnded;
    }
  }
  return times;
}

/** Seconds of one build and of its parts, from the clock and from Bazel's own profile. */
function build({ mnemonic, targets }) {
  const file = path.join(workspace, "profile.json");
  const before = processorTime();
  const start = performance.now();
  bazel([
    "build",
    `--override_module=package_layers=${REPOSITORY}`,
    "--show_result=0",
    `--profile=${file}`,
    "--slim_profile=false",
    ...targets,
  ]);
  const wall = (performance.now() - start) / 1000;
  const after = processorTime();
  const { traceEvents } = JSON.parse(readFileSync(file, "utf8"));
  const actions = traceEvents.filter(({ cat, args }) => cat === "action processing" && args?.mnemonic === mnemonic);
  if (actions.length !== count) {
    throw new Error(`${actions.length} actions ${mnemonic} were executed and not ${count}`);
  }
  const first = Math.min(...actions.map(({ ts }) => ts));
  const last = Math.max(...actions.map(({ ts, dur }) => ts + dur));
  const inWorker = traceEvents.filter(({ cat }) => cat === "waiting for response from worker");
  return {
    wall,
    /** From the first action's start to the last one's end. */
    actions: (last - first) / 1e6,
    /** The same as seen from the worker: time in which at least one request is with it. */
    worker: covered(inWorker) / 1e6,
    processor: { bazel: after.bazel - before.bazel, workers: after.workers - before.workers },
  };
}

/** Microseconds that events cover together; those that overlap count once. */
function covered(events) {
  let total = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const { ts, dur } of events.toSorted((a, b) => a.ts - b.ts)) {
    total += Math.max(0, ts + dur - Math.max(end, ts));
    end = Math.max(end, ts + dur);
  }
  return total;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const seconds = (number) => (number === 0 ? "–" : `${number.toFixed(1)} s`);

try {
  console.error(`bench: writing ${count} packages`);
  writeWorkspace(workspace, count);
  command = await prepareBazel(workspace, (line) => console.error(`bench: ${line}`));
  outputBase = bazel(["info", "output_base"]).trim();
  const found = new Map(["cold", "warm"].map((state) => [state, new Map(WAYS.map(({ name }) => [name, []]))]));
  // The ways take turns, so that what else the machine does falls on all of them.
  for (let round = 1; round <= runs; round++) {
    console.error(`bench: round ${round} of ${runs}`);
    for (const way of WAYS) {
      bazel(["clean"]);
      bazel(["shutdown"]);
      found.get("cold").get(way.name).push(build(way));
    }
    // The server has analyzed all and its workers run; then a file of every package is another one.
    for (const way of WAYS) {
      changePackages(workspace, count, `${round}, to start workers for ${way.name}`);
      build(way);
    }
    for (const way of WAYS) {
      changePackages(workspace, count, `${round}, measured for ${way.name}`);
      found.get("warm").get(way.name).push(build(way));
    }
  }
  const each = (number) => `${((number / count) * 1000).toFixed(1)} ms`;
  const rows = [...found].flatMap(([state, ways]) =>
    [...ways].map(([name, measured]) => {
      const middle = (part) => median(measured.map(part));
      const [wall, actions, worker] = ["wall", "actions", "worker"].map((part) => middle((one) => one[part]));
      const processor = [({ processor }) => processor.bazel, ({ processor }) => processor.workers].map(middle);
      return `| ${[state, name, seconds(wall), seconds(actions), each(actions), seconds(worker), ...processor.map(each)].join(" | ")} |`;
    }),
  );
  const table = [
    "| state | each action is | the build | its actions | per action | a request is with the worker | processor time per action: Bazel | worker |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
  ];
  const page = [
    "# Many small packages",
    "",
    `${count} packages of ${FILES} files and 90 kB each, one action for each of them, in one \`bazel build\`. \`npm run bench:many\` generates the`,
    "workspace, measures and writes this file.",
    "",
    `Measured on ${new Date().toISOString().slice(0, 10)} with ${bazel(["--version"]).trim()}, Node ${process.versions.node} and ${cpus().length} cores; ${runs === 1 ? "one round" : `medians of ${runs} rounds`}:`,
    "",
    ...table,
    "",
    "Cold: no outputs and no server, so its start, loading and analysis are in the first column of seconds. Warm: the server and its workers",
    "run, and a file of every package has changed. The actions' time is that from the first one's start to the last one's end in",
    "Bazel's profile; the last column is the part of it in which at least one request is with the worker, by the same profile.",
    "",
    "The other two have the same inputs and the same number of outputs and flags. The worker that does nothing writes three empty files and answers:",
    "that row is what Bazel costs, no matter what does the work. cp copies one file of 4 kB three times, in a process of its own. Processor time is that of the",
    "whole build, by the kernel's count: Bazel's server with the processes that it ran and that have ended, and the workers.",
    "",
  ];
  writeFileSync(path.join(REPOSITORY, "bench", "MANY_PACKAGES.md"), page.join("\n"));
  console.log(table.join("\n"));
} finally {
  if (command !== undefined) {
    spawnSync(command, ["shutdown"], { cwd: workspace });
  }
  rmSync(workspace, { recursive: true, force: true });
}
