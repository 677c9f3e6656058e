// The N biggest packages a layer each, the others hashed into a quarter of the layers.
//
// The hash is rendezvous hashing (Thaler and Ravishankar, "Using name-based mappings to increase hit rates", IEEE/ACM
// Transactions on Networking 6, 1998): a package goes to the bundle for which the hash of both names is greatest.

import { createHash } from "node:crypto";
import type { HistoryPackage } from "../histories";
import { type Division, stateless } from "../replay";

const choices = new Map<string, number>();

function rendezvous(name: string, bundles: number): number {
  const key = `${name} ${bundles}`;
  let best = choices.get(key);
  if (best === undefined) {
    let greatest = -1n;
    best = 0;
    for (let bundle = 0; bundle < bundles; bundle++) {
      const hash = createHash("sha256").update(`${bundle} ${name}`).digest().readBigUInt64BE();
      if (hash > greatest) {
        [greatest, best] = [hash, bundle];
      }
    }
    choices.set(key, best);
  }
  return best;
}

export function biggestPacking(packages: readonly HistoryPackage[], layers: number): Division {
  if (packages.length <= layers) {
    return packages.map((one) => [one]);
  }
  const bundles = Math.max(1, Math.floor(layers / 4));
  const descending = [...packages].sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
  const shared: HistoryPackage[][] = Array.from({ length: bundles }, () => []);
  for (const one of descending.slice(layers - bundles)) {
    shared[rendezvous(one.name, bundles)]!.push(one);
  }
  return [...descending.slice(0, layers - bundles).map((one) => [one]), ...shared.filter((layer) => layer.length > 0)];
}

export const biggest = stateless("biggest", "biggest + rendezvous hash into cap/4 bundles", biggestPacking);
