import { formatLayerLock, parseLayerLock } from "../../src/plan/layer-lock";
import { makeLayerLock } from "../../src/plan/make-layer-lock";
import { type PlanPackage, plan } from "../../src/plan/plan";

const pack = (name: string, bytes: number): PlanPackage => ({ id: name, name, version: "1", bytes, mergeable: true });
const packages = Array.from({ length: 12 }, (_, i) => pack(`package-${String(i).padStart(2, "0")}`, 1000 + 10 * i));
const lockOf = (all: readonly PlanPackage[], layers: number) => makeLayerLock(plan(all, { layers }), all, layers);

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

test.each([
  ["no", "the layer lock is no JSON"],
  ['{"schema":2,"layers":1,"packages":{}}', "at schema"],
  ['{"schema":1,"layers":0,"packages":{}}', "at layers"],
  ['{"schema":1,"layers":1,"packages":{"a":{"layer":"a","bytes":-1}}}', "at packages.a.bytes"],
])("refuses %s", (text, message) => {
  expect(() => parseLayerLock(text, "lock")).toThrow(message);
});
