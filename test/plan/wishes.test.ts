import { plan } from "../../src/plan/plan";
import { type PlanPackage, type PlanWishes, planUnits } from "../../src/plan/wishes";

const pack = (name: string, bytes = 100, mergeable = true): PlanPackage => ({
  id: name,
  name,
  version: "",
  bytes,
  mergeable,
});
const packages = ["numpy", "scipy", "nvidia-cublas", "nvidia-cudnn", "requests", "urllib3"].map((name) => pack(name));
const layersOf = (wishes: PlanWishes, layers = 3) => plan(packages, { ...wishes, layers }).layers;

describe("heavy", () => {
  test("every package that matches is alone, and the plan says why", () => {
    const layers = layersOf({ heavy: ["^(numpy|scipy)$"] }).filter(({ kind }) => kind === "own");
    expect(layers.map(({ packages }) => packages)).toEqual([["numpy"], ["scipy"]]);
    expect(layers[0]!.why).toBe('heavy "^(numpy|scipy)$" asks for a layer of its own');
  });

  test("an underscore in the expression matches the hyphen of the name", () => {
    expect(layersOf({ heavy: ["nvidia_"] }).filter(({ kind }) => kind === "own")).toHaveLength(2);
  });

  test("an invalid regular expression", () => {
    expect(() => layersOf({ heavy: ["("] })).toThrow('heavy "(" is not a regular expression');
  });

  test("more than the cap holds", () => {
    expect(() => layersOf({ heavy: ["."] })).toThrow(
      'the packages need 6 layers, and 3 are left for packages: 6 must be alone (6 by heavy ".")',
    );
  });
});

describe("together", () => {
  test("one layer, whatever else is in it, and the plan says why", () => {
    for (const layers of [1, 2, 3, 4, 5]) {
      const planned = plan(packages, { together: [["NumPy", "urllib3", "absent"]], layers });
      expect(planned.packages.get("numpy")!.layer).toBe(planned.packages.get("urllib3")!.layer);
      expect(planned.packages.get("numpy")!.why).toMatch(/together \[NumPy, urllib3, absent\]$/);
    }
  });

  test("a list of which one package is here is no bundle", () => {
    expect(planUnits(packages, { together: [["numpy", "absent"]] })).toHaveLength(6);
  });
});

describe("groups", () => {
  test("a layer with exactly what matches", () => {
    const layers = layersOf({ groups: [{ pattern: "NVIDIA_*", group: "cuda" }] });
    expect(layers.find(({ packages }) => packages.includes("nvidia-cudnn"))).toMatchObject({
      packages: ["nvidia-cublas", "nvidia-cudnn"],
      why: 'group "cuda" (pattern NVIDIA_*) is one layer',
    });
  });

  test("two patterns of one group", () => {
    const groups = ["numpy", "sci??"].map((pattern) => ({ pattern, group: "science" }));
    expect(layersOf({ groups }).map(({ packages }) => packages)).toContainEqual(["numpy", "scipy"]);
  });

  test("a pattern is not a regular expression", () => {
    expect(planUnits([pack("a+b"), pack("aab")], { groups: [{ pattern: "a+b", group: "g" }] })).toHaveLength(2);
  });
});

test.each<[string, PlanWishes, string]>([
  [
    "heavy and together",
    { heavy: ["numpy"], together: [["numpy", "scipy"]] },
    'heavy "numpy" wants numpy alone, and together [numpy, scipy] wants it with others',
  ],
  [
    "heavy and group",
    { heavy: ["cudnn"], groups: [{ pattern: "nvidia-*", group: "cuda" }] },
    'heavy "cudnn" wants nvidia-cudnn alone, and group "cuda" (pattern nvidia-*) wants it with others',
  ],
  [
    "two lists",
    {
      together: [
        ["numpy", "scipy"],
        ["scipy", "requests"],
      ],
    },
    "scipy is in two lists: together [numpy, scipy] and together [scipy, requests]",
  ],
  [
    "two groups",
    {
      groups: [
        { pattern: "n*", group: "one" },
        { pattern: "*y", group: "two" },
      ],
    },
    'numpy belongs to two groups: group "one" (pattern n*) and group "two" (pattern *y)',
  ],
  [
    "a list across a group's border",
    { together: [["numpy", "requests"]], groups: [{ pattern: "num*", group: "one" }] },
    'together [numpy, requests] wants numpy and requests in one layer, and group "one" (pattern num*) holds only numpy',
  ],
])("contradiction: %s", (_, wishes, message) => {
  expect(() => layersOf(wishes)).toThrow(message);
});

test("a package above the merge limit cannot be with others", () => {
  expect(() => planUnits([pack("torch", 5, false), pack("numpy")], { together: [["torch", "numpy"]] })).toThrow(
    "torch is at or above the merge limit and so must be a layer of its own, and together [torch, numpy] wants it with others",
  );
});

test("a list inside a group is not a contradiction", () => {
  const wishes = { together: [["numpy", "scipy"]], groups: [{ pattern: "*py", group: "science" }] };
  expect(layersOf(wishes).map(({ packages }) => packages)).toContainEqual(["numpy", "scipy"]);
});

test("damaged input", () => {
  expect(() => planUnits([pack("a"), pack("a")], {})).toThrow("two packages of the image have the same id");
  expect(() => planUnits([pack("a", 1.5)], {})).toThrow("the size of a package is 1.5");
});
