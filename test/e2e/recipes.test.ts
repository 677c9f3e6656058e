// The layers that people wrote by hand before, on real wheels: the same layers in the same order, from shared packages.

import { readFileSync } from "node:fs";
import type { PlanFile } from "../../src/plan/plan-file";
import { withoutRuleSet } from "./any-rule-set";
import { expectGoldenLayers, layersOfImage } from "./golden-layers";
import { Workspace } from "./workspace";

const IMAGES = ["heavy", "three", "groups", "planned"];

/** Below numpy's blob (16 MB), above all others. */
const LOW_LIMIT = "--@package_layers//bazel/settings:merge_limit=1000000";

let workspace: Workspace;

beforeAll(() => {
  workspace = Workspace.create("test/e2e/content", "content");
  workspace.bazel(["clean"]);
});

afterAll(() => {
  workspace.bazel(["shutdown"]);
});

/** The layers of an image, bottom first: the kind, then the names of the packages. */
function layersOf(image: string): string[] {
  const plan: PlanFile = JSON.parse(readFileSync(workspace.output(`recipes/${image}.plan.json`), "utf8"));
  return plan.layers.map(({ kind, packages }) =>
    ["package", "bundle"].includes(kind) ? packages.map(({ name }) => name).join(" ") : `_${kind}`,
  );
}

test.each([
  ["the default merge limit", [], 7],
  ["numpy above the merge limit", [LOW_LIMIT], 7],
])("every recipe has exactly its layers with %s, and all share one action a package", (_name, flags, packages) => {
  const targets = IMAGES.map((image) => `//recipes:${image}`);
  const { executed } = workspace.build([...targets, "--output_groups=+plan", ...flags]);
  expect(executed.PackageLayer).toBe(packages);
  expect(Object.fromEntries(IMAGES.map((image) => [image, layersOf(image)]))).toEqual({
    // interpreter (none here: Debian's rule set starts the system's), external, heavy in the list's order, rest, application
    heavy: ["_external", "nvidia-ml-py nvidia-nvtx-cu12", "numpy", "attrs idna markupsafe six", "_application"],
    three: ["attrs idna markupsafe numpy nvidia-ml-py nvidia-nvtx-cu12 six", "_application"],
    groups: ["_external", "numpy", "nvidia-ml-py nvidia-nvtx-cu12", "idna markupsafe", "attrs six", "_application"],
    planned: ["_external", "numpy", "idna markupsafe", "attrs nvidia-ml-py nvidia-nvtx-cu12 six", "_application"],
  });
});

test.each(["heavy", "three", "groups"])(
  "the layers of %s have the paths, modes, owners and links that they should",
  async (image) => {
    workspace.build([`//recipes:${image}`, "--output_groups=+plan"]);
    const layers = layersOfImage(workspace, image, workspace.output("recipes"));
    await expectGoldenLayers("test/e2e/content/recipes", image, layers, withoutRuleSet);
  },
);

test("a group without a recipe keeps to the merge limit, and the error says which limit to raise", () => {
  const output = workspace.bazelFailure(["build", "//recipes:above_limit", LOW_LIMIT]);
  expect(output).toContain(
    'numpy is at or above the merge limit and so must be a layer of its own, and group "all" (pattern n*) wants it with others',
  );
  expect(output).toContain("--@package_layers//bazel/settings:merge_limit=BYTES");
});

test.each([
  ['layers = "tree"', 'layers = "tree" is not one of planned, groups, heavy, three'],
  ['layers = "heavy"', 'layers = "heavy" makes its layers from heavy; give it, or use layers = "three"'],
  ['layers = "three", heavy = ["numpy"]', 'layers = "three" cannot be combined with heavy; remove one of the two'],
  ['groups = {"@pypi//numpy:*.so": "a"}', "a package is one layer that all images share"],
  ['groups = {"//lib:table": "a"}', "//lib:table is not a package's label in a hub"],
  ['groups = {"@pypi//numpy": "a", "numpy": "b"}', 'numpy is in "a" and in "b"; take it out of one'],
])("%s is refused", (attributes, message) => {
  workspace.write(
    "refused/BUILD.bazel",
    `load("@package_layers//bazel:defs.bzl", "package_layers")\npackage_layers(name = "refused", binary = "//:app", ${attributes})\n`,
  );
  expect(workspace.bazelFailure(["build", "//refused"])).toContain(message);
});
