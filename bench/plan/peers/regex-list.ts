// A list of regular expressions written by hand, one layer each, and a layer for the rest: how users of rules_oci split
// site-packages. The expressions are those of the issue trackers' recurring example: torch, nvidia, xgboost, jax, scipy, numpy.

import type { HistoryPackage } from "../histories";
import { stateless } from "../replay";

const expressions = [/torch/, /nvidia/, /xgboost/, /jax/, /scipy/, /numpy/];

export const regexList = stateless(
  "regex_list",
  "the hand-written regex list (torch, nvidia, xgboost, jax, scipy, numpy), ≤ 7 layers",
  (packages) => {
    const layers: HistoryPackage[][] = Array.from({ length: expressions.length + 1 }, () => []);
    for (const one of packages) {
      const found = expressions.findIndex((expression) => expression.test(one.name));
      layers[found === -1 ? expressions.length : found]!.push(one);
    }
    return layers.filter((layer) => layer.length > 0);
  },
);
