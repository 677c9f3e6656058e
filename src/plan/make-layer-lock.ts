// Makes the layer lock of a plan, with as few changes to the previous lock as possible.

import type { LayerLock } from "./layer-lock";
import type { Plan } from "./plan";
import { compareText } from "./split";

/** Layers for packages to come: a quarter of what the plan has, but never fewer than this. */
const leastSpareLayers = 4;

/**
 * Makes the lock of a plan.
 *
 * A package alone gives its layer its own name. A bundle keeps the name of the layer of `previous` that most of its
 * packages were in, so that the file's diff shows only what moved; a new one is named by its first package. Two packages of
 * one name and version are left out: nothing that is known at analysis tells them apart.
 *
 * @param mostLayers how many layers are left for packages; the lock has no more
 */
export function makeLayerLock(plan: Plan, mostLayers: number, previous?: LayerLock): LayerLock {
  const layers: string[] = [];
  const packages: [string, string][] = [];
  for (const { packages: all } of plan.layers) {
    const ids = all.filter(isKnownAtAnalysis);
    if (ids.length > 0) {
      const name = all.length === 1 ? ids[0]! : bundleName(ids, new Set(layers), previous);
      layers.push(name);
      packages.push(...ids.map((id): [string, string] => [id, name]));
    }
  }
  const spare = Math.max(leastSpareLayers, Math.ceil(layers.length / 4));
  return {
    schema: 2,
    mostLayers: Math.max(1, Math.min(mostLayers, layers.length + spare)),
    layers,
    packages: Object.fromEntries(packages.sort(([a], [b]) => compareText(a, b))),
  };
}

/** Whether an id is NAME or NAME@VERSION, without a digest after it. */
function isKnownAtAnalysis(id: string): boolean {
  return id.split("@").length <= 2;
}

function bundleName(ids: readonly string[], used: ReadonlySet<string>, previous: LayerLock | undefined): string {
  const votes = new Map<string, number>();
  for (const id of ids) {
    const layer = previous?.packages[id];
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
