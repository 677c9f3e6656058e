// Parts of a plan file made by hand, for tests of what reads one.

import type { PlanFile } from "../../src/plan/plan-file";

/** A layer of packages that each have four times its compressed size. */
export function exampleLayer(
  kind: PlanFile["layers"][number]["kind"],
  names: readonly string[],
  size: number,
): PlanFile["layers"][number] {
  return {
    kind,
    packages: names.map((name) => ({ name, version: "1.0", bytes: 4 * size })),
    digest: `sha256:${String(size).padStart(64, "0")}`,
    diffId: `sha256:${"0".repeat(64)}`,
    size,
    mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
    why: `because of ${kind}`,
  };
}

/** A package in the layer at an index. */
export function examplePackage(
  name: string,
  layer: number,
  bytes: number,
  expectedUpgradeBytes: number,
): PlanFile["packages"][number] {
  return {
    id: name,
    name,
    version: "1.0",
    bytes,
    mergeable: true,
    layer,
    why: `the reason of ${name}`,
    expectedUpgradeBytes,
  };
}

export function examplePlan(layers: PlanFile["layers"], packages: PlanFile["packages"]): PlanFile {
  return { schema: 1, maxLayers: 10, layersForPackages: 8, layers, packages, findings: [] };
}
