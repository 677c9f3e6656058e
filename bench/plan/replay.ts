// What a plan costs: bytes pushed over a history, as a multiple of the bytes of the packages that changed.

import type { History, HistoryPackage, Revision } from "./histories";

/** A division of a revision's packages into layers. */
export type Division = readonly (readonly HistoryPackage[])[];

/**
 * A way to plan. `begin` is called once a history and cap, and gives the function that divides each revision in turn, so
 * that a strategy may keep what it did before, or look ahead.
 */
export interface Strategy {
  readonly name: string;
  /** For people: what it is and where it was read. */
  readonly description: string;
  begin(history: History, layers: number): (revision: Revision, index: number) => Division;
}

/** A strategy that knows nothing but the revision. */
export function stateless(
  name: string,
  description: string,
  divide: (packages: readonly HistoryPackage[], layers: number) => Division,
): Strategy {
  return {
    name,
    description,
    begin:
      (_, layers) =>
      ({ packages }) =>
        divide(packages, layers),
  };
}

export const layerBytes = (layer: readonly HistoryPackage[]): number =>
  layer.reduce((sum, { bytes }) => sum + bytes, 0);

export const layerKey = (layer: readonly HistoryPackage[]): string => {
  const keys = layer.map(({ key }) => key);
  keys.sort((a, b) => a - b);
  return keys.join();
};

/** Bytes of packages that the revision before did not hold in this version. */
export function changedBytes(before: Revision, after: Revision): number {
  const keys = new Set(before.packages.map(({ key }) => key));
  return after.packages.reduce((sum, { key, bytes }) => sum + (keys.has(key) ? 0 : bytes), 0);
}

/** What one history costs under one strategy and cap. */
export interface Cost {
  /** Bytes of layers that the revision before did not have, over all revisions but the first. */
  readonly pushed: number;
  /** Bytes from the first layer up that differs from the layer at its place in the revision before: what Docker's store pulls. */
  readonly above: number;
  /** Bytes of the packages that changed. */
  readonly changed: number;
  /** Layers, mean over the revisions. */
  readonly layers: number;
}

export function replay(history: History, strategy: Strategy, layers: number): Cost {
  const divide = strategy.begin(history, layers);
  let before: readonly string[] = [];
  let pushed = 0;
  let above = 0;
  let changed = 0;
  let count = 0;
  history.revisions.forEach((revision, index) => {
    const division = divide(revision, index);
    if (division.length > layers && layers >= 8) {
      throw new Error(`${strategy.name} made ${division.length} layers of ${layers}`);
    }
    const now = division.map(layerKey);
    if (index > 0) {
      const known = new Set(before);
      const bytes = division.map(layerBytes);
      pushed += bytes.reduce((sum, size, at) => sum + (known.has(now[at]!) ? 0 : size), 0);
      const first = now.findIndex((key, at) => key !== before[at]);
      above += first < 0 ? 0 : bytes.slice(first).reduce((sum, size) => sum + size, 0);
      changed += changedBytes(history.revisions[index - 1]!, revision);
    }
    count += division.length;
    before = now;
  });
  return { pushed, above, changed, layers: count / history.revisions.length };
}

export function geometricMean(numbers: readonly number[]): number {
  return Math.exp(numbers.reduce((sum, number) => sum + Math.log(number), 0) / numbers.length);
}

/** Means over histories. */
export interface MeanCost {
  /** Geometric means of bytes pushed, and of bytes above the first change, per byte changed. */
  readonly pushed: number;
  readonly above: number;
  readonly layers: number;
}

export function meanCost(costs: readonly Cost[]): MeanCost {
  return {
    pushed: geometricMean(costs.map(({ pushed, changed }) => pushed / changed)),
    above: geometricMean(costs.map(({ above, changed }) => above / changed)),
    layers: costs.reduce((sum, { layers }) => sum + layers, 0) / costs.length,
  };
}
