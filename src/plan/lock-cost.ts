// What it costs to stay with a layer lock, and what to print when that is too much.

import { formatBytes } from "./format-bytes";
import type { Plan } from "./plan";

/** What staying with a lock costs. */
export interface LockCost {
  /** Mean over the packages of what an upgrade of one would push, in uncompressed bytes: with the lock, without it. */
  readonly locked: number;
  readonly fresh: number;
  /** locked / fresh; 1 when there is nothing to push. */
  readonly factor: number;
}

/** Compares the plan that keeps to a lock with the plan that does not, of the same packages. */
export function lockCost(locked: Plan, fresh: Plan): LockCost {
  const costs = { locked: meanUpgradeBytes(locked), fresh: meanUpgradeBytes(fresh) };
  return { ...costs, factor: costs.fresh === 0 ? 1 : costs.locked / costs.fresh };
}

/** What an upgrade of one package pushes on average over all packages, in uncompressed bytes. */
export function meanUpgradeBytes({ layers }: Plan): number {
  const packages = layers.reduce((sum, layer) => sum + layer.packages.length, 0);
  const pushed = layers.reduce((sum, layer) => sum + layer.packages.length * layer.bytes, 0);
  return packages === 0 ? 0 : pushed / packages;
}

/**
 * What the lock's test prints when it fails: what is wrong, what to run, what would be gained. Undefined while the lock
 * costs no more than `limit` times a fresh plan.
 *
 * @param command what updates the lock, as the user would type it
 */
export function lockComplaint(cost: LockCost, limit: number, command: string): string | undefined {
  if (cost.factor <= limit) {
    return undefined;
  }
  return [
    `The layer lock costs ${cost.factor.toFixed(2)} times a fresh plan; ${limit} is allowed.`,
    `  now:          upgrading one package pushes ${formatBytes(cost.locked)} on average (uncompressed)`,
    `  with update:  ${formatBytes(cost.fresh)}, ${formatBytes(cost.locked - cost.fresh)} less`,
    `  to update, once pushing again what moves, run: ${command}`,
  ].join("\n");
}
