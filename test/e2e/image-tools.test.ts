// What people run on an image of theirs, under a real Bazel: `bazel run :app_layers.plan`.

import { spawnSync } from "node:child_process";
import { copyFileSync } from "node:fs";
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
  expect(text).toMatch(/^upgrading one package pushes \S+ kB in the mean/m);
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

test("a changed line is the difference to the plan of before, whose path is the user's own", () => {
  copyFileSync(workspace.output("app_layers.plan.json"), path.join(workspace.folder, "old.plan.json"));
  expect(plan("--diff", "old.plan.json")).toContain("the layers are the same");
  workspace.write("app.py", `${workspace.read("app.py")}# a line\n`);
  const text = plan("--diff", "old.plan.json");
  expect(text).toMatch(/^\/\/:app_layers: \S+ kB to push, 1 of \d layers$/m);
  expect(text).toMatch(/^push +\S+ kB {2}[0-9a-f]{12} {2}application$/m);
}, 600_000);

test("the page is opened by the browser that is asked for", () => {
  workspace.write("browser.sh", `#!/bin/sh\ncp "$1" "${workspace.folder}/opened.html"\n`, 0o755);
  const script = workspace.script(["//:app_layers.plan"]);
  const opened = spawnSync(script, ["--open"], {
    encoding: "utf8",
    env: { ...process.env, BROWSER: path.join(workspace.folder, "browser.sh") },
  });
  expect(opened).toMatchObject({ status: 0, stdout: expect.stringMatching(/app_layers\.report\.html\n$/) });
}, 600_000);
