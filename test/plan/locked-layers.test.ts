import fc from "fast-check";
import { ActionError } from "../../src/action/action-error";
import type { LayerLock } from "../../src/plan/layer-lock";
import { joinCost } from "../../src/plan/locked-layers";
import { makeLayerLock } from "../../src/plan/make-layer-lock";
import { type Plan, type PlanOptions, type PlanPackage, plan } from "../../src/plan/plan";

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
const contents = ({ layers }: Plan) => layers.map(({ packages }) => packages.join("+"));

/** A lock of layers, each a list of packages; a layer is named by its first. */
const lockOf = (mostLayers: number, ...layers: string[][]): LayerLock => ({
  schema: 2,
  mostLayers,
  layers: layers.map(([first]) => first!),
  packages: Object.fromEntries(layers.flatMap((ids) => ids.map((id) => [id, ids[0]!]))),
});

test("what the lock knows stays together and in order, each package is somewhere once, and names alone give the number", () => {
  fc.assert(
    fc.property(sets, sets, fc.integer({ min: 1, max: 40 }), (before, after, layers) => {
      const first = plan(toPackages(before), { layerCost: 0, layers });
      const lock = makeLayerLock(first, layers);
      const now = toPackages(after);
      const second = plan(now, { layers: layers + 1, lock });
      expect(second.layers.flatMap(({ packages }) => packages).sort()).toEqual(now.map(({ id }) => id).sort());

      const known = (ids: readonly string[]) => ids.filter((id) => first.packages.has(id) && second.packages.has(id));
      const kept = first.layers.map(({ packages }) => known(packages)).filter((ids) => ids.length > 0);
      expect(second.layers.map(({ packages }) => known(packages)).filter((ids) => ids.length > 0)).toEqual(kept);

      const fresh = now.length - kept.flat().length;
      const room = Math.max(lock.mostLayers - kept.length, kept.some((ids) => ids.length > 1) ? 0 : 1);
      expect(second.layers).toHaveLength(kept.length + Math.min(fresh, room));
      // A package that the lock has alone is alone, so that its blob is the layer and is known at analysis.
      kept.forEach((ids, index) => {
        if (ids.length === 1) {
          expect(second.layers[index]!.packages).toEqual(ids);
        }
      });
      expect(plan([...now].reverse(), { layers: layers + 1, lock })).toEqual(second);
    }),
  );
});

test("sizes that change move nothing", () => {
  const old = Array.from({ length: 40 }, (_, i) => pack(`p${i}`, 1000 * i));
  const first = plan(old, { layerCost: 0, layers: 9 });
  const grown = old.map((one, i) => ({ ...one, bytes: i % 3 === 0 ? one.bytes * 50 : 1 }));
  expect(contents(plan(grown, { layers: 9, lock: makeLayerLock(first, 9) }))).toEqual(contents(first));
});

test("the largest new packages have what room the lock has, on top; the others join", () => {
  const lock = lockOf(4, ["click"], ["a", "b"]);
  const packages = [
    ["click", 9],
    ["a", 5],
    ["b", 5],
    ["small", 1],
    ["huge", 1000],
    ["large", 100],
  ] as const;
  const second = plan(toPackages(packages), { layers: 10, lock });
  expect(contents(second)).toEqual(["click", "a+b+small", "huge", "large"]);
  expect(second.layers[2]!.why).toBe("new since the layer lock");
});

test("what must be alone comes before what is larger", () => {
  const lock = lockOf(3, ["click"], ["a", "b"]);
  const packages = [
    ...toPackages([
      ["click", 9],
      ["a", 5],
      ["b", 5],
      ["large", 100],
    ]),
    pack("wheel", 50, false),
  ];
  expect(contents(plan(packages, { layers: 10, lock }))).toEqual(["click", "a+b+large", "wheel"]);
});

test("where no layer of several packages is left, new ones make one", () => {
  const lock = lockOf(2, ["a"], ["b"]);
  const packages = toPackages([
    ["a", 1],
    ["b", 1],
    ["c", 1],
    ["d", 1],
  ]);
  expect(contents(plan(packages, { layers: 3, lock }))).toEqual(["a", "b", "c+d"]);
});

test("a layer that is empty makes room for what is new", () => {
  const lock = lockOf(3, ["gone"], ["click"], ["a", "b"]);
  expect(
    contents(
      plan(
        toPackages([
          ["click", 9],
          ["a", 5],
          ["b", 5],
          ["c", 1],
        ]),
        { layers: 3, lock },
      ),
    ),
  ).toEqual(["click", "a+b", "c"]);
});

/** What a user sees of a plan that cannot be. */
function failure(packages: readonly PlanPackage[], options: PlanOptions): string {
  try {
    plan(packages, { updateCommand: "bazel run //:app.lock", ...options });
  } catch (error) {
    expect(error).toBeInstanceOf(ActionError);
    return `${(error as ActionError).message}; ${(error as ActionError).details.remedy}`;
  }
  throw new Error("the plan was made");
}

test.each<[string, readonly PlanPackage[], PlanOptions, RegExp]>([
  [
    "too few layers",
    toPackages([
      ["a", 1],
      ["b", 1],
      ["c", 1],
    ]),
    { layers: 2, lock: lockOf(3, ["a"], ["b"], ["c"]) },
    /the layer lock has 3 layers of packages, and 2 are left.*raise max_layers by 1/,
  ],
  [
    "a package that has outgrown its bundle",
    [pack("a", 1), pack("b", 1, false)],
    { layers: 9, lock: lockOf(9, ["a", "b"]) },
    /^b: its blob is at or above the merge limit.*the lock has the package in a layer with others/,
  ],
  [
    "a new package above the merge limit without room",
    [pack("a", 1), pack("b", 1), pack("new", 1, false)],
    { layers: 9, lock: lockOf(1, ["a", "b"]) },
    /^new is new, and the layer lock has no layer for it: its blob is at or above the merge limit/,
  ],
])("%s: the error says what to run", (_, packages, options, message) => {
  expect(failure(packages, options)).toMatch(message);
  expect(failure(packages, options)).toContain("update the layer lock: bazel run //:app.lock");
});

test("joining layers costs what an upgrade then pushes beside its package, on average", () => {
  // Two packages of 6 alone waste nothing; together each upgrade pushes 6 more.
  expect(joinCost({ bytes: 6, members: 1 }, { bytes: 6, members: 1 })).toBe(6);
  // 12 in two packages waste 6, with 6 more in three 12.
  expect(joinCost({ bytes: 12, members: 2 }, { bytes: 6, members: 1 })).toBe(6);
  expect(joinCost({ bytes: 6, members: 1 }, { bytes: 12, members: 2 })).toBe(6);
  expect(joinCost({ bytes: 0, members: 0 }, { bytes: 6, members: 1 })).toBe(0);
  expect(joinCost({ bytes: 0, members: 0 }, { bytes: 0, members: 0 })).toBe(0);
});
