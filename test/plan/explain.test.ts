import { explainPackage } from "../../src/plan/explain";
import type { PlanFile } from "../../src/plan/plan-file";

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
const bundled = Array.from({ length: 15 }, (_, i) => `small-${i}`);
const planFile: PlanFile = {
  schema: 1,
  maxLayers: 10,
  layersForPackages: 8,
  layers: [
    layer("base", [], 5_000_000),
    layer("package", ["numpy"], 2_000_000),
    layer("bundle", ["requests", ...bundled], 40_000),
    layer("application", ["application"], 1000),
  ],
  packages: [entry("numpy", 1, 8_000_000, 8_000_000), entry("requests", 2, 40_000, 160_000)],
  findings: [],
};

test("a package in a bundle", () => {
  expect(explainPackage(planFile, "Requests").split("\n")).toEqual([
    "requests 1.0: 40.0 kB uncompressed",
    `  layer    3 of 4, a bundle of 16 packages, sha256:${"40000".padStart(64, "0")}`,
    "  why      the reason of requests",
    `  beside   ${bundled.slice(0, 12).join(", ")} and 3 more`,
    "  upgrade  pushes its layer: 40.0 kB compressed, 160 kB uncompressed, of which it is 25 %",
    "           Docker's classic store pulls again what lies above, too: 41.0 kB compressed in all",
  ]);
});

test("a package alone", () => {
  const text = explainPackage(planFile, "numpy");
  expect(text).toContain("2 of 4, its own, sha256:");
  expect(text).not.toContain("beside");
  expect(text).toContain("pushes its layer: 2.00 MB compressed, 8.00 MB uncompressed\n");
});

test("an unknown name names what is near", () => {
  expect(() => explainPackage(planFile, "request")).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ remedy: "did you mean requests?" }) }),
  );
  expect(() => explainPackage(planFile, "zzz")).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ remedy: "did you mean numpy or requests?" }) }),
  );
});
