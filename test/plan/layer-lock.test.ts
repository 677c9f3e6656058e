import { formatLayerLock, parseLayerLock } from "../../src/plan/layer-lock";
import { makeLayerLock } from "../../src/plan/make-layer-lock";
import { type PlanPackage, plan } from "../../src/plan/plan";

const pack = (name: string, bytes: number): PlanPackage => ({ id: name, name, version: "1", bytes, mergeable: true });
const packages = Array.from({ length: 12 }, (_, i) => pack(`package-${String(i).padStart(2, "0")}`, 1000 + 10 * i));
const lockOf = (all: readonly PlanPackage[], layers: number) =>
  makeLayerLock(plan(all, { layerCost: 0, layers }), layers);

test("comes back as it went, a line for each layer and each package", () => {
  const lock = lockOf([...packages, pack("big", 10 ** 6)], 5);
  const text = formatLayerLock(lock);
  expect(parseLayerLock(text, "lock")).toEqual(lock);
  const lines = text.split("\n");
  expect(lines.slice(0, 5)).toEqual(["{", '  "schema": 2,', '  "mostLayers": 5,', '  "layers": [', '    "big",']);
  expect(lines[11]).toBe('    "big": "big",');
  expect(lines).toHaveLength(4 + 5 + 2 + 13 + 3);
  const names = [...text.matchAll(/^ {4}"([^"]+)":/gm)].map(([, name]) => name);
  expect(names).toEqual([...names].sort());
});

test("a lock of nothing", () => {
  const nothing = { schema: 2, mostLayers: 1, layers: [], packages: {} };
  expect(parseLayerLock(formatLayerLock(lockOf([], 0)), "lock")).toEqual(nothing);
});

test.each([
  ["no", "the layer lock is not JSON"],
  ['{"schema":1,"layers":1,"packages":{}}', "valid: schema: is not 2"],
  ['{"schema":2,"mostLayers":0,"layers":[],"packages":{}}', "valid: mostLayers: "],
  ['{"schema":2,"mostLayers":1,"layers":["a","a"],"packages":{}}', "names a layer twice"],
  ['{"schema":2,"mostLayers":1,"layers":["a"],"packages":{"a":"b"}}', '"b" is not in layers'],
])("refuses %s", (text, message) => {
  expect(() => parseLayerLock(text, "lock")).toThrow(message);
});
