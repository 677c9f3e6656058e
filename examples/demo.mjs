// `npm run demo`: builds two images with a real Bazel, starts them, changes a line and a package, and tells what each moves.
// `-- --json` adds one JSON line.
import { spawn, spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { prepareBazel } from "../testbed/bazel.mjs";

const EXAMPLES = path.dirname(fileURLToPath(import.meta.url));
const REPOSITORY = path.dirname(EXAMPLES);
/** The demo builds a copy, which it may change. */
const WORKSPACE = path.join(EXAMPLES, ".testbed", "demo");
const IMAGES = ["forecast", "report"];
const OURS = ["PackageLayer", "ExternalLayer", "InterpreterLayer", "ApplicationLayer", "MergeLayers", "ImageLayout"];
const asJson = process.argv.includes("--json");
const started = performance.now();

const inWorkspace = (file) => path.join(WORKSPACE, file);
const inBin = (file) => path.join(WORKSPACE, "bazel-bin", file);
const readJson = (file) => JSON.parse(readFileSync(file, "utf8"));
const sum = (list) => list.reduce((total, { size }) => total + size, 0);

/** Bytes as the command line writes them. */
function bytes(count) {
  const unit = count < 999.5e3 ? "kB" : "MB";
  const value = count / (unit === "kB" ? 1e3 : 1e6);
  return `${value.toFixed(value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2)} ${unit}`;
}

/** One line that is written over again while something takes long; elsewhere than on a terminal, a line for each step. */
const progress = {
  step: "",
  start(step) {
    this.step = step;
    if (!process.stderr.isTTY) {
      process.stderr.write(`demo: ${step}\n`);
    }
    this.show("");
  },
  show(detail) {
    if (process.stderr.isTTY) {
      const line = `${this.step}${detail === "" ? " …" : `: ${detail}`}`;
      process.stderr.write(`\r\u001b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
    }
  },
  end() {
    if (process.stderr.isTTY) {
      process.stderr.write("\r\u001b[K");
    }
  },
};

function say(...lines) {
  progress.end();
  console.log(lines.join("\n"));
}

/** Runs a program with its last line as progress; what it said is shown only when it fails. */
function runQuietly(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said += text;
      progress.show(text.trim().split("\n").at(-1));
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) {
        resolve(output);
      } else {
        progress.end();
        reject(new Error(`${command} ${args.join(" ")} ended with ${code}\n${said}`));
      }
    });
  });
}

/** Renews the files of the copy; what Bazel made of them stays. */
function copyExamples() {
  mkdirSync(WORKSPACE, { recursive: true });
  // What was arranged for Bazel is arranged again: it rewrites files that are renewed here.
  rmSync(inWorkspace(".testbed"), { recursive: true, force: true });
  for (const { name } of readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isFile())) {
    copyFileSync(path.join(EXAMPLES, name), inWorkspace(name));
  }
  const module = inWorkspace("MODULE.bazel");
  writeFileSync(module, readFileSync(module, "utf8").replace('path = ".."', `path = ${JSON.stringify(REPOSITORY)}`));
}

/** Makes the base; undefined, with a line that says why, where this machine cannot. */
function makeBase() {
  rmSync(inWorkspace("base"), { force: true });
  return runQuietly(process.execPath, [path.join(REPOSITORY, "testbed", "debian-base.mjs")]).catch((error) => {
    say(`  Without a base, so the images are not started: ${error.message.split("\n").at(-1)}.`);
    return undefined;
  });
}

/** Puts the base beneath the images. */
function addBase(made) {
  if (made !== undefined) {
    symlinkSync(made, inWorkspace("base"));
    const build = inWorkspace("BUILD.bazel");
    const text = readFileSync(build, "utf8");
    writeFileSync(build, text.replaceAll("    max_layers = 24,\n", '    base = "base",\n    max_layers = 24,\n'));
  }
  return made !== undefined;
}

function edit(file, from, to) {
  const text = readFileSync(inWorkspace(file), "utf8");
  if (!text.includes(from)) {
    throw new Error(`${file} has no ${JSON.stringify(from)} to be changed`);
  }
  writeFileSync(inWorkspace(file), text.replaceAll(from, to));
}

/** Builds images; gives how many of our actions ran, by mnemonic, and how long it took, as Bazel itself counted. */
async function build(...images) {
  const events = path.join(WORKSPACE, ".testbed", "events.json");
  rmSync(events, { force: true });
  await runQuietly(
    bazel,
    [
      "build",
      ...images.map((image) => `//:${image}_layers`),
      "--output_groups=+plan,+report",
      "--color=no",
      "--curses=no",
      `--build_event_json_file=${events}`,
      "--experimental_record_metrics_for_all_mnemonics",
    ],
    WORKSPACE,
  );
  const { buildMetrics } = readFileSync(events, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .find((event) => event.buildMetrics !== undefined);
  const executed = (buildMetrics.actionSummary.actionData ?? []).map(({ mnemonic, actionsExecuted }) => [
    mnemonic,
    Number(actionsExecuted ?? 0),
  ]);
  return {
    actions: Object.fromEntries(executed.filter(([mnemonic, count]) => OURS.includes(mnemonic) && count > 0)),
    seconds: Number(buildMetrics.timingMetrics.wallTimeInMs) / 1000,
  };
}

/** What the image pushes that differs from the plan of before. */
async function difference(image, before) {
  const worker = path.join(REPOSITORY, "bazel", "worker", "worker.cjs");
  const after = inBin(`${image}_layers.plan.json`);
  return JSON.parse(await runQuietly(process.execPath, [worker, "diff", before, after, "--format=json"]))[0];
}

/** Keeps the plan of now for a comparison. */
function keepPlan(image) {
  const kept = path.join(WORKSPACE, ".testbed", `${image}.before.plan.json`);
  rmSync(kept, { force: true });
  writeFileSync(kept, readFileSync(inBin(`${image}_layers.plan.json`)));
  return kept;
}

/** Unpacks the image and starts its entry point in it; gives the last line that it prints. */
function startImage(image) {
  const root = mkdtempSync(path.join(tmpdir(), "package-layers-demo-"));
  try {
    const layout = inBin(`${image}_layers`);
    const blob = (digest) => path.join(layout, "blobs", ...digest.split(":"));
    const manifest = readJson(blob(readJson(path.join(layout, "index.json")).manifests[0].digest));
    const { Entrypoint, Env = [], WorkingDir = "/" } = readJson(blob(manifest.config.digest)).config;
    for (const { digest } of manifest.layers) {
      spawnSync("tar", ["--extract", "--gzip", `--file=${blob(digest)}`, `--directory=${root}`]);
    }
    mkdirSync(path.join(root, "proc"), { recursive: true });
    const inside = 'mount -t proc proc "$0/proc" && exec chroot "$0" /usr/bin/env -i "$@"';
    const start = ["/bin/sh", "-c", 'cd "$0" && exec "$@"', WorkingDir || "/", ...Entrypoint];
    const { status, stdout, stderr } = spawnSync(
      "unshare",
      ["--mount", "--pid", "--fork", "sh", "-c", inside, root, ...Env, ...start],
      { encoding: "utf8" },
    );
    if (status !== 0) {
      throw new Error(`the image of ${image} does not start:\n${stdout}\n${stderr}`);
    }
    return stdout.trim().split("\n").at(-1);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

progress.start("looking for a Bazel, or bringing Debian's (two minutes the first time)");
copyExamples();
// Made beside the two steps that follow, which mostly wait for the network.
const base = makeBase();
const bazel = await prepareBazel(WORKSPACE, (line) => progress.show(line));
progress.start("fetching the wheels");
await runQuietly(
  bazel,
  ["build", "--nobuild", "--color=no", "--curses=no", ...IMAGES.map((image) => `//:${image}_layers`)],
  WORKSPACE,
);
await runQuietly(bazel, ["clean"], WORKSPACE);
progress.start("making a base image from Debian packages");
const hasBase = addBase(await base);

say("", "1. Two applications, each package made once");
const images = [];
for (const image of IMAGES) {
  progress.start(`building the image of ${image}`);
  const { actions, seconds } = await build(image);
  const { layers } = readJson(inBin(`${image}_layers.plan.json`));
  const own = layers.filter(({ kind }) => kind === "package");
  const bundles = layers.filter(({ kind }) => kind === "bundle");
  images.push({
    name: image,
    packages: [...own, ...bundles].flatMap((layer) => layer.packages.map(({ name }) => name)),
    layers: layers.length,
    own_layers: own.length,
    bundles: bundles.length,
    bytes: sum(layers),
    layout: path.relative(REPOSITORY, inBin(`${image}_layers`)),
    seconds,
    package_actions: actions.PackageLayer ?? 0,
  });
}
const rows = [
  ["image", "packages", "package layers made", "layers", "of them bundles", "compressed", "seconds"],
  ...images.map((one) =>
    [
      one.name,
      one.packages.length,
      one.package_actions,
      one.layers,
      one.bundles,
      bytes(one.bytes),
      one.seconds.toFixed(1),
    ].map(String),
  ),
];
const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
for (const row of rows) {
  const cells = row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])));
  say(`   ${cells.join("  ")}`);
}
const shared = images[0].packages.filter((name) => images[1].packages.includes(name));
say(`   ${shared.length} packages are in both.`);

if (hasBase) {
  say("", "2. They start");
  for (const image of IMAGES) {
    progress.start(`unpacking and starting ${image}`);
    say(`   ${image}: ${startImage(image)}`);
  }
}

say("", "3. A line of the application changes");
progress.start("building");
let before = keepPlan("forecast");
edit("forecast.py", "growth: 2.5", "growth: 2.6");
const line = await build("forecast");
const lineChange = await difference("forecast", before);
say(
  `   ${Object.values(line.actions).reduce((total, count) => total + count, 0)} of our actions in ${line.seconds.toFixed(1)} s; ` +
    `to push: ${bytes(lineChange.bytesToPush)} of ${bytes(lineChange.bytes)}, ${lineChange.pushed.length} of ${lineChange.kept.length + lineChange.pushed.length} layers.`,
);

say("", "4. A package gets another version");
progress.start("fetching another six, and building");
before = keepPlan("forecast");
edit("requirements_lock.txt", "six==1.17.0", "six==1.16.0");
edit(
  "requirements_lock.txt",
  "4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274",
  "8abb2f1d86890a2dfb989f9a77cfcfd3e47c2a354b01111771326f8aa26e0254",
);
const upgrade = await build("forecast");
const packageChange = await difference("forecast", before);
const { layers } = readJson(inBin("forecast_layers.plan.json"));
const oneLayer = sum(layers.filter(({ kind }) => kind === "package" || kind === "bundle"));
say(
  `   six 1.17.0 → 1.16.0 in ${upgrade.seconds.toFixed(1)} s; to push: ${bytes(packageChange.bytesToPush)}.`,
  `   With one layer for all packages, as in the usual three-layer recipe, it would be ${bytes(oneLayer)}: ${Math.round(oneLayer / packageChange.bytesToPush)} times as much.`,
);

progress.start("drawing the pages");
await runQuietly(bazel, ["build", "//:pages", "--color=no", "--curses=no"], WORKSPACE);
const relative = (file) => path.relative(process.cwd(), file) || ".";
say(
  "",
  "5. Look at it",
  ...IMAGES.map((image) => `   ${relative(inBin(`pages/${image}_layers.html`))}`),
  "",
  `Go on in ${relative(WORKSPACE)}:`,
  `   ${bazel} run //:forecast_layers.plan -- --explain numpy   where a package is, and why`,
  `   ${bazel} run //:forecast_layers.load                      into docker, podman or containerd`,
  `   ${bazel} run //:forecast_layers.push -- REGISTRY/NAME:TAG to a registry`,
  "and in your repository: README.md, “Add it to a repository”.",
  `(${Math.round((performance.now() - started) / 1000)} s in all)`,
);
if (asJson) {
  console.log(
    JSON.stringify({
      images: images.map(({ package_actions: _, packages, ...image }) => ({ ...image, packages: packages.length })),
      shared_packages: shared.length,
      package_actions: images.reduce((total, one) => total + one.package_actions, 0),
      changed_line: { actions: line.actions, seconds: line.seconds, bytes: lineChange.bytesToPush },
      changed_package: { seconds: upgrade.seconds, bytes: packageChange.bytesToPush, one_layer_bytes: oneLayer },
    }),
  );
}
