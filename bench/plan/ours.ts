// This project's plans: fresh for every revision, and with a layer lock that is updated when its test fails.

import { ActionError } from "../../src/action/action-error";
import { layerCostBytes } from "../../src/plan/layer-cost";
import type { LayerLock } from "../../src/plan/layer-lock";
import { lockCost } from "../../src/plan/lock-cost";
import { makeLayerLock } from "../../src/plan/make-layer-lock";
import { type Plan, type PlanOptions, type PlanPackage, plan } from "../../src/plan/plan";
import type { HistoryPackage } from "./histories";
import { type Division, type Strategy, stateless } from "./replay";

/** `lock_factor` of the rule. */
const lockFactor = 1.25;

/** The rule's merge limit: from this size on a blob is a layer of its own. Wheel bytes stand for the blob's. */
const mergeLimit = 32 << 20;

/** Packages that are above the merge limit, which goes up as in the rule where they would take more than half of the layers. */
export function aboveLimit(packages: readonly HistoryPackage[], layers: number): HistoryPackage[] {
  let heavy = packages.filter(({ bytes }) => bytes >= mergeLimit);
  for (let limit = mergeLimit; heavy.length > layers / 2; limit *= 2) {
    heavy = packages.filter(({ bytes }) => bytes >= limit);
  }
  return heavy;
}

/** Packages as the plan takes them. */
export function planPackages(packages: readonly HistoryPackage[]): PlanPackage[] {
  return packages.map(({ name, version, bytes }) => ({
    id: name,
    name,
    version,
    bytes,
    mergeable: true,
    ...(bytes >= mergeLimit ? { overLimit: true as const } : {}),
  }));
}

function divisionOf({ layers }: Plan, packages: readonly HistoryPackage[]): Division {
  const byName = new Map(packages.map((one) => [one.name, one]));
  return layers.map((layer) => layer.packages.map((id) => byName.get(id)!));
}

export function dividePackages(packages: readonly HistoryPackage[], options: PlanOptions): Division {
  return divisionOf(plan(planPackages(packages), options), packages);
}

/** The plan that uses every layer, as the peers do. */
export const packageLayers = stateless(
  "package_layers",
  "**package_layers, every layer used** (`layer_cost = 0`)",
  (packages, layers) => dividePackages(packages, { layers, layerCost: 0 }),
);

/**
 * What a layer costs here: sizes in these histories are those of wheels, and a wheel is a third of what it holds (33 wheels
 * that were measured: 3.1 times in sum), while the plan counts uncompressed bytes.
 */
export const layerCost = Math.round(layerCostBytes / 3);

/** The plan as it is by default. */
export const packageLayersDefault = stateless(
  "package_layers_default",
  "**package_layers**, which stops where a layer costs more than it saves",
  (packages, layers) => dividePackages(packages, { layers, layerCost }),
);

/** The plan with a lock; undefined where it no longer fits and the build asks for an update. */
function keptPlan(packages: readonly PlanPackage[], layers: number, lock: LayerLock): Plan | undefined {
  try {
    return plan(packages, { layers, lock });
  } catch (error) {
    if (error instanceof ActionError) {
      return undefined;
    }
    throw error;
  }
}

function locked(name: string, description: string, factor: number): Strategy {
  return {
    name,
    description,
    begin(_, layers) {
      let lock: LayerLock | undefined;
      return ({ packages }) => {
        const ours = planPackages(packages);
        const fresh = plan(ours, { layers, layerCost: 0 });
        const kept = lock === undefined ? undefined : keptPlan(ours, layers, lock);
        if (kept === undefined || lockCost(kept, fresh).factor > factor) {
          lock = makeLayerLock(fresh, layers, lock);
          return divisionOf(fresh, packages);
        }
        return divisionOf(kept, packages);
      };
    },
  };
}

/** What a repository has whose owners run the lock's target whenever its test fails. */
export const packageLayersLock = locked(
  "package_layers_lock",
  `**with a layer lock**, updated when it costs ${lockFactor} times a fresh plan`,
  lockFactor,
);

/** What becomes of a lock that is never updated. */
export const frozenLock = locked(
  "package_layers_frozen",
  "with a layer lock that is never updated",
  Number.POSITIVE_INFINITY,
);
