// Orders layers, and packages in a layer, so that of several files that collide the right one is unpacked last.

import type { Plan } from "../plan/plan";

/** A package whose file should be above another's. */
export interface Win {
  readonly winner: string;
  readonly loser: string;
}

/**
 * The plan with its layers, and the packages in each, in an order in which every winner comes after its loser. Everything else
 * stays in its place. If wins contradict each other, as they can in a bundle of several packages, earlier ones count.
 *
 * @param wins Ids of packages, the most important first.
 * @param layersStay With a layer lock analysis knows which layer lies where: only the packages in a layer are ordered.
 */
export function orderForWins(plan: Plan, wins: readonly Win[], layersStay = false): Plan {
  if (wins.length === 0) {
    return plan;
  }
  const layerOf = (id: string) => plan.packages.get(id)!.layer;
  const between = wins.map(({ winner, loser }) => [layerOf(loser), layerOf(winner)] as const);
  const order = orderBy(plan.layers.length, layersStay ? [] : between.filter(([before, after]) => before !== after));
  const layers = order.map((index) => {
    const layer = plan.layers[index]!;
    return { ...layer, packages: orderPackages(layer.packages, wins) };
  });
  const placeOf = new Map(order.map((index, place) => [index, place]));
  const packages = new Map(
    [...plan.packages].map(([id, planned]) => [id, { ...planned, layer: placeOf.get(planned.layer)! }]),
  );
  return { layers, packages };
}

/** Ids in an order in which every winner comes after its loser. */
export function orderPackages(ids: readonly string[], wins: readonly Win[]): readonly string[] {
  const place = new Map(ids.map((id, index) => [id, index]));
  const inside = wins.flatMap(({ winner, loser }) => {
    const [before, after] = [place.get(loser), place.get(winner)];
    return before === undefined || after === undefined ? [] : [[before, after] as const];
  });
  return inside.length === 0 ? ids : orderBy(ids.length, inside).map((index) => ids[index]!);
}

/**
 * The numbers from 0 to `count`, each as early as possible: after all those that `edges` put before it. An edge that closes a
 * circle is ignored.
 */
function orderBy(count: number, edges: readonly (readonly [before: number, after: number])[]): number[] {
  const after = new Map<number, Set<number>>();
  const leads = (from: number, to: number): boolean =>
    from === to || [...(after.get(from) ?? [])].some((next) => leads(next, to));
  const waits = new Array<number>(count).fill(0);
  for (const [before, later] of edges) {
    const following = after.get(before) ?? new Set();
    if (!following.has(later) && !leads(later, before)) {
      after.set(before, following.add(later));
      waits[later]! += 1;
    }
  }
  const order: number[] = [];
  const left = new Set(waits.keys());
  while (left.size > 0) {
    const next = [...left].find((index) => waits[index] === 0)!;
    left.delete(next);
    order.push(next);
    for (const later of after.get(next) ?? []) {
      waits[later]! -= 1;
    }
  }
  return order;
}
