// `npm run bench`: every contender makes the layer of every wheel, in turn, several rounds. `-- --only pyarrow` limits it
// to one wheel, `--wheel FILE` takes any wheel, `--rounds N` sets the rounds, `--json` prints the rows as the last line.
// Unless limited, it measures small requests and the memory too, makes a profile, and writes bench/RESULTS.md.
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { requireToolchainNode } from "../toolchain-node.mjs";
import { contenders } from "./contenders.mjs";
import { layerRequest, NODE_FLAGS } from "./layer-request.mjs";
import { measure, median, removeOutputs } from "./measure.mjs";
import { memoryHeader, memoryRows } from "./memory-section.mjs";
import { neededWork } from "./needed-work-section.mjs";
import { profileText } from "./profile-section.mjs";
import { startWorker } from "./running-worker.mjs";
import { startMilliseconds } from "./start-section.mjs";
import { log } from "./tools.mjs";
import { bringWheels, ownWheel } from "./wheels.mjs";
import { smallPackage, workerRows } from "./worker-section.mjs";

requireToolchainNode();

const BENCH = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const CACHE = path.join(BENCH, ".wheels");
const MIB = 2 ** 20;

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    only: { type: "string" },
    rounds: { type: "string", default: "3" },
    wheel: { type: "string" },
  },
});
const rounds = Number(values.rounds);
if (!(Number.isInteger(rounds) && rounds > 0)) {
  throw new Error(`--rounds ${values.rounds}: a number from 1 on is wanted`);
}

const all = contenders(CACHE);
for (const { name } of all.filter(({ command }) => command === undefined)) {
  log(`skipped: ${name} cannot be had on this machine`);
}
const present = all.filter(({ command }) => command !== undefined);
const jobs = values.wheel === undefined ? bringWheels(CACHE, values.only) : [ownWheel(CACHE, values.wheel)];
const isLimited = values.only !== undefined || values.wheel !== undefined;
const loadBefore = loadavg()[0];

/** The running workers that are contenders, and whether they get the wheel. */
const WORKERS = [
  { name: "worker", withWheel: true },
  { name: "worker-gzip", withWheel: false },
];

/** One request to a running worker. */
async function measureRequest(worker, job) {
  removeOutputs(job.output);
  const before = worker.cpuSeconds();
  const seconds = (await worker.request(layerRequest(job, "gzip"))) / 1000;
  const { size } = statSync(job.output);
  return { seconds, cpu_seconds: worker.cpuSeconds() - before, rss_bytes: worker.peakBytes(), bytes: size };
}

async function measureWheel(job, folder) {
  const able = present.filter(({ isSlow }) => !(isSlow && job.isLarge));
  const results = new Map(able.map(({ name }) => [name, []]));
  const output = path.join(folder, "blob");
  // Brings all files into the page cache.
  measure(present.find(({ name }) => name === "limit").command({ ...job, output }), output);
  const wanted = job.isLarge ? 1 : rounds;
  const workers = [];
  for (const { name, withWheel } of WORKERS) {
    const { wheel, ...files } = { ...job, output };
    const asked = withWheel ? { ...files, wheel } : files;
    const worker = await startWorker(folder);
    // The first requests make it warm.
    for (let request = 0; request < (job.isLarge ? 1 : 3); request += 1) {
      await measureRequest(worker, asked);
    }
    workers.push({ name, asked, worker });
    results.set(name, []);
  }
  for (let round = 1; round <= wanted; round += 1) {
    log(`${job.name}: round ${round} of ${wanted}`);
    for (const { name, command, isSlow } of able) {
      if (isSlow && round > 1) {
        continue;
      }
      results.get(name).push(measure(command({ ...job, output }), output));
    }
    for (const { name, asked, worker } of workers) {
      results.get(name).push(await measureRequest(worker, asked));
    }
  }
  for (const { worker } of workers) {
    worker.end();
  }
  return [...results].map(([contender, of]) => ({
    wheel: job.name,
    contender,
    seconds: Number(median(of.map(({ seconds }) => seconds)).toFixed(3)),
    cpu_seconds: Number(median(of.map(({ cpu_seconds }) => cpu_seconds)).toFixed(3)),
    bytes: of[0].bytes,
    rss_bytes: Math.max(...of.map(({ rss_bytes }) => rss_bytes)),
    rounds: of,
  }));
}

