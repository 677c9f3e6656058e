import {
  formatLayerLock,
  type LayerLock,
  lockComplaint,
  lockCost,
  makeLayerLock,
  parseLayerLock,
} from "../../src/plan/layer-lock";
import { type PlanPackage, plan } from "../../src/plan/plan";

const pack = (name: string, bytes: number): PlanPackage => ({ id: name, name, version: "1", bytes, mergeable: true });
const packages = Array.from({ length: 12 }, (_, i) => pack(`package-${String(i).padStart(2, "0")}`, 1000 + 10 * i));
const lockOf = (all: readonly PlanPackage[], layers: number, previous?: LayerLock) =>
  makeLayerLock(plan(all, { layers }), all, layers, previous);

test("comes back as it went, sorted, a line a package", () => {
  const lock = lockOf([...packages, pack("big", 10 ** 6)], 5);
  const text = formatLayerLock(lock);
  expect(parseLayerLock(text, "lock")).toEqual(lock);
  expect(text.split("\n").slice(0, 5)).toEqual([
    "{",
    '  "schema": 1,',
    '  "layers": 5,',
    '  "packages": {',
    '    "big": {"layer":"big","bytes":1000000},',
  ]);
  expect(text.split("\n")).toHaveLength(13 + 7);
  const names = [...text.matchAll(/^ {4}"([^"]+)"/gm)].map(([, name]) => name);
  expect(names).toEqual([...names].sort());
});

test("a lock of nothing", () => {
  expect(parseLayerLock(formatLayerLock(lockOf([], 0)), "lock")).toEqual({ schema: 1, layers: 1, packages: {} });
});

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

test.each([
  ["no", "the layer lock is no JSON"],
  ['{"schema":2,"layers":1,"packages":{}}', "at schema"],
  ['{"schema":1,"layers":0,"packages":{}}', "at layers"],
  ['{"schema":1,"layers":1,"packages":{"a":{"layer":"a","bytes":-1}}}', "at packages.a.bytes"],
])("refuses %s", (text, message) => {
  expect(() => parseLayerLock(text, "lock")).toThrow(message);
});

test("the complaint says what it costs, what is gained, what to run", () => {
  const one: LayerLock = {
    schema: 1,
    layers: 4,
    packages: Object.fromEntries(packages.map(({ id, bytes }) => [id, { layer: "bundle all", bytes }])),
  };
  const cost = lockCost(plan(packages, { layers: 4, lock: one }), plan(packages, { layers: 4 }));
  expect(cost.factor).toBeGreaterThan(2);
  expect(lockComplaint(cost, cost.factor, "run this")).toBeUndefined();
  expect(
    lockComplaint({ locked: 2_000_000, fresh: 1_500_000, factor: 4 / 3 }, 1.25, "bazel run //:app_layers.lock"),
  ).toBe(
    [
      "The layer lock costs 1.33 times a fresh plan; 1.25 is allowed.",
      "  now:          upgrading one package pushes 2.00 MB in the mean (uncompressed)",
      "  with update:  1.50 MB, 500 kB less",
      "  to update, once pushing again what moves, run: bazel run //:app_layers.lock",
    ].join("\n"),
  );
});

test("nothing to push costs nothing", () => {
  const nothing = plan([], { layers: 1 });
  expect(lockCost(nothing, nothing).factor).toBe(1);
});
