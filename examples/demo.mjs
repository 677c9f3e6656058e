// `npm run demo`: builds both example images with a real Bazel and tells what was shared. `-- --json` adds one JSON line.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { prepareBazel, run } from "../testbed/bazel.mjs";

const EXAMPLES = path.dirname(fileURLToPath(import.meta.url));
const REPOSITORY = path.dirname(EXAMPLES);
/** The demo builds a copy, which it may change. */
const WORKSPACE = path.join(EXAMPLES, ".testbed", "demo");
const IMAGES = ["forecast", "report"];
const asJson = process.argv.includes("--json");

const log = (line) => process.stderr.write(`demo: ${line}\n`);
const mebibytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

copyExamples();
const bazel = await prepareBazel(WORKSPACE, log);

/** Renews the files of the copy; what Bazel made of them stays. */
function copyExamples() {
  mkdirSync(WORKSPACE, { recursive: true });
  for (const { name } of readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isFile())) {
    copyFileSync(path.join(EXAMPLES, name), path.join(WORKSPACE, name));
  }
  const module = path.join(WORKSPACE, "MODULE.bazel");
  writeFileSync(module, readFileSync(module, "utf8").replace('path = ".."', `path = ${JSON.stringify(REPOSITORY)}`));
}

async function runBazel(args) {
  const code = await run(bazel, args, { cwd: WORKSPACE });
  if (code !== 0) {
    throw new Error(`bazel ${args.join(" ")} ended with ${code}`);
  }
}

/** How many PackageLayer actions ran and how long the build took, as Bazel itself counted. */
function buildMetrics(eventFile) {
  const events = readFileSync(eventFile, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const { buildMetrics: metrics } = events.find((event) => event.buildMetrics !== undefined);
  const packageLayers = metrics.actionSummary.actionData?.find((data) => data.mnemonic === "PackageLayer");
  return {
    packageActions: Number(packageLayers?.actionsExecuted ?? 0),
    seconds: Number(metrics.timingMetrics.wallTimeInMs) / 1000,
  };
}

async function build(image) {
  const events = path.join(WORKSPACE, ".testbed", `${image}.events.json`);
  rmSync(events, { force: true });
  await runBazel([
    "build",
    `//:${image}_layers`,
    "--output_groups=+plan,+report",
    `--build_event_json_file=${events}`,
    "--experimental_record_metrics_for_all_mnemonics",
  ]);
  return buildMetrics(events);
}

log("fetching the wheels and analysing (about a minute the first time)");
await runBazel(["build", "--nobuild", ...IMAGES.map((image) => `//:${image}_layers`)]);
log("building from nothing");
await runBazel(["clean"]);

const images = [];
const packagesOf = [];
let packageActions = 0;
for (const image of IMAGES) {
  log(`building the image of ${image}`);
  const metrics = await build(image);
  packageActions += metrics.packageActions;
  const layout = path.join("examples", ".testbed", "demo", "bazel-bin", `${image}_layers`);
  const { layers } = JSON.parse(readFileSync(path.join(REPOSITORY, `${layout}.plan.json`), "utf8"));
  const own = layers.filter((layer) => layer.kind === "package");
  const bundles = layers.filter((layer) => layer.kind === "bundle");
  const packages = [...own, ...bundles].flatMap((layer) => layer.packages.map((entry) => entry.name));
  packagesOf.push(packages);
  images.push({
    name: image,
    packages: packages.length,
    layers: layers.length,
    own_layers: own.length,
    bundles: bundles.length,
    bytes: layers.reduce((sum, layer) => sum + layer.size, 0),
    layout,
    seconds: metrics.seconds,
    package_actions: metrics.packageActions,
  });
}
const shared = packagesOf[0].filter((name) => packagesOf[1].includes(name));

const rows = [
  ["image", "packages", "layers", "own", "bundles", "bytes", "package layers made", "seconds"],
  ...images.map((image) => [
    image.name,
    image.packages,
    image.layers,
    image.own_layers,
    image.bundles,
    mebibytes(image.bytes),
    image.package_actions,
    image.seconds.toFixed(1),
  ]),
].map((row) => row.map(String));
const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
console.log();
for (const row of rows) {
  console.log(
    `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join("  ")}`,
  );
}
console.log(
  `\n  ${shared.length} packages are in both images; the second image made ${images[1].package_actions} new package layers.`,
);
for (const image of images) {
  console.log(`  ${image.name}: ${image.layout}  (report: ${image.layout}.report.html)`);
}
if (asJson) {
  console.log(
    JSON.stringify({
      images: images.map(({ package_actions: _, ...image }) => image),
      shared_packages: shared.length,
      package_actions: packageActions,
    }),
  );
}
