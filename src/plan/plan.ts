// Decides which packages stand alone and which travel together in bundles: a pure function of names, sizes and options.

import { ActionError } from "../action/action-error";
import { formatBytes } from "./format-bytes";
import type { LayerLock } from "./layer-lock";
import { lockedLayers } from "./locked-layers";
import { type LayerDraft, type PlanPackage, type PlanUnit, type PlanWishes, planUnits } from "./plan-units";
import { type ChangeRates, ratedLayers } from "./rated-layers";
import { type Recipe, recipeLayers } from "./recipe";
import { classWeight, compareText, type SplitPart, sizeClass, split } from "./split";

export type { PlanPackage } from "./plan-units";

/** What a plan has to keep to. */
export interface PlanOptions extends PlanWishes {
  /** How many layers are left for packages; a whole number, at least 1 when there are packages. */
  readonly layers: number;
  /** A layer smaller than this comes about only when it must: by a wish, or when all that is left is smaller. Bytes. */
  readonly minLayerBytes?: number;
  /** Packages stay in the layers that the lock gives them. */
  readonly lock?: LayerLock;
  /** What updates the lock, as the user would type it; for errors. */
  readonly updateCommand?: string;
  /** With rates and no lock, the best division of bytes times rates is made: cheap now, but it moves with every change. */
  readonly rates?: ChangeRates;
  /** The recipe decides which packages share a layer, and in what order, with `layers` and its own wish; all else is refused. */
  readonly recipe?: Recipe;
}

/** One layer of the plan. */
export interface PlannedLayer {
  /** "own": one package, whose blob is the layer; "bundle": several. */
  readonly kind: "own" | "bundle";
  /** Ids, sorted by name, then id. */
  readonly packages: readonly string[];
  /** The reason that these packages are a layer, in words. */
  readonly why: string;
  /** Sum of the packages' uncompressed bytes. */
  readonly bytes: number;
}

/** Where a package went. */
export interface PlannedPackage {
  /** Index in `layers`. */
  readonly layer: number;
  /** The reason that it is there, in words. */
  readonly why: string;
  /** What an upgrade that keeps its size would push: the uncompressed bytes of its layer. */
  readonly expectedUpgradeBytes: number;
}

export interface Plan {
  /** In the order in which they lie in the image: heavy and slow first. */
  readonly layers: readonly PlannedLayer[];
  /** By id. */
  readonly packages: ReadonlyMap<string, PlannedPackage>;
}

/**
 * Assigns packages to layers.
 *
 * Never more than `options.layers` layers; exactly that many, or one a package, unless a wish or `minLayerBytes` forces
 * fewer. Each package is in exactly one layer. Depends on nothing but its arguments, and not on their order.
 *
 * 1. A package that must be alone is: by a wish, or because its blob is at or above the merge limit.
 * 2. The others are split by size classes and name hashes (split.ts), the heavy ones first.
 *
 * An upgrade that leaves a package in its size class therefore moves nothing.
 *
 * With a lock, packages and layers stay where it says, and new layers lie on top (locked-layers.ts).
 *
 * Why this is near the best: with chances of change p and sizes s the expected push is the sum over layers of bytes times
 * the sum of p; optimal partitions are consecutive in s/p (Chakravarty, Orlin and Rothblum, "A partitioning problem with
 * additive objective", Operations Research 30, 1982), with p unknown consecutive in size. Optimal borders move with every
 * change; borders at powers of two do not. bench/PLAN.md has the figures.
 *
 * @throws ActionError when more packages must be alone than there are layers, or when wishes contradict each other
 */
export function plan(packages: readonly PlanPackage[], options: PlanOptions): Plan {
  if (options.recipe !== undefined) {
    return stackLayers(recipeLayers(packages, options.recipe, options, options.layers));
  }
  const units = planUnits(packages, options);
  if (options.lock !== undefined) {
    const { lock, updateCommand = "run the .lock target of the image" } = options;
    const { kept, added } = lockedLayers(units, options.layers, lock, updateCommand);
    return stackLayers([...kept, ...inOrder(added)]);
  }
  checkRoom(units, options.layers);
  return stackLayers(
    inOrder(
      options.rates === undefined ? freshLayers(units, options) : ratedLayers(units, options.layers, options.rates),
    ),
  );
}

function freshLayers(units: readonly PlanUnit[], { layers, minLayerBytes }: PlanOptions): LayerDraft[] {
  const alone = units.filter((unit) => unit.alone !== undefined);
  const rest = units.filter((unit) => unit.alone === undefined);
  const fitsWhy = `${units.length} packages fit in ${layers} layers, so each has its own`;
  return [
    ...alone.map((unit) => ({ units: [unit], why: unit.alone! })),
    ...split(rest, layers - alone.length, minLayerBytes).map((part) => ({
      units: part.items,
      why: units.length <= layers && part.items.length === 1 ? fitsWhy : describePart(part),
    })),
  ];
}

