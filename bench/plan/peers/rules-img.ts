// rules_img's `layer_budget`: the two lightest groups become one until the budget is kept.
//
// From bazel-contrib/rules_runfiles_group, runfiles_group/private/lib.bzl (`merge_to_limit`, at dfe1248), which rules_img
// 0.3.19 calls in img/private/layer_from_binary.bzl without weights of its own: a group that brings no weight has 0. Pairs are
// chosen by weight, then name; the merged group keeps the heavier's (on a tie the later) name and has the sum of both weights.

import type { HistoryPackage } from "../histories";
import { type Division, stateless } from "../replay";

export function mergeToLimit(
  packages: readonly HistoryPackage[],
  layers: number,
  weight: (one: HistoryPackage) => number,
): Division {
  const groups = packages.map((one) => ({ name: one.name, weight: weight(one), packages: [one] }));
  const order = (a: (typeof groups)[number], b: (typeof groups)[number]) =>
    a.weight - b.weight || (a.name < b.name ? -1 : 1);
  groups.sort(order);
  while (groups.length > layers) {
    const [lighter, heavier] = groups.splice(0, 2) as [(typeof groups)[number], (typeof groups)[number]];
    const merged = {
      name: heavier.name,
      weight: lighter.weight + heavier.weight,
      packages: [...lighter.packages, ...heavier.packages],
    };
    const at = groups.findIndex((group) => order(merged, group) < 0);
    groups.splice(at === -1 ? groups.length : at, 0, merged);
  }
  return groups.map((group) => group.packages);
}

export const rulesImg = stateless("rules_img", "rules_img's layer budget, its own weights", (packages, layers) =>
  mergeToLimit(packages, layers, () => 0),
);
