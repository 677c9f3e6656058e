// Plans with known change rates: the best division into runs of the packages in order of bytes per rate.

import { layerCostBytes } from "./layer-cost";
import { compareText } from "./split";
import type { LayerDraft, PlanUnit } from "./wishes";

/** A package's chance to change from one revision to the next, between 0 and 1. */
export type ChangeRates = ReadonlyMap<string, number>;

/** Rates are kept as whole multiples of one part of this, so that equal input gives equal layers on every machine. */
const ratePrecision = 1_000_000;

/**
 * Divides units into at most `layers` layers so that the sum over the layers of what one costs (layer-cost.ts) and of bytes
 * times summed rates is least.
 *
 * An optimal division puts units that are consecutive in the order of bytes / rate together (Chakravarty, Orlin and
 * Rothblum 1982), so the best cut of that order is the best of all. Units that must be alone are alone. A package that
 * the rates do not know counts with their mean. Meant for the lock: from one revision to the next these borders move.
 *
 * @param units ordered by name, then id; those that must be alone leave a layer for the rest
 */
export function layersByChangeRate(
  units: readonly PlanUnit[],
  layers: number,
  rates: ChangeRates,
  layerCost = layerCostBytes,
): LayerDraft[] {
  const alone = units.filter((unit) => unit.alone !== undefined);
  const free = units.filter((unit) => unit.alone === undefined);
  const mean = [...rates.values()].reduce((sum, rate) => sum + rate, 0) / Math.max(rates.size, 1);
  const rated = free.map((unit) => {
    const rate = unit.packages.reduce((sum, { name }) => sum + (rates.get(name) ?? mean), 0);
    return { unit, rate: Math.max(1, Math.round(rate * ratePrecision)) };
  });
  rated.sort((a, b) => {
    const difference = BigInt(b.unit.bytes) * BigInt(a.rate) - BigInt(a.unit.bytes) * BigInt(b.rate);
    return difference > 0n ? 1 : difference < 0n ? -1 : compareText(a.unit.id, b.unit.id);
  });
  const runs = leastCut(
    rated.map(({ unit, rate }) => ({ bytes: unit.bytes, rate })),
    layers - alone.length,
    layerCost * ratePrecision,
  );
  return [
    ...alone.map((unit) => ({ units: [unit], why: unit.alone! })),
    ...runs.map(([start, end]) => {
      const members = rated.slice(start, end);
      const upgrades = members.reduce((sum, { rate }) => sum + rate, 0) / ratePrecision;
      return {
        units: members.map(({ unit }) => unit),
        why: `of like bytes per change: ${upgrades.toFixed(3)} upgrades a revision`,
      };
    }),
  ];
}

/**
 * Cuts a row into at most `count` runs [start, end) of the least sum of bytes * rate + runCost over the runs.
 *
 * The cost obeys the quadrangle inequality, so the best last cut does not move left as the row grows, and divide and
 * conquer finds a row of the table in n log n steps.
 */
export function leastCut(
  items: readonly { bytes: number; rate: number }[],
  count: number,
  runCost = 0,
): [number, number][] {
  const size = items.length;
  if (size <= count && runCost === 0) {
    return items.map((_, index) => [index, index + 1]);
  }
  const bytes = [0];
  const rates = [0];
  for (const item of items) {
    bytes.push(bytes.at(-1)! + item.bytes);
    rates.push(rates.at(-1)! + item.rate);
  }
  const push = (start: number, end: number) => (bytes[end]! - bytes[start]!) * (rates[end]! - rates[start]!);
  let least = Array.from({ length: size + 1 }, (_, end) => push(0, end));
  const cuts: Int32Array[] = [new Int32Array(size + 1)];
  let best = { runs: 1, cost: least[size]! + runCost };
  for (let run = 1; run < Math.min(count, size); run++) {
    const next = new Array<number>(size + 1).fill(0);
    const cut = new Int32Array(size + 1);
    const fill = (low: number, high: number, from: number, to: number): void => {
      if (low > high) {
        return;
      }
      const end = (low + high) >> 1;
      let shortest = Number.POSITIVE_INFINITY;
      let at = from;
      for (let start = from; start <= Math.min(end, to); start++) {
        const total = least[start]! + push(start, end);
        if (total < shortest) {
          shortest = total;
          at = start;
        }
      }
      next[end] = shortest;
      cut[end] = at;
      fill(low, end - 1, from, at);
      fill(end + 1, high, at, to);
    };
    fill(0, size, 0, size);
    least = next;
    cuts.push(cut);
    const cost = least[size]! + (run + 1) * runCost;
    if (cost < best.cost) {
      best = { runs: run + 1, cost };
    }
  }
  const runs: [number, number][] = [];
  let end = size;
  for (let run = best.runs - 1; run >= 0 && end > 0; run--) {
    const start = cuts[run]![end]!;
    if (start < end) {
      runs.push([start, end]);
    }
    end = start;
  }
  return runs.reverse();
}