/** How many entries of heavy and groups an error names when the cap is too low for them. */
const entriesNamed = 4;

/** Fails when what must be alone does not leave a layer for the rest. */
function checkRoom(units: readonly PlanUnit[], layers: number): void {
  if (!Number.isSafeInteger(layers) || layers < (units.length === 0 ? 0 : 1)) {
    throw new ActionError(`${units.length} packages need a layer at least, and ${layers} are left for packages`, {
      remedy: "raise max_layers, or use a base image of fewer layers",
    });
  }
  const alone = units.filter((unit) => unit.alone !== undefined);
  const needed = alone.length + (alone.length < units.length ? 1 : 0);
  if (needed <= layers) {
    return;
  }
  const byWish = alone.filter((unit) => unit.aloneBy !== undefined);
  const asked = byWish.length;
  const unmergeable = alone.length - asked;
  const entries = [...new Set(byWish.map((unit) => unit.aloneBy!))];
  const named = entries.slice(0, entriesNamed).join(", ");
  const reasons = [
    ...(unmergeable > 0 ? [`${unmergeable} at or above the merge limit`] : []),
    ...(asked > 0
      ? [
          `${asked} by ${named}${entries.length > entriesNamed ? ` and ${entries.length - entriesNamed} more entries` : ""}`,
        ]
      : []),
  ].join(", ");
  const remedies = [
    `raise max_layers by ${needed - layers}`,
    ...(unmergeable > 0 ? ["raise the merge limit so that some packages may share a layer"] : []),
    ...(asked > 0 ? ["narrow heavy or groups"] : []),
  ];
  throw new ActionError(
    `the packages need ${needed} layers, and ${layers} are left for packages: ` +
      `${alone.length} must be alone (${reasons})${needed > alone.length ? ", the rest needs one more" : ""}`,
    {
      package: alone[0]!.name,
      remedy: remedies.join(", or "),
    },
  );
}

/**
 * Orders layers: single packages by class, descending; bundles by members, then the sum of their classes' weights,
 * descending; ties by name. Docker's classic store pulls again everything above the first changed layer, so that what is
 * heavy lies low, and by classes so that an upgrade keeps its place.
 */
function inOrder(drafts: readonly LayerDraft[]): LayerDraft[] {
  const weighed = drafts.map((draft) => {
    const packages = sortedPackages(draft);
    const weight = packages.reduce((sum, { bytes }) => sum + classWeight(sizeClass(bytes)), 0n);
    return { draft, packages, weight };
  });
  weighed.sort(
    (a, b) =>
      Number(a.packages.length > 1) - Number(b.packages.length > 1) ||
      b.packages.length - a.packages.length ||
      (a.weight > b.weight ? -1 : a.weight < b.weight ? 1 : 0) ||
      compareText(a.packages[0]!.name, b.packages[0]!.name) ||
      compareText(a.packages[0]!.id, b.packages[0]!.id),
  );
  return weighed.map(({ draft }) => draft);
}

function sortedPackages({ units }: LayerDraft): PlanPackage[] {
  return units.flatMap((unit) => unit.packages).sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
}

/** The plan whose layers lie in the order of the drafts. */
function stackLayers(drafts: readonly LayerDraft[]): Plan {
  const layers = drafts.map((draft) => {
    const packages = sortedPackages(draft);
    return { ...draft, packages, bytes: packages.reduce((sum, { bytes }) => sum + bytes, 0) };
  });
  const packages = new Map<string, PlannedPackage>();
  layers.forEach((layer, index) => {
    for (const unit of layer.units) {
      const why = unit.joined === undefined || unit.alone !== undefined ? layer.why : `${layer.why}; ${unit.joined}`;
      for (const { id } of unit.packages) {
        packages.set(id, { layer: index, why, expectedUpgradeBytes: layer.bytes });
      }
    }
  });
  return {
    layers: layers.map(({ packages, why, bytes }) => ({
      kind: packages.length === 1 ? "own" : "bundle",
      packages: packages.map(({ id }) => id),
      why,
      bytes,
    })),
    packages,
  };
}

function describePart({ items, lowestClass, highestClass, hashPrefix }: SplitPart<PlanUnit>): string {
  const lowest = lowestClass === 0 ? "0 B" : formatBytes(2 ** lowestClass);
  const sizes = `${lowest} to ${formatBytes(2 ** (highestClass + 1))}`;
  if (items.length === 1) {
    return `a layer of its own: the packages of ${sizes} are divided as far as that`;
  }
  const hash = hashPrefix === "" ? "" : ` whose names' hashes begin with the bits ${hashPrefix}`;
  return `a bundle of the packages of ${sizes}${hash}`;
}
