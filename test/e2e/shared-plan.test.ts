// One plan for two images: what both need is one layer of both, and neither holds what it does not need.

import { readFileSync } from "node:fs";
import type { PlanFile } from "../../src/plan/plan-file";
import { layersOfImage } from "./golden-layers";
import { Workspace } from "./workspace";

let workspace: Workspace;

beforeAll(() => {
  workspace = Workspace.create("test/e2e/shared-plan", "shared-plan");
});

afterAll(() => {
  workspace.bazel(["shutdown"]);
});

/** The digest of each layer of packages, by the packages' names. */
function layers(image: string): Record<string, string> {
  const plan: PlanFile = JSON.parse(readFileSync(workspace.output(`${image}.plan.json`), "utf8"));
  return Object.fromEntries(
    plan.layers
      .filter(({ kind }) => kind === "package" || kind === "bundle")
      .map(({ packages, digest }) => [packages.map(({ name }) => name).join("+"), digest]),
  );
}

test("the common packages are one layer of both images, and each has its own beside it", () => {
  workspace.build(["//:client_layers", "//:server_layers", "--output_groups=+plan"]);
  const [client, server] = [layers("client_layers"), layers("server_layers")];
  expect(Object.keys(client).sort()).toEqual(["attrs+click", "idna+six"]);
  expect(Object.keys(server).sort()).toEqual(["attrs+click", "packaging+tqdm"]);
  expect(server["attrs+click"]).toBe(client["attrs+click"]);
  expect(layersOfImage(workspace, "client_layers").some(({ holds }) => holds.includes("idna"))).toBe(true);
});

test("no blob is an input of the plan's action", () => {
  const action = workspace.bazel(["aquery", 'mnemonic("SharedPlan", //:shared_plan)', "--output=text"]);
  expect(action).toMatch(/Inputs: .*attrs\.layer\.json/);
  expect(action.match(/Inputs: .*/)![0]).not.toMatch(/\.layer\.tar|\.mergeable/);
});

test.each([
  ['heavy = ["six"]', "plan decides the layers of packages and cannot be combined with heavy"],
  ['lock = "x.lock.json"', "plan decides the layers of packages and cannot be combined with lock"],
  ['layers = "three"', 'layers = "three" cannot be combined with plan'],
])("%s beside it is refused", (attribute, message) => {
  const build = workspace.read("BUILD.bazel");
  workspace.write(
    "BUILD.bazel",
    build.replace('    plan = ":shared_plan",', `    plan = ":shared_plan",\n    ${attribute},`),
  );
  expect(workspace.bazelFailure(["build", "//:client_layers"])).toContain(message);
  workspace.write("BUILD.bazel", build);
});

test("an image of another binary is an error that names what the plan is for", () => {
  const build = workspace.read("BUILD.bazel");
  workspace.write("BUILD.bazel", build.replace('        ":client",\n        ":server",', '        ":server",'));
  const error = workspace.bazelFailure(["build", "//:client_layers"]);
  expect(error).toMatch(/the shared plan has no image of @*\/\/:client/);
  expect(error).toContain("add it to binaries of the shared plan");
  workspace.write("BUILD.bazel", build);
});

test("the tars route says why it is not available", () => {
  expect(workspace.bazelFailure(["build", "//:client_layers.tars"])).toContain("depends on the shared plan");
});
