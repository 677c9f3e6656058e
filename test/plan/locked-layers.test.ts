import fc from "fast-check";
import { joinCost } from "../../src/plan/locked-layers";
import { makeLayerLock } from "../../src/plan/make-layer-lock";
import { type Plan, type PlanPackage, plan } from "../../src/plan/plan";

const pack = (name: string, bytes: number, mergeable = true): PlanPackage => ({
  id: name,
  name,
  version: "1",
  bytes,
  mergeable,
});
const sets = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-e][a-z]{0,3}$/), fc.oneof(fc.nat(100), fc.nat(10 ** 8))), {
  selector: ([name]) => name,
  minLength: 1,
  maxLength: 80,
});
const toPackages = (pairs: readonly (readonly [string, number])[]) => pairs.map(([name, bytes]) => pack(name, bytes));
const companions = ({ layers }: Plan, id: string, among: ReadonlySet<string>) =>
  layers.find(({ packages }) => packages.includes(id))!.packages.filter((other) => among.has(other));

test("the cap holds, each package is somewhere once, and what the lock knows stays together", () => {
  fc.assert(
    fc.property(sets, sets, fc.integer({ min: 1, max: 40 }), (before, after, layers) => {
      const old = toPackages(before);
      const first = plan(old, { layers });
      const lock = makeLayerLock(first, old, layers);
      const now = toPackages(after);
      const second = plan(now, { layers, lock });
      expect(second.layers.length).toBeLessThanOrEqual(layers);
      expect(second.layers.flatMap(({ packages }) => packages).sort()).toEqual(now.map(({ id }) => id).sort());
      const both = new Set(now.map(({ id }) => id).filter((id) => first.packages.has(id)));
      for (const id of both) {
        expect(companions(second, id, both)).toEqual(companions(first, id, both));
      }
      expect(plan([...now].reverse(), { layers, lock })).toEqual(second);
    }),
  );
});

test("sizes that change move nothing", () => {
  const old = Array.from({ length: 40 }, (_, i) => pack(`p${i}`, 1000 * i));
  const first = plan(old, { layers: 9 });
  const grown = old.map((one, i) => ({ ...one, bytes: i % 3 === 0 ? one.bytes * 50 : 1 }));
  const second = plan(grown, { layers: 9, lock: makeLayerLock(first, old, 9) });
  const sets = ({ layers }: Plan) => layers.map(({ packages }) => packages.join()).sort();
  expect(sets(second)).toEqual(sets(first));
});

test("a lower cap joins layers and says so", () => {
  const old = Array.from({ length: 20 }, (_, i) => pack(`p${i}`, 1000 + i));
  const lock = makeLayerLock(plan(old, { layers: 8 }), old, 8);
  const { layers } = plan(old, { layers: 5, lock });
  expect(layers).toHaveLength(5);
  expect(layers.some(({ why }) => why.includes("to keep to the cap"))).toBe(true);
  expect(plan(old, { layers: 100, lock }).layers).toHaveLength(8);
});

test("what must be alone leaves its bundle", () => {
  const old = Array.from({ length: 20 }, (_, i) => pack(`p${i}`, 1000 + i));
  const lock = makeLayerLock(plan(old, { layers: 5 }), old, 5);
  const now = old.map((one) => (one.id === "p7" ? { ...one, mergeable: false } : one));
  const { layers } = plan(now, { layers: 5, lock });
  expect(layers).toHaveLength(5);
  expect(layers.map(({ packages }) => packages)).toContainEqual(["p7"]);
});

test("a lock made for too few layers is the thing to update", () => {
  const old = [pack("a", 1), pack("b", 1)];
  const lock = makeLayerLock(plan(old, { layers: 1 }), old, 1);
  const now = old.map((one) => ({ ...one, mergeable: false }));
  expect(() => plan(now, { layers: 10, lock })).toThrow("the packages need 2 layers, and 1 are left");
});

test("a new heavy package gets a layer that became free, a new small one a bundle", () => {
  const old = [pack("big", 10 ** 6), ...Array.from({ length: 20 }, (_, i) => pack(`p${i}`, 1000 + i))];
  const lock = makeLayerLock(plan(old, { layers: 5 }), old, 5);
  const now = [...old.slice(1), pack("huge", 10 ** 7), pack("small", 900)];
  const second = plan(now, { layers: 5, lock });
  expect(second.layers[0]).toMatchObject({ packages: ["huge"], why: "new since the layer lock" });
  expect(second.layers[second.packages.get("small")!.layer]!.kind).toBe("bundle");
});

test("joining layers costs what an upgrade then pushes beside its package, in the mean", () => {
  // Two packages of 6 alone waste nothing; together each upgrade pushes 6 more.
  expect(joinCost({ bytes: 6, members: 1 }, { bytes: 6, members: 1 })).toBe(6);
  // 12 in two packages waste 6, with 6 more in three 12.
  expect(joinCost({ bytes: 12, members: 2 }, { bytes: 6, members: 1 })).toBe(6);
  expect(joinCost({ bytes: 6, members: 1 }, { bytes: 12, members: 2 })).toBe(6);
  expect(joinCost({ bytes: 0, members: 0 }, { bytes: 6, members: 1 })).toBe(0);
  expect(joinCost({ bytes: 0, members: 0 }, { bytes: 0, members: 0 })).toBe(0);
});
