// `npm run bench:image`: the same image by package_layers, by the classic three layers (the tar rule of bazel-lib, now
// tar.bzl) and by rules_img, in one workspace: cold, an edit, an upgrade, a second application; writes bench/IMAGE.md.
//
// usage: PACKAGE_LAYERS_REGISTRY=URL npm run bench:image [-- --runs N]
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { prepareBazel } from "../../testbed/bazel.mjs";
import { median } from "../blob/measure.mjs";
import { fromDebian, fromGo } from "../blob/tools.mjs";
import { bazelIn, layersOf, measuredBuild, newBytes, outputsOf, sizeOf } from "../measured-build.mjs";
import { requireToolchainNode } from "../toolchain-node.mjs";
import { setLock, UPGRADED, VERSIONS, writeWorkspace } from "./workspace.mjs";

requireToolchainNode();

const BENCH = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const REPOSITORY = path.dirname(BENCH);
const log = (line) => console.error(`bench: ${line}`);

const { values } = parseArgs({ options: { runs: { type: "string", default: "3" } } });
const runs = Number(values.runs);
const registry = process.env.PACKAGE_LAYERS_REGISTRY;
if (registry === undefined || registry === "") {
  log(
    "bench:image needs today's rule sets: name a registry that has them in PACKAGE_LAYERS_REGISTRY (CONTRIBUTING.md)",
  );
  process.exit(1);
}
if (!(Number.isInteger(runs) && runs > 0)) {
  log(`--runs ${values.runs}: a number from 1 on is wanted`);
  process.exit(1);
}
const programs = {
  img: fromGo("img", `github.com/bazel-contrib/rules_img/img_tool@v${VERSIONS.rules_img}`, "./cmd/img", BENCH),
  bsdtar: fromDebian("bsdtar", "libarchive-tools"),
};
for (const [name, program] of Object.entries(programs)) {
  if (program === undefined) {
    log(`bench:image needs ${name}, which is not on PATH and cannot be brought`);
    process.exit(1);
  }
}

const digestOf = (file) => createHash("sha256").update(readFileSync(file)).digest("hex");

/** The ways: the end of their targets' names, flags, and the layers of what they made, bytes by digest. */
const WAYS = [
  {
    name: "package_layers",
    target: "package_layers",
    flags: [],
    layers: ([layout]) => layersOf(layout),
  },
  {
    name: "package_layers with a wheel index",
    target: "package_layers",
    flags: ["--@package_layers//bazel/settings:wheels=//:wheels"],
    layers: ([layout]) => layersOf(layout),
  },
  {
    name: "three layers, tar",
    target: "three",
    flags: [],
    layers: (tars) => new Map(tars.map((file) => [digestOf(file), sizeOf(file)])),
  },
  {
    name: "three layers, tar.gz",
    target: "three_gzip",
    flags: [],
    layers: (tars) => new Map(tars.map((file) => [digestOf(file), sizeOf(file)])),
  },
  {
    name: "rules_img",
    target: "rules_img",
    flags: [],
    layers: (files) => {
      const manifest = JSON.parse(readFileSync(files.find((file) => file.endsWith("_manifest.json"))));
      return new Map(manifest.layers.map(({ digest, size }) => [digest, size]));
    },
  },
];

/** The steps in their order, from the lock of before the upgrade on; each changes the workspace and says what is built then. */
function steps(workspace, bazel, turn) {
  return [
    {
      name: "cold",
      program: "first",
      change: () => {
        bazel(["clean"]);
        bazel(["shutdown"]);
      },
    },
    {
      name: "an edit",
      program: "first",
      change: () => appendFileSync(path.join(workspace, "forecast.py"), `\n# edit ${turn}\n`),
    },
    { name: "an upgrade", program: "first", change: () => setLock(workspace, true) },
    { name: "a second application", program: "second", change: () => {} },
  ];
}

