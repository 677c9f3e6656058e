import type { LayerLock } from "../../src/plan/layer-lock";
import { makeLayerLock } from "../../src/plan/make-layer-lock";
import { type PlanPackage, plan } from "../../src/plan/plan";

const pack = (name: string, bytes: number): PlanPackage => ({ id: name, name, version: "1", bytes, mergeable: true });
const packages = Array.from({ length: 12 }, (_, i) => pack(`package-${String(i).padStart(2, "0")}`, 1000 + 10 * i));
const lockOf = (all: readonly PlanPackage[], layers: number, previous?: LayerLock) =>
  makeLayerLock(plan(all, { layers }), all, layers, previous);

test("an update keeps the names of layers, so that the diff shows what moved", () => {
  const before = lockOf(packages, 4);
  const after = lockOf([pack("aaa-new", 1005), ...packages], 4, before);
  const moved = packages.filter(({ id }) => before.packages[id]!.layer !== after.packages[id]!.layer);
  expect(moved).toEqual([]);
  expect(Object.values(before.packages).map(({ layer }) => layer)).toContain(after.packages["aaa-new"]!.layer);
});

test("two bundles never get one name", () => {
  const previous: LayerLock = {
    schema: 1,
    layers: 4,
    packages: Object.fromEntries(packages.map(({ id, bytes }) => [id, { layer: "bundle package-00", bytes }])),
  };
  const lock = lockOf(packages, 4, previous);
  expect(new Set(Object.values(lock.packages).map(({ layer }) => layer)).size).toBe(4);
});
