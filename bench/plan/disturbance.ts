// What one package that comes, goes or grows costs beside its own bytes: how much of the image a plan throws about.

import type { History, HistoryPackage } from "./histories";
import { layerBytes, layerKey, type Strategy } from "./replay";

/** Shares of the image's bytes, over all changes that were tried. */
export interface Disturbance {
  readonly mean: number;
  readonly worst: number;
}

/** Every change of one package that is tried: it goes, it grows by a half or threefold, a new one of its size comes. */
function changes(packages: readonly HistoryPackage[]): (readonly HistoryPackage[])[] {
  const next = Math.max(...packages.map(({ key }) => key)) + 1;
  return packages.flatMap((one, index) => {
    const others = packages.filter((other) => other !== one);
    const grown = (factor: number) => {
      const changed = { ...one, bytes: Math.round(one.bytes * factor), version: "grown", key: next };
      return packages.map((other) => (other === one ? changed : other));
    };
    const added = { name: `new-package-${index}`, version: "1", bytes: one.bytes, key: next };
    const sorted = [...packages, added].sort((a, b) => (a.name < b.name ? -1 : 1));
    return [others, grown(1.5), grown(3), sorted];
  });
}

/** Tries all changes of one package on the newest revision of each history. */
export function disturbance(histories: readonly History[], strategy: Strategy, layers: number): Disturbance {
  let sum = 0;
  let count = 0;
  let worst = 0;
  for (const history of histories) {
    const { packages } = history.revisions.at(-1)!;
    const divide = (revision: readonly HistoryPackage[]) =>
      strategy.begin(history, layers)({ packages: revision }, history.revisions.length - 1);
    const known = new Set(divide(packages).map(layerKey));
    const keys = new Set(packages.map(({ key }) => key));
    for (const changed of changes(packages)) {
      const pushed = divide(changed)
        .filter((layer) => !known.has(layerKey(layer)))
        .reduce((bytes, layer) => bytes + layerBytes(layer), 0);
      const own = changed.reduce((bytes, one) => bytes + (keys.has(one.key) ? 0 : one.bytes), 0);
      const share = (pushed - own) / layerBytes(packages);
      sum += share;
      count += 1;
      worst = Math.max(worst, share);
    }
  }
  return { mean: sum / count, worst };
}
