import type { PlanFile } from "../../src/plan/plan-file";
import { describePlan, planTotals } from "../../src/show/describe-plan";

const layer = (kind: PlanFile["layers"][number]["kind"], names: readonly string[], size: number) => ({
  kind,
  packages: names.map((name) => ({ name, version: "1.0", bytes: 4 * size })),
  digest: `sha256:${String(size).padStart(64, "0")}`,
  diffId: `sha256:${"0".repeat(64)}`,
  size,
  mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
  why: `because of ${kind}`,
});
const entry = (name: string, index: number, bytes: number, upgrade: number) => ({
  id: name,
  name,
  version: "1.0",
  bytes,
  mergeable: true,
  layer: index,
  why: `the reason of ${name}`,
  expectedUpgradeBytes: upgrade,
});
const planFile: PlanFile = {
  schema: 1,
  maxLayers: 10,
  layersForPackages: 8,
  layers: [
    layer("base", [], 5_000_000),
    layer("package", ["numpy"], 2_000_000),
    layer("bundle", ["attrs", "requests"], 40_000),
    layer("application", ["application"], 1000),
  ],
  packages: [
    entry("attrs", 2, 40_000, 160_000),
    entry("numpy", 1, 8_000_000, 8_000_000),
    entry("requests", 2, 40_000, 160_000),
  ],
  findings: [],
};

test("a line for each layer, and what the image comes to", () => {
  expect(describePlan(planFile).split("\n")).toEqual([
    "#  layer        compressed  unpacked  holds                        why",
    "1  base            5.00 MB                                         because of base",
    "2  package         2.00 MB   8.00 MB  numpy 1.0                    because of package",
    "3  bundle          40.0 kB    320 kB  2 packages: attrs, requests  because of bundle",
    "4  application     1.00 kB   4.00 kB  application 1.0              because of application",
    "",
    "4 of at most 10 layers, 7.04 MB compressed",
    "3 packages; without the base 8.32 MB unpacked",
    "a changed line pushes 1.00 kB",
    "upgrading one package pushes 693 kB on average (2.77 MB uncompressed); --explain NAME shows one",
  ]);
});

test.each([120, 80, 60, 48])("%d columns are enough", (columns) => {
  const lines = describePlan(planFile, { columns, colour: false }).split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  expect(lines.find((line) => line.startsWith("2  package"))).toContain("numpy 1.0");
});

test("the sums", () => {
  expect(planTotals(planFile)).toEqual({
    compressed: 7_041_000,
    unpacked: 8_324_000,
    application: 1000,
    meanUpgrade: { compressed: 2_080_000 / 3, unpacked: 8_320_000 / 3 },
  });
  expect(planTotals({ ...planFile, packages: [] }).meanUpgrade).toBeUndefined();
});
