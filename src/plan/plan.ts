// Decides which packages stand alone and which travel together in bundles: a pure function of names, sizes and options.

import { ActionError } from "../action/action-error";
import { formatBytes } from "./format-bytes";
import { layerCostBytes } from "./layer-cost";
import type { LayerLock } from "./layer-lock";
import { type ChangeRates, layersByChangeRate } from "./layers-by-change-rate";
import { lockedLayers } from "./locked-layers";
import { type Recipe, recipeLayers } from "./recipe";
import { classWeight, compareText, type SplitPart, sizeClass, split } from "./split";
import { type LayerDraft, type PlanPackage, type PlanUnit, type PlanWishes, planUnits } from "./wishes";

export type { PlanPackage } from "./wishes";

/** What a plan must respect. */
export interface PlanOptions extends PlanWishes {
  /** How many layers are left for packages; a whole number, at least 1 when there are packages. */
  readonly layers: number;
  /** A layer smaller than this, in bytes, is made only when it must be: because of a wish, or when everything left is smaller. */
  readonly minLayerBytes?: number;
  /** Packages stay in the layers that the lock gives them. */
  readonly lock?: LayerLock;
  /** What updates the lock, as the user would type it; for errors. */
  readonly updateCommand?: string;
  /** What a further layer must save to be made, in bytes (layer-cost.ts); 0: as many layers as there may be. Default: measured. */
  readonly layerCost?: number;
  /** With rates and no lock, the plan is the best division by bytes times rates: cheap now, but it moves with every change. */
  readonly rates?: ChangeRates;
  /** The layers that a shared plan has for the packages, by id: it alone decides which packages share a layer. */
  readonly shared?: readonly SharedLayer[];
  /** The recipe decides which packages share a layer, and in what order, with `layers` and its own wish; other options are refused. */
  readonly recipe?: Recipe;
}

/** A layer of a shared plan. */
export interface SharedLayer {
  readonly packages: readonly string[];
  /** How many images have it. */
  readonly images: number;
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
 * Never makes more than `options.layers` layers, and none that saves less than it costs (layer-cost.ts). Each package is in
 * exactly one layer. Depends on nothing but its arguments, and not on their order.
 *
 * 1. A package that must be alone is: by a wish, or because its blob is at or above the merge limit and cannot be read.
 * 2. Packages above the merge limit whose blobs can be read are alone too, unless they would take more than half of the layers.
 * 3. The others are split by size classes and name hashes (split.ts), the heavy ones first.
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
  if (options.shared !== undefined) {
    return stackLayers(inOrder(sharedLayers(units, options.layers, options.shared)));
  }
  if (options.lock !== undefined) {
    const { lock, updateCommand = "run the .lock target of the image" } = options;
    const { kept, added } = lockedLayers(units, options.layers, lock, updateCommand);
    return stackLayers([...kept, ...inOrder(added)]);
  }
  checkRoom(units, options.layers);
  return stackLayers(
    inOrder(
      options.rates === undefined
        ? freshLayers(units, options)
        : layersByChangeRate(units, options.layers, options.rates, options.layerCost),
    ),
  );
}

function freshLayers(
  units: readonly PlanUnit[],
  { layers, minLayerBytes, layerCost = layerCostBytes }: PlanOptions,
): LayerDraft[] {
  const overLimit = aloneByLimit(units, Math.floor(layers / 2));
  const alone = [
    ...units.flatMap((unit) => (unit.alone === undefined ? [] : [{ units: [unit], why: unit.alone }])),
    ...overLimit.map((unit) => ({ units: [unit], why: "its blob is at or above the merge limit" })),
  ];
  const rest = units.filter((unit) => unit.alone === undefined && !overLimit.includes(unit));
  const parts = split(rest, {
    count: layers - alone.length,
    partCost: layerCost,
    ...(minLayerBytes === undefined ? {} : { minimumBytes: minLayerBytes }),
  });
  const fitsWhy = `${units.length} packages fit in ${layers} layers, so each has its own`;
  const isEachAlone = alone.length + parts.length === units.length;
  return [...alone, ...parts.map((part) => ({ units: part.items, why: isEachAlone ? fitsWhy : describePart(part) }))];
}

/** The layers that a shared plan gives the units, each of which is a package: wishes are refused beside it. */
function sharedLayers(units: readonly PlanUnit[], layers: number, shared: readonly SharedLayer[]): LayerDraft[] {
  const unitOf = new Map(units.map((unit) => [unit.id, unit]));
  if (shared.length > layers) {
    throw new ActionError(`the shared plan has ${shared.length} layers, and ${layers} are left for packages`, {
      remedy: `raise max_layers of the image by ${shared.length - layers}, or lower that of the shared plan`,
    });
  }
  return shared.map(({ packages, images }) => ({
    units: packages.map((id) => unitOf.get(id)!),
    why:
      images === 1
        ? "a layer of this image alone in the shared plan"
        : `a layer that ${images} images of the shared plan have`,
  }));
}

/**
 * The units that are alone because of the merge limit although their blobs can be read. If there are more than `most`, the
 * limit doubles, a border that seldom moves, until there are not: otherwise few layers would be left for many packages.
 */
function aloneByLimit(units: readonly PlanUnit[], most: number): PlanUnit[] {
  let alone = units.filter(
    (unit) => unit.alone === undefined && unit.packages.length === 1 && unit.packages[0]!.overLimit,
  );
  while (alone.length > most) {
    const lowest = Math.min(...alone.map(({ bytes }) => sizeClass(bytes)));
    alone = alone.filter(({ bytes }) => sizeClass(bytes) > lowest);
  }
  return alone;
}

/** How many entries of heavy and groups an error names when there are too few layers for them. */
const entriesNamed = 4;

/** Fails when the units that must be alone do not leave a layer for the rest. */
function checkRoom(units: readonly PlanUnit[], layers: number): void {
  if (!Number.isSafeInteger(layers) || layers < (units.length === 0 ? 0 : 1)) {
    throw new ActionError(`the image's packages need at least one layer, and ${layers} are left for them`, {
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
 * Orders layers: those with the fewest packages lowest; of those, the ones with the greater sum of class weights; ties by name.
 * Docker's classic store pulls again everything above the first changed layer: single packages change least often, and a
 * bundle changes more often the more packages it has. Class weights and not bytes, so that an upgrade keeps its layer's place.
 */
function inOrder(drafts: readonly LayerDraft[]): LayerDraft[] {
  const weighed = drafts.map((draft) => {
    const packages = sortedPackages(draft);
    const weight = packages.reduce((sum, { bytes }) => sum + classWeight(sizeClass(bytes)), 0n);
    return { draft, packages, weight };
  });
  weighed.sort(
    (a, b) =>
      a.packages.length - b.packages.length ||
      (a.weight > b.weight ? -1 : a.weight < b.weight ? 1 : 0) ||
      compareText(a.packages[0]!.name, b.packages[0]!.name) ||
      compareText(a.packages[0]!.id, b.packages[0]!.id),
  );
  return weighed.map(({ draft }) => draft);
}

function sortedPackages({ units }: LayerDraft): PlanPackage[] {
  return units.flatMap((unit) => unit.packages).sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
}

/** The plan whose layers are in the order of the drafts. */
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
    return `a layer of its own: dividing the packages of ${sizes} leaves it by itself`;
  }
  const hash = hashPrefix === "" ? "" : ` whose names' hashes begin with the bits ${hashPrefix}`;
  return `a bundle of the packages of ${sizes}${hash}`;
}
