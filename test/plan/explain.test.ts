import { explainPackage } from "../../src/plan/explain";
import { exampleLayer, examplePackage, examplePlan } from "./example-plan";

const bundled = Array.from({ length: 15 }, (_, i) => `small-${i}`);
const planFile = examplePlan(
  [
    exampleLayer("base", [], 5_000_000),
    exampleLayer("package", ["numpy"], 2_000_000),
    exampleLayer("bundle", ["requests", ...bundled], 40_000),
    exampleLayer("application", ["application"], 1000),
  ],
  [examplePackage("numpy", 1, 8_000_000, 8_000_000), examplePackage("requests", 2, 40_000, 160_000)],
);

test("explains a package in a bundle", () => {
  expect(explainPackage(planFile, "Requests").split("\n")).toEqual([
    "requests 1.0: 40.0 kB uncompressed",
    `  layer    3 of 4, a bundle of 16 packages, sha256:${"40000".padStart(64, "0")}`,
    "  why      the reason of requests",
    `  beside   ${bundled.slice(0, 12).join(", ")} and 3 more`,
    "  upgrade  pushes its layer: 40.0 kB compressed, 160 kB uncompressed, of which it is 25 %",
    "           Docker's classic store pulls again what lies above, too: 41.0 kB compressed in all",
  ]);
});

test("explains a package alone", () => {
  const text = explainPackage(planFile, "numpy");
  expect(text).toContain("2 of 4, its own, sha256:");
  expect(text).not.toContain("beside");
  expect(text).toContain("pushes its layer: 2.00 MB compressed, 8.00 MB uncompressed\n");
});

test("suggests the nearest names for an unknown one", () => {
  expect(() => explainPackage(planFile, "request")).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ remedy: "did you mean requests?" }) }),
  );
  expect(() => explainPackage(planFile, "zzz")).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ remedy: "did you mean numpy or requests?" }) }),
  );
});