const row = (cells) => `| ${cells.join(" | ")} |`;
const table = (header, rows) => [row(header), row(header.map(() => "---")), ...rows.map(row)].join("\n");

/** Median of the ratios of two contenders, round by round: the machine's speed drifts, that of a round hardly. */
function ratio(rows, a, b, key) {
  const [of, to] = [a, b].map((name) => rows.find((one) => one.wheel === "pyarrow" && one.contender === name)?.rounds);
  return of && to ? median(of.map((result, index) => result[key] / to[index][key])) : Number.NaN;
}

/** The bars: what each is, what was measured, and whether that is enough. */
function bars(rows, start) {
  const ours = ["carry-over", "gzip", "zstd"];
  const peak = (of) =>
    Math.max(
      ...rows.filter(({ wheel, contender }) => of(wheel) && ours.includes(contender)).map((one) => one.rss_bytes),
    );
  return [
    [
      "carry-over against `bsdtar -z`: at least 8 times as fast",
      ratio(rows, "bsdtar-gzip", "carry-over", "seconds"),
      (x) => x >= 8,
      "×",
    ],
    [
      "carry-over against `bsdtar -z`: at most 0.5 % more bytes",
      100 * (ratio(rows, "carry-over", "bsdtar-gzip", "bytes") - 1),
      (x) => x <= 0.5,
      " %",
    ],
    [
      "carry-over against the limit: at most twice the time",
      ratio(rows, "carry-over", "limit", "seconds"),
      (x) => x <= 2,
      "×",
    ],
    ["gzip against pigz: no slower", ratio(rows, "gzip", "pigz", "seconds"), (x) => x <= 1, "×"],
    ["zstd against `bsdtar --zstd`: no slower", ratio(rows, "zstd", "bsdtar-zstd", "seconds"), (x) => x <= 1, "×"],
    ["a process of its own, until it reads the first byte: at most 100 ms", start.worker, (x) => x <= 100, " ms"],
    ["memory, pyarrow: at most 150 MiB", peak((wheel) => wheel === "pyarrow") / MIB, (x) => x <= 150, " MiB"],
    ["memory, all wheels: at most 150 MiB", peak(() => true) / MIB, (x) => x <= 150, " MiB"],
  ].map(([bar, measured, enough, unit]) =>
    Number.isFinite(measured)
      ? [bar, `${measured.toFixed(2)}${unit}`, enough(measured) ? "met" : "**missed**"]
      : [bar, "not measured", "-"],
  );
}

/** Contenders that make a gzip layer as ours do, but for the slow ones. */
const PEERS = ["rules_img", "bsdtar-gzip", "gnutar-gzip", "pigz"];

/** Where a peer needs less time, or no more time and fewer bytes, than one of ours. */
function lostTo(rows) {
  const ours = ["carry-over", "worker", "gzip", "worker-gzip"];
  return jobs.flatMap(({ name }) => {
    const of = (contender) => rows.find((one) => one.wheel === name && one.contender === contender);
    return ours.flatMap((contender) =>
      PEERS.filter((peer) => of(peer) !== undefined && of(contender) !== undefined)
        .filter((peer) => of(peer).seconds < of(contender).seconds)
        .map((peer) => [
          name,
          contender,
          peer,
          `${(of(contender).seconds / of(peer).seconds).toFixed(2)}×`,
          `${(of(contender).cpu_seconds / of(peer).cpu_seconds).toFixed(2)}×`,
          `${(of(contender).bytes / of(peer).bytes).toFixed(3)}×`,
        ]),
    );
  });
}

function wheelTable(rows, job) {
  const ofWheel = rows.filter(({ wheel }) => wheel === job.name);
  const cells = ofWheel.map(({ contender, seconds, cpu_seconds, bytes, rss_bytes }) => {
    const megabytes = bytes === 0 ? "-" : (bytes / 1e6).toFixed(2);
    return [contender, seconds.toFixed(2), cpu_seconds.toFixed(2), megabytes, (rss_bytes / MIB).toFixed(0)];
  });
  const header = ["contender", "seconds", "processor seconds", "MB", "peak MiB"];
  return `### ${path.basename(job.wheel)}\n\n${table(header, cells)}\n`;
}

