// The one rule of the layer lock: packages that it knows stay where they are; where a new package goes.
//
// The number of layers, and which of them the lock names, follow from names alone: `bazel/private/layer_count.bzl` counts
// them at analysis, and nothing else is decided there.

import { ActionError } from "../action/action-error";
import type { LayerLock } from "./layer-lock";
import { compareText } from "./split";
import type { LayerDraft, PlanUnit } from "./wishes";

/** A layer and its content so far. */
interface OpenLayer {
  readonly units: PlanUnit[];
  readonly why: string;
}

/** What a layer's expected push depends on. */
export interface LayerSize {
  readonly bytes: number;
  readonly members: number;
}

/** What the image has with a lock: the lock's own layers in its order, and those of new packages, in no order. */
export interface LockedLayers {
  readonly kept: readonly LayerDraft[];
  readonly added: readonly LayerDraft[];
}

/**
 * Places units by a lock.
 *
 * 1. A unit with a package that the lock knows is in that package's layer. A layer of which nothing is left is not made.
 * 2. New units are layers of their own while the lock's `mostLayers` has room: those that must be alone first, then the
 *    largest. If no layer of several packages is left, one of them is a layer even without room.
 * 3. The other new units, the largest first, each join the layer whose cost they raise least: one of several packages, or
 *    one from step 2. So a package alone stays alone, and its blob is the layer.
 *
 * @param units ordered by name, then id
 * @param layers how many layers are left for packages
 * @throws ActionError when a wish contradicts the lock, or it has no layer for what must be alone, or more layers than there are
 */
export function lockedLayers(
  units: readonly PlanUnit[],
  layers: number,
  lock: LayerLock,
  updateCommand: string,
): LockedLayers {
  const remedy = `update the layer lock: ${updateCommand}`;
  const unitsOf = new Map<string, PlanUnit[]>(lock.layers.map((name) => [name, []]));
  const added: PlanUnit[] = [];
  for (const unit of units) {
    const names = namesInLock(unit, lock);
    if (names.length > 1) {
      throw new ActionError(`${unit.joined} wants packages in one layer that the lock has in several`, {
        package: unit.name,
        remedy,
      });
    }
    (names.length === 0 ? added : unitsOf.get(names[0]!)!).push(unit);
  }
  const kept: OpenLayer[] = [...unitsOf]
    .filter(([, members]) => members.length > 0)
    .map(([name, members]) => {
      const kept = `kept by the layer lock as "${name}"`;
      const [{ alone }] = members as [PlanUnit];
      return { units: members, why: alone === undefined || members.length > 1 ? kept : `${alone}; ${kept}` };
    });
  for (const { units: members } of kept) {
    const alone = members.find((unit) => unit.alone !== undefined);
    if (alone !== undefined && members.length > 1) {
      throw new ActionError(`${alone.name}: ${alone.alone}, and the lock has the package in a layer with others`, {
        package: alone.name,
        remedy,
      });
    }
  }

  const bundles = kept.filter((layer) => sizeOf(layer).members > 1);
  const room = Math.max(lock.mostLayers - kept.length, bundles.length === 0 ? 1 : 0);
  added.sort(
    (a, b) =>
      Number(a.alone === undefined) - Number(b.alone === undefined) ||
      b.bytes - a.bytes ||
      compareText(a.name, b.name) ||
      compareText(a.id, b.id),
  );
  const own: OpenLayer[] = added.slice(0, room).map((unit) => ({
    units: [unit],
    why: unit.alone === undefined ? "new since the layer lock" : `new since the layer lock; ${unit.alone}`,
  }));
  const open = [...bundles, ...own.filter(({ units: [unit] }) => unit!.alone === undefined)];
  for (const unit of added.slice(room)) {
    if (unit.alone !== undefined || open.length === 0) {
      const why = unit.alone ?? "every layer that it could join must hold nothing else";
      throw new ActionError(`${unit.name} is new, and the layer lock has no layer for it: ${why}`, {
        package: unit.name,
        remedy,
      });
    }
    cheapest(open, { bytes: unit.bytes, members: unit.packages.length }).units.push(unit);
  }
  if (kept.length + own.length > layers) {
    throw new ActionError(
      `the layer lock has ${kept.length + own.length} layers of packages, and ${layers} are left for packages`,
      { remedy: `raise max_layers by ${kept.length + own.length - layers}, or ${remedy}` },
    );
  }
  return { kept, added: own };
}

/** The lock's layers of a unit's packages, each once. */
function namesInLock({ packages }: PlanUnit, lock: LayerLock): string[] {
  return [...new Set(packages.flatMap(({ id }) => (Object.hasOwn(lock.packages, id) ? [lock.packages[id]!] : [])))];
}

function sizeOf({ units }: OpenLayer): LayerSize {
  return {
    bytes: units.reduce((sum, { bytes }) => sum + bytes, 0),
    members: units.reduce((sum, { packages }) => sum + packages.length, 0),
  };
}

/** The layer whose cost the newcomer raises least; of several, the first. */
function cheapest(layers: readonly OpenLayer[], newcomer: LayerSize): OpenLayer {
  return layers.reduce((best, next) =>
    joinCost(sizeOf(next), newcomer) < joinCost(sizeOf(best), newcomer) ? next : best,
  );
}

/**
 * How much more an upgrade of one package pushes beside itself, on average in each layer, when two layers become one: S - S/n
 * for a layer of S bytes and n packages; for the whole, minus the same for the parts. Sums and quotients of numbers are the
 * same on every machine (IEEE 754).
 */
export function joinCost(a: LayerSize, b: LayerSize): number {
  return meanBytes(a) + meanBytes(b) - meanBytes({ bytes: a.bytes + b.bytes, members: a.members + b.members });
}

/** S - S/n for a layer's packages; 0 when it has none, so that joining an empty layer costs nothing. */
function meanBytes({ bytes, members }: LayerSize): number {
  return members === 0 ? 0 : bytes / members;
}