/** All steps of one way; adds what was measured to `found`, by the step's name. */
function measureWay(way, workspace, bazel, turn, found) {
  setLock(workspace, false);
  copyFileSync(path.join(REPOSITORY, "examples", "forecast.py"), path.join(workspace, "forecast.py"));
  const { flags } = way;
  let before = new Map();
  for (const { name, program, change } of steps(workspace, bazel, turn)) {
    const target = `//:${program}_${way.target}`;
    // What is downloaded is no part of the figures.
    if (name === "cold") {
      bazel(["build", "--nobuild", ...flags, target]);
      change();
    } else {
      change();
      bazel(["fetch", ...flags, target]);
    }
    const measured = measuredBuild(bazel, workspace, [...flags, target]);
    const layers = way.layers(outputsOf(bazel, workspace, target, flags));
    found.set(name, [
      ...(found.get(name) ?? []),
      { ...measured, bytes: newBytes(layers, before), layers: layers.size },
    ]);
    before = new Map([...before, ...layers]);
  }
}

const workspace = mkdtempSync(path.join(tmpdir(), "package-layers-image-"));
let command;
try {
  writeWorkspace(workspace, programs);
  const load = loadavg()[0];
  const url = registry === "default" || /^[a-z]+:\/\//.test(registry) ? registry : `file://${path.resolve(registry)}`;
  command = await prepareBazel(workspace, log, url);
  const bazel = bazelIn(workspace, command);
  const version = bazel(["--version"]).trim();
  const found = new Map(WAYS.map(({ name }) => [name, new Map()]));
  for (let turn = 1; turn <= runs; turn += 1) {
    for (const way of WAYS) {
      log(`round ${turn} of ${runs}: ${way.name}`);
      measureWay(way, workspace, bazel, turn, found.get(way.name));
    }
  }
  const row = (cells) => `| ${cells.join(" | ")} |`;
  const stepNames = [...found.values()][0].keys();
  const rows = [...stepNames].flatMap((step) =>
    [...found].map(([way, of]) => {
      const middle = (key) => median(of.get(step).map((one) => one[key]));
      return [
        step,
        way,
        middle("seconds").toFixed(1),
        middle("actions"),
        middle("layers"),
        (middle("bytes") / 1e6).toFixed(3),
      ];
    }),
  );
  const header = ["build", "way", "seconds", "actions executed", "layers", "MB of new layers"];
  const page = `# One image, three ways

Made by \`npm run bench:image\` with ${cpus().length} cores, ${version}, Node ${process.versions.node}, ${Object.entries(
    VERSIONS,
  )
    .map(([name, number]) => `${name} ${number}`)
    .join(
      ", ",
    )}; load average ${load.toFixed(1)} before the run${load > 1 ? ": **a busy machine, so that seconds compare only with each other**" : ""}; ${runs === 1 ? "one round" : `medians of ${runs} rounds in which the ways took turns`}.

${[row(header), row(header.map(() => "---")), ...rows.map(row)].join("\n")}

The image is \`examples/forecast.py\` with its packages, without a base. package_layers makes a whole image layout. Three layers is the classic recipe: \`mtree_spec\`, divided
by paths, and the rule \`tar\` for interpreter, packages and application; the tars alone, no manifest. rules_img is \`image_layer\` of the program and \`image_manifest\`.

Cold: no outputs and no server, all downloads there. The edit is a line of the application; the upgrade is one of ${UPGRADED}, whose files are there already; the second application is
\`examples/report.py\`, which shares most packages. Seconds are those of the whole command. New layers are those that no image before has; an uncompressed tar counts as it is.
`;
  writeFileSync(path.join(BENCH, "IMAGE.md"), page);
  console.log(page);
} finally {
  if (command !== undefined) {
    const base = spawnSync(command, ["info", "output_base"], { cwd: workspace, encoding: "utf8" }).stdout.trim();
    spawnSync(command, ["clean", "--expunge"], { cwd: workspace, stdio: "ignore" });
    log(`removed ${base}`);
  }
  rmSync(workspace, { recursive: true, force: true });
}
