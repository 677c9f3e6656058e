import { orderForWins, orderPackages, type Win } from "../../src/image/collision-order";
import type { Plan } from "../../src/plan/plan";

function planOf(layers: readonly (readonly string[])[]): Plan {
  return {
    layers: layers.map((packages) => ({
      kind: packages.length === 1 ? "own" : "bundle",
      packages,
      why: packages.join(),
      bytes: packages.length,
    })),
    packages: new Map(
      layers.flatMap((packages, layer) => packages.map((id) => [id, { layer, why: id, expectedUpgradeBytes: layer }])),
    ),
  };
}

/** Ids by layer, after checking that each package still names its layer. */
function ordered(layers: readonly (readonly string[])[], wins: readonly Win[]): readonly (readonly string[])[] {
  const plan = orderForWins(planOf(layers), wins);
  plan.layers.forEach(({ packages, why }, index) => {
    expect([...packages].sort()).toEqual(why.split(",").sort());
    expect(packages.map((id) => plan.packages.get(id)!.layer)).toEqual(packages.map(() => index));
  });
  return plan.layers.map(({ packages }) => packages);
}

const over = (winner: string, loser: string): Win => ({ winner, loser });

test("without wins a plan stays the same object", () => {
  const plan = planOf([["a"], ["b"]]);
  expect(orderForWins(plan, [])).toBe(plan);
});

test("a layer moves only as far as it must", () => {
  const layers = [["a"], ["b"], ["c"], ["d", "e"]];
  expect(ordered(layers, [over("c", "a")])).toEqual(layers);
  expect(ordered(layers, [over("a", "c")])).toEqual([["b"], ["c"], ["a"], ["d", "e"]]);
  expect(ordered(layers, [over("a", "e"), over("b", "a")])).toEqual([["c"], ["d", "e"], ["a"], ["b"]]);
});

test("orders the packages of a layer too: the winner comes last", () => {
  expect(ordered([["a", "b", "c"]], [over("a", "c")])).toEqual([["b", "c", "a"]]);
  expect(orderPackages(["a", "b"], [over("b", "x"), over("x", "a")])).toEqual(["a", "b"]);
});

test("follows the earlier of two wins that contradict each other", () => {
  const layers = [["a", "z"], ["m"]];
  expect(ordered(layers, [over("m", "a"), over("z", "m")])).toEqual(layers);
  expect(ordered(layers, [over("z", "m"), over("m", "a")])).toEqual([["m"], ["a", "z"]]);
});

test("orders only the packages in each layer when layers stay", () => {
  const layers = [["a"], ["b", "c"]];
  const wins = [over("a", "b"), over("b", "c")];
  expect(orderForWins(planOf(layers), wins, true).layers.map(({ packages }) => packages)).toEqual([["a"], ["c", "b"]]);
});
