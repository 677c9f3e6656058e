import type { LayerLock } from "../../src/plan/layer-lock";
import { makeLayerLock } from "../../src/plan/make-layer-lock";
import { type PlanPackage, plan } from "../../src/plan/plan";

const pack = (name: string, bytes: number): PlanPackage => ({ id: name, name, version: "1", bytes, mergeable: true });
const packages = Array.from({ length: 12 }, (_, i) => pack(`package-${String(i).padStart(2, "0")}`, 1000 + 10 * i));
const lockOf = (all: readonly PlanPackage[], layers: number, previous?: LayerLock) =>
  makeLayerLock(plan(all, { layerCost: 0, layers }), layers, previous);

test("the layers are those of the plan, in its order", () => {
  const made = plan(packages, { layerCost: 0, layers: 4 });
  const { layers, packages: locked } = makeLayerLock(made, 4);
  expect(layers.map((name) => packages.filter(({ id }) => locked[id] === name).map(({ id }) => id))).toEqual(
    made.layers.map((layer) => layer.packages),
  );
});

test("there is room for new packages, a quarter of the layers and four at least, within what is left", () => {
  const made = plan(packages, { layerCost: 0, layers: 4 });
  expect(makeLayerLock(made, 4).mostLayers).toBe(4);
  expect(makeLayerLock(made, 6).mostLayers).toBe(6);
  expect(makeLayerLock(made, 100).mostLayers).toBe(8);
  const many = Array.from({ length: 40 }, (_, i) => pack(`p${i}`, 2 ** i));
  expect(makeLayerLock(plan(many, { layerCost: 0, layers: 40 }), 100).mostLayers).toBe(50);
});

test("an update keeps the names of layers, so that the diff shows what moved", () => {
  const before = lockOf(packages, 4);
  const after = lockOf([pack("aaa-new", 1005), ...packages], 4, before);
  const moved = packages.filter(({ id }) => before.packages[id] !== after.packages[id]);
  expect(moved).toEqual([]);
  expect(before.layers).toContain(after.packages["aaa-new"]);
});

test("two bundles never get one name", () => {
  const previous: LayerLock = {
    schema: 2,
    mostLayers: 4,
    layers: ["bundle package-00"],
    packages: Object.fromEntries(packages.map(({ id }) => [id, "bundle package-00"])),
  };
  expect(new Set(lockOf(packages, 4, previous).layers).size).toBe(4);
});

test("packages of one name and version are not in it, since analysis cannot tell them apart", () => {
  const twins = ["a", "b"].map((digest) => ({ ...pack(`six@1@sha256:${digest}`, 5), name: "six" }));
  const { layers, packages: locked } = makeLayerLock(
    plan([...twins, pack("big", 10 ** 6)], { layerCost: 0, layers: 3 }),
    3,
  );
  expect(layers).toEqual(["big"]);
  expect(locked).toEqual({ big: "big" });
});
