// The layers that people write down by hand in other rule sets: the recipe alone decides, sizes and merge limit do not.

import { ActionError } from "../action/action-error";
import type { LayerLock } from "./layer-lock";
import { compareText } from "./split";
import { groupRule, heavyRule, type LayerDraft, type PlanPackage, type PlanWishes } from "./wishes";

/**
 * - "three": all packages are one layer.
 * - "heavy": each expression of `heavy` is a layer of all packages that match it and none before it; the rest is one more.
 * - "groups": each group is a layer; the packages of no group are one more.
 */
export const recipes = ["three", "heavy", "groups"] as const;
export type Recipe = (typeof recipes)[number];

/** What may be set beside a recipe: the wish of its name. All other wishes are refused. */
export interface RecipeOptions extends PlanWishes {
  readonly minLayerBytes?: number;
  readonly layerCost?: number;
  readonly lock?: LayerLock;
}

/** A layer that is being made, and its packages so far. */
interface Shelf {
  readonly why: string;
  readonly packages: PlanPackage[];
}

/** The layers that a recipe names, in order, and which of them a package belongs to. */
interface Named {
  readonly shelves: ReadonlyMap<string, Shelf>;
  readonly keyOf: (planPackage: PlanPackage) => string | undefined;
}

/**
 * Divides packages by a recipe. A layer without packages is left out.
 *
 * @returns layers in their order in the image: for "heavy" that of the expressions, for "groups" first groups of one
 * package and then those of several, each by name (as rules_py's py_image_layer); the rest last.
 * @throws ActionError when an option cannot be combined with the recipe, an expression is not valid, a package belongs to two
 * groups, or there are more layers than `layers`
 */
export function recipeLayers(
  packages: readonly PlanPackage[],
  recipe: Recipe,
  wishes: RecipeOptions,
  layers: number,
): LayerDraft[] {
  refuseOthers(recipe, wishes);
  const { shelves, keyOf } = namedLayers(recipe, wishes);
  const rest = shelf(
    recipe === "three"
      ? 'layers = "three" puts all packages in one layer'
      : `layers = "${recipe}" puts in one layer what ${recipe} does not name`,
  );
  for (const planPackage of packages) {
    const key = keyOf(planPackage);
    (key === undefined ? rest : shelves.get(key)!).packages.push(planPackage);
  }
  const named = [...shelves.values()];
  if (recipe === "groups") {
    named.sort((a, b) => Number(a.packages.length > 1) - Number(b.packages.length > 1));
  }
  const drafts = [...named, rest].filter((shelf) => shelf.packages.length > 0).map(draft);
  if (drafts.length > layers) {
    throw new ActionError(
      `layers = "${recipe}" makes ${drafts.length} layers of packages, and ${layers} are left for packages`,
      { remedy: `raise max_layers by ${drafts.length - layers}, or take entries out of ${recipe}` },
    );
  }
  return drafts;
}

/** Fails for wishes that the recipe would ignore; the macro's `_check_recipe` says the same about a BUILD file. */
function refuseOthers(
  recipe: Recipe,
  { heavy = [], together = [], groups = [], minLayerBytes, layerCost, lock }: RecipeOptions,
): void {
  const given = {
    heavy: heavy.length > 0,
    together: together.length > 0,
    groups: groups.length > 0,
    min_layer_bytes: (minLayerBytes ?? 0) > 0,
    layer_cost: layerCost !== undefined,
    lock: lock !== undefined,
  };
  for (const [option, isGiven] of Object.entries(given)) {
    if (isGiven && option !== recipe) {
      throw new ActionError(`layers = "${recipe}" cannot be combined with ${option}`, {
        remedy: "remove one of the two",
      });
    }
  }
}

function namedLayers(recipe: Recipe, { heavy = [], groups = [] }: PlanWishes): Named {
  switch (recipe) {
    case "three":
      return { shelves: new Map(), keyOf: () => undefined };
    case "heavy":
      return {
        shelves: new Map(heavy.map((source) => [source, shelf(`layers = "heavy" makes a layer of "${source}"`)])),
        keyOf: heavyRule({ heavy }),
      };
    case "groups": {
      const names = groups.map(({ group }) => group).sort(compareText);
      const groupOf = groupRule({ groups });
      return {
        shelves: new Map(names.map((group) => [group, shelf(`layers = "groups" makes a layer of "${group}"`)])),
        keyOf: ({ name }) => groupOf(name)?.group,
      };
    }
  }
}

function shelf(why: string): Shelf {
  return { why, packages: [] };
}

function draft({ why, packages: unsorted }: Shelf): LayerDraft {
  const packages = unsorted.sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
  return {
    units: [
      {
        id: packages.map(({ id }) => id).sort(compareText)[0]!,
        name: packages[0]!.name,
        packages,
        bytes: packages.reduce((sum, { bytes }) => sum + bytes, 0),
      },
    ],
    why,
  };
}
