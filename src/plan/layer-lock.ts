// The layer lock, package_layers.lock.json: which layer each package was in when the lock was last updated, so that
// packages stay where they are and the number of layers is known when Bazel loads the workspace.

import * as z from "zod";
import { ActionError } from "../worker/action-error";
import { formatBytes } from "./format-bytes";
import type { Plan, PlanPackage } from "./plan";
import { compareText } from "./split";

/** A lock file, version 1. */
export const layerLockSchema = z.strictObject({
  schema: z.literal(1),
  /** How many layers the packages had to themselves; a plan with this lock never has more. */
  layers: z.number().int().positive(),
  /** By id. `layer` is any name: equal names, one layer. `bytes` is the uncompressed tar when the lock was made. */
  packages: z.record(
    z.string().min(1),
    z.strictObject({ layer: z.string().min(1), bytes: z.number().int().nonnegative() }),
  ),
});

export type LayerLock = z.infer<typeof layerLockSchema>;

/**
 * Makes the lock of a plan.
 *
 * A package alone gives its layer its own name. A bundle keeps the name of the layer of `previous` that most of its
 * packages were in, so that the file's diff shows only what moved; a new one is named by its first package.
 */
export function makeLayerLock(
  plan: Plan,
  packages: readonly PlanPackage[],
  layers: number,
  previous?: LayerLock,
): LayerLock {
  const bytes = new Map(packages.map((one) => [one.id, one.bytes]));
  const used = new Set<string>();
  const entries: [string, { layer: string; bytes: number }][] = [];
  for (const { kind, packages: ids } of plan.layers) {
    const name = kind === "own" ? ids[0]! : bundleName(ids, used, previous);
    used.add(name);
    entries.push(...ids.map((id): (typeof entries)[number] => [id, { layer: name, bytes: bytes.get(id)! }]));
  }
  return {
    schema: 1,
    layers: Math.max(layers, 1),
    packages: Object.fromEntries(entries.sort(([a], [b]) => compareText(a, b))),
  };
}

function bundleName(ids: readonly string[], used: ReadonlySet<string>, previous: LayerLock | undefined): string {
  const votes = new Map<string, number>();
  for (const id of ids) {
    const layer = previous?.packages[id]?.layer;
    if (layer?.startsWith("bundle ") && !used.has(layer)) {
      votes.set(layer, (votes.get(layer) ?? 0) + 1);
    }
  }
  const [winner] = [...votes].sort(([a, votesA], [b, votesB]) => votesB - votesA || compareText(a, b));
  let name = winner?.[0] ?? `bundle ${ids[0]}`;
  for (let number = 2; used.has(name); number++) {
    name = `bundle ${ids[0]} ${number}`;
  }
  return name;
}

/** The file's text: sorted, a line a package. */
export function formatLayerLock(lock: LayerLock): string {
  const { schema, layers, packages } = layerLockSchema.parse(lock);
  const lines = Object.entries(packages)
    .sort(([a], [b]) => compareText(a, b))
    .map(([id, { layer, bytes }]) => `    ${JSON.stringify(id)}: ${JSON.stringify({ layer, bytes })}`);
  const body = lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n  }`;
  return `{\n  "schema": ${schema},\n  "layers": ${layers},\n  "packages": ${body}\n}\n`;
}

/**
 * Reads a lock file's text.
 *
 * @param path names the file in errors
 * @throws ActionError that names the field which is wrong
 */
export function parseLayerLock(text: string, path: string): LayerLock {
  const remedy = "write the lock anew: run the .lock target of the image, or `package-layers plan --update-lock`";
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ActionError("the layer lock is no JSON", { file: path, remedy, cause });
  }
  const result = layerLockSchema.safeParse(json);
  if (!result.success) {
    throw new ActionError(`the layer lock is not of schema 1:\n${z.prettifyError(result.error)}`, {
      file: path,
      remedy,
      cause: result.error,
    });
  }
  return result.data;
}

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

/** What an upgrade of one package pushes in the mean over all packages, in uncompressed bytes. */
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
    `  now:          upgrading one package pushes ${formatBytes(cost.locked)} in the mean (uncompressed)`,
    `  with update:  ${formatBytes(cost.fresh)}, ${formatBytes(cost.locked - cost.fresh)} less`,
    `  to update, once pushing again what moves, run: ${command}`,
  ].join("\n");
}