const temporary = mkdtempSync(path.join(tmpdir(), "package-layers-bench-"));
try {
  const rows = [];
  for (const job of jobs) {
    rows.push(...(await measureWheel(job, temporary)));
  }
  const lost = lostTo(rows);
  const start = startMilliseconds({
    name: "small",
    folder: smallPackage(temporary),
    output: path.join(temporary, "small-blob"),
  });
  const machine = `${cpus()[0].model.trim()}, ${availableParallelism()} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB; Node ${process.versions.node}; load average ${loadBefore.toFixed(1)} before the run`;
  const sections = [
    `# One layer from one wheel

Made by \`npm run bench\` on ${machine}. Medians of ${rounds} rounds in which the contenders took turns (torch and rules_pkg: one round, not both); whole processes, from start
to end, Node's own start included. Memory is the largest process's. [README.md](README.md) says what bounds the figures.

${table(
  ["contender", "what it is"],
  [
    ...all.map(({ name, description, command }) => [
      name,
      command === undefined ? `${description} (not on this machine)` : description,
    ]),
    ["worker", "package_layers with the wheel, in a running worker, which is how Bazel calls it; both digests"],
    ["worker-gzip", "the same without the wheel; both digests"],
  ],
)}

## The bars

On pyarrow; ratios are medians of the rounds' own. Of the start, ${start.node.toFixed(0)} ms are Node's own until it runs a file's first line; the package has 20
files. Node has \`${NODE_FLAGS.join(" ")}\` throughout, as in actions.

${table(["bar", "measured", ""], bars(rows, start))}

## Behind a peer

${lost.length === 0 ? "On no wheel." : `Where a peer is faster; [README.md](README.md) says why.\n\n${table(["wheel", "ours", "peer", "time", "processor time", "bytes"], lost)}`}
`,
  ];
  if (!isLimited) {
    const pyarrow = jobs.find(({ name }) => name === "pyarrow");
    log("a running worker");
    const limits = new Map(
      rows.filter(({ contender }) => contender === "limit").map(({ wheel, seconds }) => [wheel, seconds]),
    );
    const asked = await workerRows(jobs, temporary, limits);
    sections.push(`## In a running worker

Bazel starts the worker once. Requests one after the other, through the worker's protocol, from the first byte to the answer.

${table(["request", "times", "median ms", "19 of 20 within ms", "of the limit", "peak MiB"], asked)}
`);
    sections.push(`## Memory

Generated packages; one sparse file has five sixths of the bytes, and incompressible files have the rest. The wheel is zip64 where it has to be.

${table(memoryHeader, memoryRows(temporary))}
`);
    sections.push(`## Where the time goes

The main thread as sampled by \`node --cpu-prof\`, which itself costs some time; the other threads are the rest of the process's processor time.

${profileText(pyarrow, temporary)}`);
    const needed = neededWork(pyarrow, path.join(temporary, "written"));
    const onTwoCores = needed.sum / 2;
    sections.push(`## What the work needs

What a layer of pyarrow with its wheel needs whoever makes it, each part alone and on one thread, by what Node has for it (medians).

${table(
  ["part", "milliseconds"],
  needed.rows.map(([part, milliseconds]) => [part, milliseconds.toFixed(0)]),
)}

Together they take ${needed.sum.toFixed(0)} ms. Two cores that never wait take half of that, ${onTwoCores.toFixed(0)} ms: ${(onTwoCores / 1000 / limits.get("pyarrow")).toFixed(2)} times what the contender \`limit\` takes.
Starting a process, and all that is not in this list, comes on top.
`);
  }
  sections.push(`## All wheels\n\n${jobs.map((job) => wheelTable(rows, job)).join("\n")}`);
  const text = sections.join("\n");
  if (!isLimited) {
    writeFileSync(path.join(BENCH, "RESULTS.md"), text);
  }
  console.log(text);
  if (values.json) {
    console.log(
      JSON.stringify(
        rows.map(({ wheel, contender, seconds, cpu_seconds, bytes, rss_bytes }) => ({
          wheel,
          contender,
          seconds,
          cpu_seconds,
          bytes,
          rss_bytes,
        })),
      ),
    );
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
