// Plans with a layer lock: what the lock knows stays where it is, what is new joins where it makes upgrades least dearer.

import type { LayerLock } from "./layer-lock";
import type { LayerDraft, PlanUnit } from "./plan-units";
import { compareText } from "./split";

interface Shelf {
  /** The lock's name of the layer; for new ones, the name of the unit. */
  readonly name: string;
  readonly units: PlanUnit[];
  /** What the units have in common, in words. */
  why: string;
  /** Whether others may join. */
  readonly open: boolean;
}

/** What a layer's expected push depends on. */
export interface LayerSize {
  readonly bytes: number;
  readonly members: number;
}

const shelfSize = ({ units }: Shelf): LayerSize => ({
  bytes: units.reduce((sum, { bytes }) => sum + bytes, 0),
  members: units.reduce((sum, { packages }) => sum + packages.length, 0),
});

/**
 * How much more an upgrade of one package pushes beside it, in the mean of each layer, when two layers become one: S - S/n
 * for a layer of S bytes and n packages, of the whole less that of the parts. Sums and quotients of numbers are the same on
 * every machine (IEEE 754).
 */
export function joinCost(a: LayerSize, b: LayerSize): number {
  return meanBytes(a) + meanBytes(b) - meanBytes({ bytes: a.bytes + b.bytes, members: a.members + b.members });
}

/** Of a layer's packages; 0 when it has none, so that joining an empty layer costs nothing. */
function meanBytes({ bytes, members }: LayerSize): number {
  return members === 0 ? 0 : bytes / members;
}

/**
 * Divides units into at most `layers` layers as near to the lock as wishes and cap allow.
 *
 * A unit that must be alone is. A unit of which the lock knows a package is in the layer of the first such package; a
 * new one is in a layer of its own when it holds a `layers`-th of all bytes and a layer is free, else in the bundle that
 * its coming makes least dearer. Layers above the cap are joined, the cheapest pair first.
 *
 * @param units ordered by name, then id; those that must be alone leave a layer for the rest
 */
export function lockedLayers(units: readonly PlanUnit[], layers: number, lock: LayerLock): LayerDraft[] {
  const total = units.reduce((sum, { bytes }) => sum + BigInt(bytes), 0n);
  const alone: Shelf[] = [];
  const shelves = new Map<string, Shelf>();
  const added: PlanUnit[] = [];
  for (const unit of units) {
    if (unit.alone !== undefined) {
      alone.push({ name: unit.name, units: [unit], why: unit.alone, open: false });
      continue;
    }
    const known = unit.packages.find(({ id }) => Object.hasOwn(lock.packages, id));
    if (known === undefined) {
      added.push(unit);
      continue;
    }
    const { layer } = lock.packages[known.id]!;
    const shelf = shelves.get(layer);
    if (shelf === undefined) {
      shelves.set(layer, { name: layer, units: [unit], why: `kept by the layer lock as "${layer}"`, open: true });
    } else {
      shelf.units.push(unit);
    }
  }
  const open = [...shelves.values()].sort((a, b) => compareText(a.name, b.name));
  const room = layers - alone.length;
  joinDownTo(open, room);
  for (const unit of added.sort(
    (a, b) => b.bytes - a.bytes || compareText(a.name, b.name) || compareText(a.id, b.id),
  )) {
    const shelf: Shelf = { name: unit.name, units: [unit], why: "new since the layer lock", open: true };
    const bundles = open.filter((candidate) => shelfSize(candidate).members > 1);
    const large = BigInt(unit.bytes) * BigInt(layers) >= total;
    if (open.length < room && (large || bundles.length === 0)) {
      open.push(shelf);
      continue;
    }
    const candidates = bundles.length > 0 ? bundles : open;
    candidates
      .reduce((best, next) =>
        joinCost(shelfSize(next), shelfSize(shelf)) < joinCost(shelfSize(best), shelfSize(shelf)) ? next : best,
      )
      .units.push(unit);
  }
  return [...alone, ...open].map(({ units, why }) => ({ units, why }));
}

/** Joins the pair that costs least until no more than `count` shelves are left; ties go to the first pair in order. */
function joinDownTo(shelves: Shelf[], count: number): void {
  while (shelves.length > Math.max(count, 1)) {
    let best: { into: number; from: number; cost: number } | undefined;
    for (let into = 0; into < shelves.length; into++) {
      for (let from = into + 1; from < shelves.length; from++) {
        const cost = joinCost(shelfSize(shelves[into]!), shelfSize(shelves[from]!));
        if (best === undefined || cost < best.cost) {
          best = { into, from, cost };
        }
      }
    }
    const [joined] = shelves.splice(best!.from, 1);
    const target = shelves[best!.into]!;
    target.units.push(...joined!.units);
    target.why = `${target.why}, joined with "${joined!.name}" to keep to the cap`;
  }
}
