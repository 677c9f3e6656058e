import fc from "fast-check";
import { leastCut } from "../../src/plan/layers-by-change-rate";
import { type PlanPackage, plan } from "../../src/plan/plan";

const costOf = (items: readonly { bytes: number; rate: number }[]) =>
  items.reduce((sum, { bytes }) => sum + bytes, 0) * items.reduce((sum, { rate }) => sum + rate, 0);

/** The least cost over all ways to cut the row, by trying each. */
function leastCost(items: readonly { bytes: number; rate: number }[], count: number): number {
  if (items.length === 0) {
    return 0;
  }
  if (count === 1) {
    return costOf(items);
  }
  return Math.min(
    ...items.map((_, end) => costOf(items.slice(0, end + 1)) + leastCost(items.slice(end + 1), count - 1)),
  );
}

test("a run that costs something is made where it saves that", () => {
  const items = [10, 10, 10].map((bytes) => ({ bytes, rate: 1 }));
  // One run of all costs 90, two 50, three 30.
  expect(leastCut(items, 3, 0)).toHaveLength(3);
  expect(leastCut(items, 3, 19)).toHaveLength(3);
  expect(leastCut(items, 3, 21)).toHaveLength(2);
  expect(leastCut(items, 3, 41)).toEqual([[0, 3]]);
});

test("no other cut of the row is cheaper", () => {
  const rows = fc.array(fc.record({ bytes: fc.nat(1000), rate: fc.integer({ min: 1, max: 50 }) }), {
    minLength: 1,
    maxLength: 9,
  });
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 4 }), (items, count) => {
      const runs = leastCut(items, count);
      expect(runs.length).toBeLessThanOrEqual(count);
      expect(runs.flatMap(([start, end]) => items.slice(start, end))).toEqual(items);
      expect(runs.reduce((sum, [start, end]) => sum + costOf(items.slice(start, end)), 0)).toBe(
        leastCost(items, count),
      );
    }),
  );
});

test("what changes often is parted from what never does, whatever the sizes", () => {
  const packages = ["a", "b", "c", "d"].map(
    (name): PlanPackage => ({ id: name, name, version: "", bytes: 1000, mergeable: true }),
  );
  const rates = new Map([
    ["a", 0.5],
    ["b", 0.01],
    ["c", 0.5],
    ["d", 0.01],
  ]);
  const { layers } = plan(packages, { layerCost: 0, layers: 2, rates });
  expect(layers.map(({ packages }) => packages)).toEqual([
    ["a", "c"],
    ["b", "d"],
  ]);
  expect(layers[0]!.why).toBe("of like bytes per change: 1.000 upgrades a revision");
});

test("the cap holds and every package is somewhere once, known to the rates or not", () => {
  const packages = Array.from(
    { length: 300 },
    (_, i): PlanPackage => ({
      id: `p${i}`,
      name: `p${i}`,
      version: "",
      bytes: (i * 7919) % 100_003,
      mergeable: i !== 5,
    }),
  );
  const rates = new Map(packages.filter((_, i) => i % 3 > 0).map(({ name }, i) => [name, (i % 10) / 10]));
  const planned = plan(packages, { layerCost: 0, layers: 20, rates });
  expect(planned.layers).toHaveLength(20);
  expect(planned.packages.size).toBe(300);
  expect(planned.layers.map(({ packages }) => packages)).toContainEqual(["p5"]);
});
