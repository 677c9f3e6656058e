// rpm-ostree's chunking of a commit into layers, without a prior build.
//
// From ostreedev/ostree-rs-ext, lib/src/chunking.rs (`basic_packing`, `get_partitions_with_threshold`) and
// lib/src/statistics.rs, at b885f94: large outliers by median and median absolute deviation a layer each (60 % of the bins at
// most), the smallest in one bin, the others in bins of equal numbers; one bin is kept empty for packages to come. How often a
// package changes is read from the RPM changelog there; wheels have none, so that all are taken to change alike, and nothing is
// of the greatest frequency.

import type { HistoryPackage } from "../histories";
import { type Division, stateless } from "../replay";

const threshold = 2;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const deviation = (values: readonly number[], middle: number) =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length);

/** The middle of sorted values. */
const median = (sorted: readonly number[]) =>
  sorted.length % 2 === 1
    ? sorted[(sorted.length - 1) / 2]!
    : (sorted[sorted.length / 2 - 1]! + sorted[sorted.length / 2]!) / 2;

/** The partitions in the order of their names there: large, small, then the middle ones by size. */
function partition(descending: readonly HistoryPackage[], largeBins: number): HistoryPackage[][] {
  const sizes = descending.map(({ bytes }) => bytes);
  const middle = median(sizes);
  const spread = median(sizes.map((size) => Math.abs(size - middle)).sort((a, b) => a - b));
  const smallLimit = 0.5 * Math.abs(middle - threshold * spread);
  const largeLimit = middle + threshold * spread;
  const outliers = descending.filter(({ bytes }) => bytes >= largeLimit);
  const small = descending.filter(({ bytes }) => bytes < largeLimit && bytes <= smallLimit);
  const rest = [
    ...outliers.slice(largeBins),
    ...descending.filter(({ bytes }) => bytes < largeLimit && bytes > smallLimit),
  ];
  const restSizes = rest.map(({ bytes }) => bytes);
  const restMean = mean(restSizes);
  const restDeviation = deviation(restSizes, restMean);
  const restSmall = 0.5 * Math.abs(restMean - threshold * restDeviation);
  const restLarge = restMean + threshold * restDeviation;
  return [
    outliers.slice(0, largeBins),
    small,
    rest.filter(({ bytes }) => bytes >= restLarge),
    rest.filter(({ bytes }) => bytes < restLarge && bytes <= restSmall),
    rest.filter(({ bytes }) => bytes < restLarge && bytes > restSmall),
  ];
}

export function ostreePacking(packages: readonly HistoryPackage[], bins: number): Division {
  const descending = [...packages].sort((a, b) => b.bytes - a.bytes);
  if (descending.length < bins) {
    return descending.map((one) => [one]);
  }
  const reserved = 1;
  const largeBins = Math.floor(0.6 * (bins - 1 - reserved));
  const middleBins = bins - (largeBins + 1 + reserved);
  const [large, small, ...middle] = partition(descending, largeBins) as [
    HistoryPackage[],
    HistoryPackage[],
    ...HistoryPackage[][],
  ];
  const inBin = Math.floor((descending.length - largeBins - small.length) / middleBins);
  const packed: HistoryPackage[][] = large.map((one) => [one]);
  if (small.length > 0) {
    packed.push(small);
  }
  for (const part of middle) {
    for (let start = 0; start < part.length; start += Math.max(inBin, 1)) {
      packed.push(part.slice(start, start + Math.max(inBin, 1)));
    }
  }
  while (packed.length > bins - reserved) {
    const first = 1 + largeBins;
    const last = first + 2 * Math.floor((packed.length - 2 - first) / 2);
    for (let at = last; at >= first && packed.length > bins - reserved; at -= 2) {
      const merged = [...packed[at - 1]!, ...packed[at]!];
      packed.splice(at - 1, 2);
      packed.splice(at, 0, merged);
    }
  }
  return packed;
}

export const ostreeChunking = stateless("ostree_chunking", "ostree chunking, stateless", ostreePacking);
