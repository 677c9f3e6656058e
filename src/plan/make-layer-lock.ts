// Makes the layer lock of a plan, with as few changes to the one before as can be.

import type { LayerLock } from "./layer-lock";
import type { Plan, PlanPackage } from "./plan";
import { compareText } from "./split";

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
