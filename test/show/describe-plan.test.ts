import { describePlan, planTotals } from "../../src/show/describe-plan";
import { exampleLayer, examplePackage, examplePlan } from "../plan/example-plan";

const planFile = examplePlan(
  [
    exampleLayer("base", [], 5_000_000),
    exampleLayer("package", ["numpy"], 2_000_000),
    exampleLayer("bundle", ["attrs", "requests"], 40_000),
    exampleLayer("application", ["application"], 1000),
  ],
  [
    examplePackage("attrs", 2, 40_000, 160_000),
    examplePackage("numpy", 1, 8_000_000, 8_000_000),
    examplePackage("requests", 2, 40_000, 160_000),
  ],
);

test("shows a line for each layer, and the totals of the image", () => {
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

test.each([120, 80, 60, 48])("fits %d columns", (columns) => {
  const lines = describePlan(planFile, { columns, colour: false }).split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  expect(lines.find((line) => line.startsWith("2  package"))).toContain("numpy 1.0");
});

test("adds up sizes and average upgrades", () => {
  expect(planTotals(planFile)).toEqual({
    compressed: 7_041_000,
    unpacked: 8_324_000,
    application: 1000,
    meanUpgrade: { compressed: 2_080_000 / 3, unpacked: 8_320_000 / 3 },
  });
  expect(planTotals({ ...planFile, packages: [] }).meanUpgrade).toBeUndefined();
});
