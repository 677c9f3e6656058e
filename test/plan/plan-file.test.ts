import { plan } from "../../src/plan/plan";
import { formatPlanFile, type PlanFile, parsePlanFile, planFilePackages } from "../../src/plan/plan-file";

const digest = `sha256:${"0".repeat(64)}`;
const blob = { digest, diffId: digest, size: 10, mediaType: "application/vnd.oci.image.layer.v1.tar+gzip" };
const packages = ["b", "a", "c"].map((name, i) => ({ id: name, name, version: "1", bytes: 100 * i, mergeable: true }));
const content = ({ name, version, bytes }: (typeof packages)[number]) => ({ name, version, bytes });

function example(): PlanFile {
  const planned = plan(packages, { layerCost: 0, layers: 2 });
  return {
    schema: 1,
    maxLayers: 4,
    layersForPackages: 2,
    layers: [
      { kind: "base", packages: [], ...blob, why: "layer of the base image" },
      ...planned.layers.map(({ kind, packages: ids, why }) => ({
        kind: kind === "own" ? ("package" as const) : ("bundle" as const),
        packages: ids.map((id) => content(packages.find((one) => one.id === id)!)),
        ...blob,
        why,
      })),
      {
        kind: "application",
        packages: [{ name: "application", version: "", bytes: 5 }],
        ...blob,
        why: "first-party files",
      },
    ],
    packages: planFilePackages(planned, packages, 1),
    findings: [{ id: "unmatched-wish", severity: "warning", message: 'heavy "x" matches no package', remedy: "go" }],
  };
}

test("comes back as it went", () => {
  const text = formatPlanFile(example());
  expect(parsePlanFile(text, "x.plan.json")).toEqual(example());
  expect(formatPlanFile(parsePlanFile(text, "x.plan.json"))).toBe(text);
});

test("has a line for each layer, package and finding, packages sorted", () => {
  const lines = formatPlanFile(example()).split("\n");
  expect(lines.filter((line) => line.startsWith('    {"kind"'))).toHaveLength(4);
  expect(lines.filter((line) => /^ {4}\{"id":"[abc]"/.test(line))).toHaveLength(3);
  expect(lines.filter((line) => line.startsWith('    {"id":"unmatched-wish"'))).toHaveLength(1);
  expect(example().packages.map(({ id, layer, expectedUpgradeBytes }) => [id, layer, expectedUpgradeBytes])).toEqual([
    ["a", 2, 100],
    ["b", 2, 100],
    ["c", 1, 200],
  ]);
});

test("a plan without packages", () => {
  const empty: PlanFile = {
    schema: 1,
    maxLayers: 4,
    layersForPackages: 4,
    layers: [],
    packages: [],
    findings: [],
  };
  expect(parsePlanFile(formatPlanFile(empty), "x")).toEqual(empty);
});

test.each([
  ["{", "the plan is not JSON"],
  [JSON.stringify({ ...example(), schema: 2 }), "valid: schema: is not 1"],
  [JSON.stringify({ ...example(), maxLayers: -1 }), "valid: maxLayers: "],
  [JSON.stringify({ ...example(), surplus: 1 }), "surplus"],
  [
    JSON.stringify({ ...example(), packages: [{ ...example().packages[0]!, layer: 0 }] }),
    "is 0, and that layer does not hold a",
  ],
])("refuses what is no plan: %#", (text, message) => {
  expect(() => parsePlanFile(text, "x.plan.json")).toThrow(message);
});
