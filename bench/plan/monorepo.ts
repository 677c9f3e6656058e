// What plans cost when several images of one repository share a registry.

import { shareLayers } from "../../src/plan/share-layers";
import type { HistoryPackage, MonorepoHistory, Revision } from "./histories";
import { aboveLimit } from "./ours";
import { type Division, layerBytes, layerKey, type Strategy } from "./replay";

/** Divides the images of one revision. */
export interface MonorepoStrategy {
  readonly description: string;
  divide(images: readonly Revision[], layers: number): readonly Division[];
}

/** Ratios to what any plan has to push and store; 1 is the least there can be. */
export interface MonorepoCost {
  readonly pushed: number;
  readonly stored: number;
  readonly pulled: number;
}

function once(strategy: Strategy, revision: Revision, layers: number): Division {
  return strategy.begin({ application: "", revisions: [revision] }, layers)(revision, 0);
}

/** Every image has a plan of its own, as if it were alone. */
export function planPerImage(strategy: Strategy): MonorepoStrategy {
  return {
    description: strategy.description,
    divide: (images, layers) => images.map((image) => once(strategy, image, layers)),
  };
}

/** One plan over the packages of all images; an image has each layer with all that is in it. */
export function onePlanForAll(strategy: Strategy): MonorepoStrategy {
  return {
    description: "one plan for all images, whole layers",
    divide(images, layers) {
      const all = new Map(images.flatMap(({ packages }) => packages.map((one) => [one.key, one])));
      const packages = [...all.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
      const division = once(strategy, { packages }, layers);
      return images.map((image) => {
        const own = new Set(image.packages.map(({ key }) => key));
        return division.filter((layer) => layer.some(({ key }) => own.has(key)));
      });
    },
  };
}

/** The rule `shared_plan`: parts of one plan, of which an image has what it uses. */
export function sharedPlan(layerCost: number): MonorepoStrategy {
  return {
    description: "**shared_plan: no image holds what it does not need**",
    divide(images, layers) {
      const all = new Map(images.flatMap(({ packages }) => packages.map((one) => [String(one.key), one])));
      const heavy = new Set(images.flatMap(({ packages }) => aboveLimit(packages, layers).map(({ key }) => key)));
      const planned = shareLayers(
        [...all].map(([key, { name, bytes, key: number }]) => ({ key, name, bytes, alone: heavy.has(number) })),
        images.map(({ packages }) => packages.map(({ key }) => String(key))),
        layers,
        layerCost,
      );
      return planned.map((division) => division.map((keys) => keys.map((key) => all.get(key)!)));
    },
  };
}

export function monorepoCost(
  { revisions }: MonorepoHistory,
  { divide }: MonorepoStrategy,
  layers: number,
): MonorepoCost {
  let known = new Set<string>();
  let knownPackages = new Set<number>();
  let pushed = 0;
  let changed = 0;
  let stored = 0;
  let layersPulled = 0;
  let packagesPulled = 0;
  revisions.forEach((images, index) => {
    const distinct = new Map<string, readonly HistoryPackage[]>();
    for (const layer of divide(images, layers).flat()) {
      distinct.set(layerKey(layer), layer);
      layersPulled += layerBytes(layer);
    }
    packagesPulled += images.reduce((sum, image) => sum + layerBytes(image.packages), 0);
    const packages = new Map(images.flatMap((image) => image.packages.map((one) => [one.key, one])));
    const bytes = layerBytes([...packages.values()]);
    if (index > 0) {
      changed += layerBytes([...packages.values()].filter(({ key }) => !knownPackages.has(key)));
      pushed += [...distinct].reduce((sum, [key, layer]) => sum + (known.has(key) ? 0 : layerBytes(layer)), 0);
    }
    stored += bytes === 0 ? 0 : [...distinct.values()].reduce((sum, layer) => sum + layerBytes(layer), 0) / bytes;
    known = new Set(distinct.keys());
    knownPackages = new Set(packages.keys());
  });
  return {
    pushed: pushed / changed,
    stored: stored / revisions.length,
    pulled: layersPulled / packagesPulled,
  };
}
