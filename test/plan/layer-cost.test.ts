import { chanceOfAnyChange, layerCostBytes } from "../../src/plan/layer-cost";
import { type Plan, type PlanPackage, plan } from "../../src/plan/plan";
import { classWeight, sizeClass, split } from "../../src/plan/split";

const pack = (name: string, bytes: number): PlanPackage => ({ id: name, name, version: "1", bytes, mergeable: true });
const sizes = ({ layers }: Plan) => layers.map(({ packages }) => packages.length);

test.each([
  [0, 0],
  [1, 0.2],
  [2, 0.36],
  [3, 0.488],
])("of %d packages one changes with a chance of %f", (count, chance) => {
  expect(chanceOfAnyChange(count)).toBeCloseTo(chance, 12);
});

test("of many packages one is sure to change", () => {
  expect(chanceOfAnyChange(10_000)).toBe(1);
});

// 44 packages and 16.6 MB compressed, some 50 MB unpacked, with sizes as applications have them: each 0.8 of the one before.
const application = Array.from({ length: 44 }, (_, i) => pack(`package-${i}`, Math.round(10_000_000 * 0.8 ** i)));

test("an application of 44 packages and 50 MB has about a dozen layers", () => {
  const { layers } = plan(application, { layers: 120 });
  expect(layers.length).toBeGreaterThanOrEqual(9);
  expect(layers.length).toBeLessThanOrEqual(15);
});

test("small packages share one layer, heavy ones keep theirs", () => {
  const small = Array.from({ length: 30 }, (_, i) => pack(`small-${i}`, 1000 + i));
  const heavy = Array.from({ length: 5 }, (_, i) => pack(`heavy-${i}`, 50_000_000 + i));
  expect(sizes(plan([...small, ...heavy], { layers: 120 }))).toEqual([1, 1, 1, 1, 1, 30]);
});

test("no other number of layers costs less", () => {
  const cost = (count: number) =>
    split(application, { count }).reduce((sum, { items }) => {
      const weight = items.reduce((bytes, item) => bytes + Number(classWeight(sizeClass(item.bytes))), 0);
      return sum + layerCostBytes + weight * chanceOfAnyChange(items.length);
    }, 0);
  const costs = application.map((_, index) => cost(index + 1));
  const { layers } = plan(application, { layers: 120 });
  expect(costs.indexOf(Math.min(...costs))).toBe(layers.length - 1);
});

test("a cost that is given is taken instead", () => {
  expect(plan(application, { layers: 120, layerCost: 0 }).layers).toHaveLength(44);
  expect(plan(application, { layers: 120, layerCost: 10 ** 9 }).layers).toHaveLength(1);
});
