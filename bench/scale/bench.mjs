// `npm run bench:scale`: one image of 100, 300, 1,000 and 3,000 small packages: cold, nothing changed, an edit, an upgrade, a
// second application. Prints seconds, actions and bytes of new layers; with `-- --write` they go to bench/SCALE.md.
//
// usage: npm run bench:scale [-- [--packages N,N...] [--runs N] [--write]]
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { prepareBazel } from "../../testbed/bazel.mjs";
import { median } from "../blob/measure.mjs";
import { changePackages, FILES, writeWorkspace } from "../many-packages/workspace.mjs";
import { bazelIn, layersOf, measuredBuild, newBytes, outputsOf } from "../measured-build.mjs";
import { requireToolchainNode } from "../toolchain-node.mjs";

requireToolchainNode();

const BENCH = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const REPOSITORY = path.dirname(BENCH);
const OVERRIDE = `--override_module=package_layers=${REPOSITORY}`;

const { values } = parseArgs({
  options: {
    packages: { type: "string", default: "100,300,1000,3000" },
    runs: { type: "string", default: "3" },
    write: { type: "boolean" },
  },
});
const counts = values.packages.split(",").map(Number);
const runs = Number(values.runs);
if (![...counts, runs].every((number) => Number.isInteger(number) && number > 0)) {
  console.error("bench: --packages and --runs take whole numbers above 0");
  process.exit(1);
}

/** A second program with the same packages, and its layers. */
const SECOND = `
py_binary(
    name = "second",
    srcs = ["second.py"],
    deps = PACKAGES,
)

package_layers(
    name = "second_layers",
    binary = ":second",
)
`;

/** The steps in their order; each changes the workspace and says what is built then. */
function steps(workspace, bazel, turn) {
  const append = (text) => appendFileSync(path.join(workspace, "app.py"), text);
  return [
    {
      name: "cold",
      change: () => {
        bazel(["clean"]);
        bazel(["shutdown"]);
      },
    },
    { name: "nothing changed", change: () => {} },
    { name: "an edit", change: () => append(`print("edit ${turn}")\n`) },
    { name: "an upgrade of one package", change: () => changePackages(workspace, 1, `upgrade ${turn}`) },
    {
      name: "a second application",
      target: "//:second_layers",
      change: () => writeFileSync(path.join(workspace, "second.py"), `print("second ${turn}")\n`),
    },
  ];
}

/** Rows of the table: what was measured of an image of that many packages. */
async function measureScale(count) {
  const workspace = mkdtempSync(path.join(tmpdir(), "package-layers-scale-"));
  let command;
  try {
    writeWorkspace(workspace, count);
    const build = path.join(workspace, "BUILD.bazel");
    writeFileSync(build, readFileSync(build, "utf8").replace(/layer_cost = 0,\n/, "") + SECOND);
    writeFileSync(path.join(workspace, "second.py"), "");
    command = await prepareBazel(workspace, (line) => console.error(`bench: ${line}`));
    const bazel = bazelIn(workspace, command);
    const found = new Map();
    for (let turn = 1; turn <= runs; turn += 1) {
      console.error(`bench: ${count} packages, round ${turn} of ${runs}`);
      let before = new Map();
      for (const { name, target = "//:app_layers", change } of steps(workspace, bazel, turn)) {
        change();
        const measured = measuredBuild(bazel, workspace, [OVERRIDE, target]);
        const layers = layersOf(outputsOf(bazel, workspace, target, [OVERRIDE])[0]);
        const one = { ...measured, bytes: newBytes(layers, before), layers: layers.size };
        found.set(name, [...(found.get(name) ?? []), one]);
        before = new Map([...before, ...layers]);
      }
    }
    return [...found].map(([name, all]) => {
      const middle = (key) => median(all.map((one) => one[key]));
      return [
        count,
        name,
        middle("seconds").toFixed(1),
        middle("actions"),
        middle("layers"),
        (middle("bytes") / 1e6).toFixed(3),
      ];
    });
  } finally {
    if (command !== undefined) {
      spawnSync(command, ["shutdown"], { cwd: workspace });
    }
    rmSync(workspace, { recursive: true, force: true });
  }
}

const rows = [];
for (const count of counts) {
  rows.push(...(await measureScale(count)));
}
const row = (cells) => `| ${cells.join(" | ")} |`;
const header = ["packages", "build", "seconds", "actions executed", "layers", "MB of new layers"];
const table = [row(header), row(header.map(() => "---")), ...rows.map(row)].join("\n");
console.log(table);
if (values.write) {
  const page = `# Images of many packages

Made by \`npm run bench:scale -- --write\` with ${cpus().length} cores and Node ${process.versions.node}; ${runs === 1 ? "one round" : `medians of ${runs} rounds`}. A package has ${FILES} files and 90 kB.

${table}

Cold: no outputs and no server. The edit is a line of the application; the upgrade changes one file of one package; the second application has the
same packages. Seconds are those of the whole command. New layers are those that no image before has.
`;
  writeFileSync(path.join(BENCH, "SCALE.md"), page);
}
