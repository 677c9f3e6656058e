// How long an image of 120 layers takes when a line of the application has changed: rules_oci on our layout, our layout
// alone, and rules_oci with the same layers as tars.
//
// usage: PACKAGE_LAYERS_REGISTRY=URL node bench/image-step/bench.mjs [RUNS]
//
// The registry must have rules_oci 2.3.0, rules_python 2.3.2 and what they need. bsdtar, crane, jq, regctl and zstd must be on
// PATH or in the cache of the tests; coreutils (uutils) too, else a script that starts GNU's makes every step slower.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { prepareBazel } from "../../testbed/bazel.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const REPOSITORY = path.dirname(path.dirname(HERE));
const source = readFileSync(path.join(REPOSITORY, "test/e2e/many-layers/app.py"), "utf8");
const CACHE =
  process.env.PACKAGE_LAYERS_BAZEL_HOME ??
  path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "package_layers");

const ROUTES = {
  "our layout alone, as oci_push takes it": "//:app_layers",
  "oci_image(base = layout)": "//:image_on_layout",
  "oci_image(tars = …)": "//:image_of_tars",
};

const runs = Number(process.argv[2] ?? 5);
const registry = process.env.PACKAGE_LAYERS_REGISTRY;
if (registry === undefined || registry === "") {
  console.error("bench: name a registry that has rules_oci in PACKAGE_LAYERS_REGISTRY");
  process.exit(1);
}

const workspace = mkdtempSync(path.join(tmpdir(), "package-layers-image-step-"));
let command;

function run(program, args, env = process.env) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: workspace, encoding: "utf8", env });
  if (status !== 0) {
    throw new Error(`${program} ${args.join(" ")} ended with ${status}\n${stdout}\n${stderr}`);
  }
}

function build(targets) {
  run(command, ["build", `--override_module=package_layers=${REPOSITORY}`, ...targets]);
}

/** Seconds of one build after a line of the application has changed. */
function change(target, line) {
  writeFileSync(path.join(workspace, "app.py"), `${source}\nprint("${line}")\n`);
  const start = performance.now();
  build([target]);
  return (performance.now() - start) / 1000;
}

try {
  cpSync(path.join(REPOSITORY, "test/e2e/many-layers"), workspace, { recursive: true });
  const url = /^[a-z]+:\/\//.test(registry) ? registry : `file://${path.resolve(registry)}`;
  command = await prepareBazel(workspace, (line) => console.error(`bench: ${line}`), url);
  run("sh", [path.join(REPOSITORY, "test/e2e/rules-oci/tools/link.sh"), path.join(workspace, "tools")], {
    ...process.env,
    PATH: `${path.join(CACHE, "bin")}:${process.env.PATH}`,
  });
  const targets = Object.values(ROUTES);
  console.error("bench: building everything once");
  build(targets);
  for (const target of targets) {
    change(target, `warm up ${target}`);
  }
  const seconds = new Map(targets.map((target) => [target, []]));
  // The routes take turns, so that what else the machine does falls on all of them.
  for (let round = 1; round <= runs; round++) {
    for (const target of targets) {
      seconds.get(target).push(change(target, `change ${round} of ${target}`));
    }
  }
  console.log(`| 120 layers of packages, one line changed | median of ${runs} | least |\n| --- | --- | --- |`);
  for (const [name, target] of Object.entries(ROUTES)) {
    const sorted = seconds.get(target).toSorted((a, b) => a - b);
    console.log(`| ${name} | ${sorted[Math.floor(runs / 2)].toFixed(1)} s | ${sorted[0].toFixed(1)} s |`);
  }
} finally {
  if (command !== undefined) {
    spawnSync(command, ["shutdown"], { cwd: workspace });
  }
  rmSync(workspace, { recursive: true, force: true });
}
