// What people run on an image of theirs, under a real Bazel: `bazel run :app_layers.plan`.

import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { Workspace } from "./workspace";

let workspace: Workspace;

beforeAll(() => {
  workspace = Workspace.create("test/e2e/layer-lock", "image-tools");
}, 600_000);

afterAll(() => {
  workspace.bazel(["shutdown"]);
});

/** What `bazel run :app_layers.plan` prints for these arguments. */
const plan = (...args: string[]) => workspace.bazel(["run", "//:app_layers.plan", "--", ...args]);

test("the plan is a table", () => {
  const text = plan();
  expect(text).toMatch(/^\d {2}package +\S+ [kM]?B +\S+ [kM]?B {2}idna 3\.20 +heavy/m);
  expect(text).toMatch(/^\d of at most 5 layers, \S+ kB compressed$/m);
  expect(text).toMatch(/^upgrading one package pushes \S+ kB on average/m);
}, 600_000);

test("a package is explained whatever its name's spelling, and a mistyped one finds its own", () => {
  expect(plan("--explain", "IDNA")).toMatch(/^idna 3\.20: [\s\S]* heavy "\^idna\$" asks for a layer of its own$/m);
  expect(JSON.parse(plan("--explain", "idna", "--json"))).toMatchObject([{ id: "idna", version: "3.20" }]);
  const failure = workspace.bazelFailure(["run", "//:app_layers.plan", "--", "--explain", "atrs"]);
  expect(failure).toContain("the plan holds no package atrs");
  expect(failure).toContain("did you mean attrs?");
}, 600_000);

test("the files of a package", () => {
  expect(plan("--files", "Six")).toMatch(/^six 1\.17\.0: \d+ files, .*\nbelow \/app\.runfiles\/.*site-packages\/$/m);
  const [six] = JSON.parse(plan("--files", "six", "--json"));
  expect(six.files.map(({ path: file }: { path: string }) => file)).toContain("six.py");
  expect(plan("--files", "application")).toMatch(/^ *\S+ kB {2}app$/m);
}, 600_000);

test("the page of each of several images shows what it shares with the others", () => {
  const build = workspace.read("BUILD.bazel");
  try {
    workspace.write(
      "BUILD.bazel",
      `${build.replace('"package_layers")', '"image_pages", "package_layers")')}
package_layers(name = "other_layers", binary = ":app", heavy = ["^idna$"], max_layers = 6)
image_pages(name = "pages", images = [":app_layers", ":other_layers"])
`,
    );
    workspace.bazel(["build", "//:pages"]);
    const page = readFileSync(workspace.output("pages/app_layers.html"), "utf8");
    expect(page).toMatch(/<dt>in \d layers shared with \/\/:other_layers<\/dt>/);
    const tiles = JSON.parse(/<script type="application\/json" id="tiles">(.*)<\/script>/.exec(page)![1]!);
    expect(tiles.find(({ name }: { name: string }) => name === "idna")).toMatchObject({
      colour: "shared",
      detail: "also in //:other_layers",
    });
  } finally {
    workspace.write("BUILD.bazel", build);
  }
}, 600_000);

test("a build says in a line where the page is, and what the image comes to", async () => {
  workspace.write("app.py", `${workspace.read("app.py")}# to be built again\n`);
  const { output, status } = await workspace.bazelBeside(["build", "//:app_layers"]);
  expect(status).toBe(0);
  expect(output).toMatch(/^\/\/:app_layers: \S+ kB compressed in \d layers; see bazel-bin\/app_layers\.report\.html$/m);
  expect(readFileSync(workspace.output("app_layers.report.html"), "utf8")).toContain("<h1>//:app_layers</h1>");
}, 600_000);

test("a changed line is the difference to the plan of before, whose path is the user's own", () => {
  copyFileSync(workspace.output("app_layers.plan.json"), path.join(workspace.folder, "old.plan.json"));
  expect(plan("--diff", "old.plan.json")).toContain("the layers are the same");
  workspace.write("app.py", `${workspace.read("app.py")}# a line\n`);
  const text = plan("--diff", "old.plan.json");
  expect(text).toMatch(/^\/\/:app_layers: \S+ kB to push, 1 of \d layers$/m);
  expect(text).toMatch(/^push +\S+ kB {2}[0-9a-f]{12} {2}application$/m);
}, 600_000);

test("the page opens in the browser that BROWSER names", () => {
  workspace.write("browser.sh", `#!/bin/sh\ncp "$1" "${workspace.folder}/opened.html"\n`, 0o755);
  const script = workspace.script(["//:app_layers.plan"]);
  const opened = spawnSync(script, ["--open"], {
    encoding: "utf8",
    env: { ...process.env, BROWSER: path.join(workspace.folder, "browser.sh") },
  });
  expect(opened).toMatchObject({ status: 0, stdout: expect.stringMatching(/app_layers\.report\.html\n$/) });
}, 600_000);
