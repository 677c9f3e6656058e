import fc from "fast-check";
import { type PlanPackage, plan } from "../../src/plan/plan";
import { type Recipe, recipeLayers, recipes } from "../../src/plan/recipe";

const pack = (name: string, bytes = 1000, mergeable = true): PlanPackage => ({
  id: name,
  name,
  version: "1.0",
  bytes,
  mergeable,
});

const names = (...list: string[]) => list.map((name) => pack(name));
const SEED = ["torch|triton", "nvidia_", "xgboost", "jaxlib|jax", "scipy", "numpy"];

const contents = (packages: readonly PlanPackage[], recipe: Recipe, wishes: object, layers = 125) =>
  plan(packages, { ...wishes, recipe, layers }).layers.map(({ packages: ids }) => ids);

test("heavy: a layer for each expression in the list's order, all else in one", () => {
  const packages = names(
    "numpy",
    "requests",
    "torch",
    "nvidia-cublas-cu12",
    "scipy",
    "triton",
    "nvidia-cudnn-cu12",
    "jax",
  );
  expect(contents(packages, "heavy", { heavy: SEED })).toEqual([
    ["torch", "triton"],
    ["nvidia-cublas-cu12", "nvidia-cudnn-cu12"],
    ["jax"],
    ["scipy"],
    ["numpy"],
    ["requests"],
  ]);
});

test("heavy: the first expression that matches has the package", () => {
  expect(contents(names("torch-scipy", "scipy"), "heavy", { heavy: ["torch", "scipy"] })).toEqual([
    ["torch-scipy"],
    ["scipy"],
  ]);
});

test("three: one layer, whatever the sizes", () => {
  const packages = [pack("torch", 10 ** 9, false), pack("six", 10), pack("numpy", 10 ** 8, false)];
  expect(contents(packages, "three", {})).toEqual([["numpy", "six", "torch"]]);
  expect(plan(packages, { recipe: "three", layers: 1 }).packages.get("six")).toEqual({
    layer: 0,
    why: 'layers = "three" puts all packages in one layer',
    expectedUpgradeBytes: 10 ** 9 + 10 ** 8 + 10,
  });
});

test("groups: those of one package, then those of several, by name; the rest last", () => {
  const groups = [
    { pattern: "pandas", group: "science" },
    { pattern: "num*", group: "science" },
    { pattern: "Pillow", group: "images" },
    { pattern: "boto*", group: "aws" },
    { pattern: "absent", group: "none" },
  ];
  const packages = names("boto3", "botocore", "pillow", "six", "numpy", "pandas", "attrs");
  expect(contents(packages, "groups", { groups })).toEqual([
    ["pillow"],
    ["boto3", "botocore"],
    ["numpy", "pandas"],
    ["attrs", "six"],
  ]);
});

test("every package is in exactly one layer, and the input's order does not matter", () => {
  const packages = fc.uniqueArray(fc.stringMatching(/^[a-c]{1,3}$/), { minLength: 1 });
  fc.assert(
    fc.property(packages, fc.constantFrom(...recipes), (list, recipe) => {
      const wishes = {
        three: {},
        heavy: { heavy: ["a", "b$"] },
        groups: { groups: [{ pattern: "c*", group: "a" }] },
      }[recipe];
      const layers = contents(names(...list), recipe, wishes);
      expect(layers.flat().sort()).toEqual([...list].sort());
      expect(contents(names(...[...list].reverse()), recipe, wishes)).toEqual(layers);
    }),
  );
});

test("no packages, no layers", () => {
  expect(contents([], "heavy", { heavy: SEED })).toEqual([]);
});

test("what cannot be names the entries", () => {
  const two = names("numpy", "six");
  expect(() => recipeLayers(two, "heavy", { heavy: ["numpy"] }, 1)).toThrow(
    'layers = "heavy" makes 2 layers of packages, and 1 are left for packages',
  );
  expect(() => recipeLayers(two, "heavy", { heavy: ["("] }, 9)).toThrow('heavy "(" is not a regular expression');
  const groups = [
    { pattern: "num*", group: "a" },
    { pattern: "numpy", group: "b" },
  ];
  expect(() => recipeLayers(two, "groups", { groups }, 9)).toThrow(
    'numpy belongs to two groups: group "a" (pattern num*) and group "b" (pattern numpy)',
  );
});
