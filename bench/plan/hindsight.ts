// A fixed division made with the application's whole history at hand. It is good, and no bound: a plan that divides each
// revision by itself may push less.

import { leastCut } from "../../src/plan/layers-by-change-rate";
import type { HistoryPackage } from "./histories";
import type { Strategy } from "./replay";

/**
 * Every name that the history ever holds gets its layer once. Names in order of bytes per change are cut where the sum over
 * layers of bytes times changes is least (src/plan/layers-by-change-rate.ts says why that is the best of all divisions).
 */
export const hindsight: Strategy = {
  name: "hindsight",
  description: "one fixed division made in hindsight, from the application's own changes (not a bound)",
  begin({ revisions }, layers) {
    const seen = new Map<string, { bytes: number; revisions: number; changes: number }>();
    let before = new Map<string, number>();
    revisions.forEach(({ packages }, index) => {
      const now = new Map<string, number>();
      for (const { name, key, bytes } of packages) {
        const sums = seen.get(name) ?? { bytes: 0, revisions: 0, changes: 0 };
        sums.bytes += bytes;
        sums.revisions += 1;
        sums.changes += index > 0 && before.get(name) !== key ? 1 : 0;
        seen.set(name, sums);
        now.set(name, key);
      }
      before = now;
    });
    // A package that is there for a part of the time counts for that part.
    const items = [...seen]
      .map(([name, sums]) => ({ name, bytes: sums.bytes / revisions.length, rate: sums.changes + 0.01 }))
      .sort((a, b) => b.bytes / b.rate - a.bytes / a.rate || (a.name < b.name ? -1 : 1));
    const layerOf = new Map<string, number>();
    leastCut(items, layers).forEach(([start, end], layer) => {
      for (const { name } of items.slice(start, end)) {
        layerOf.set(name, layer);
      }
    });
    return ({ packages }) => {
      const divided: HistoryPackage[][] = Array.from({ length: layers }, () => []);
      for (const one of packages) {
        divided[layerOf.get(one.name)!]!.push(one);
      }
      return divided.filter((layer) => layer.length > 0);
    };
  },
};
