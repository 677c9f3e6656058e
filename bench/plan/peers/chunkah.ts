// chunkah's packing: large outliers a layer each, the others by a hash of the name.
//
// From coreos/chunkah, src/packing.rs (`calculate_packing`, at 4c8abc3): items of at least median + 1.5 median absolute
// deviations alone (80 % of the layers at most), the rest into bins by FNV-1a of the name; empty bins take the largest items of
// full ones. Its stability tiers come from RPM changelogs; wheels have none, so that all are of one tier.

import type { HistoryPackage } from "../histories";
import { type Division, stateless } from "../replay";

const median = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

const hashes = new Map<string, bigint>();

/** 64-bit FNV-1a of a string as Rust's `Hash` feeds it: its bytes, then 0xff. */
export function fnv(name: string): bigint {
  let hash = hashes.get(name);
  if (hash === undefined) {
    hash = 0xcbf29ce484222325n;
    for (const byte of [...Buffer.from(name), 0xff]) {
      hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
    }
    hashes.set(name, hash);
  }
  return hash;
}

function hashIntoBins(packages: readonly HistoryPackage[], count: number): HistoryPackage[][] {
  const bins: HistoryPackage[][] = Array.from({ length: count }, () => []);
  for (const one of packages) {
    bins[Number(fnv(one.name) % BigInt(count))]!.push(one);
  }
  for (const empty of bins.filter((bin) => bin.length === 0).reverse()) {
    let from: HistoryPackage[] | undefined;
    let at = 0;
    for (const bin of bins) {
      bin.forEach((one, index) => {
        if (bin.length > 1 && (from === undefined || one.bytes >= from[at]!.bytes)) {
          [from, at] = [bin, index];
        }
      });
    }
    if (from === undefined) {
      break;
    }
    empty.push(from[at]!);
    from[at] = from.at(-1)!;
    from.pop();
  }
  return bins.filter((bin) => bin.length > 0);
}

export function chunkahPacking(packages: readonly HistoryPackage[], layers: number): Division {
  if (packages.length <= layers) {
    return packages.map((one) => [one]);
  }
  const sizes = packages.map(({ bytes }) => bytes);
  const middle = median(sizes);
  const spread = median(sizes.map((size) => Math.abs(size - middle)));
  const limit = middle + 1.5 * (spread < middle * 0.01 ? middle : spread);
  const large = packages.filter(({ bytes }) => bytes >= limit);
  const others = packages.filter(({ bytes }) => bytes < limit);
  const allowed = Math.floor((layers - (others.length === 0 ? 0 : 1)) * 0.8);
  if (allowed < large.length) {
    large.sort((a, b) => b.bytes - a.bytes);
    others.push(...large.splice(allowed));
  }
  const bins = layers - large.length;
  return [
    ...large.map((one) => [one]),
    ...(others.length <= bins ? others.map((one) => [one]) : hashIntoBins(others, bins)),
  ];
}

export const chunkah = stateless("chunkah", "chunkah", chunkahPacking);
