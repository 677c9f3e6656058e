// The flags by which users steer a plan, the same for merge-layers and the plan command.

import * as path from "node:path";
import { flag, integer, many, one, pairs, path as pathFlag } from "../action/flag-schemas";
import { readLayerLock } from "./layer-lock";
import type { PlanOptions } from "./plan";

/** To be spread into an action's strict object of flags. */
export const planFlags = {
  heavy: flag("REGEX", "packages that are always a layer of their own", many),
  together: flag("A,B,C", "packages that stay in one layer", many),
  group: flag("PATTERN<TAB>GROUP", "packages that form a layer", pairs),
  "min-layer-bytes": flag(
    "N",
    "no smaller layers where that can be avoided",
    integer.refine((bytes) => bytes >= 0, "is less than 0").optional(),
  ),
  "layer-cost": flag(
    "N",
    "bytes that a further layer must save; 0: as many layers as fit",
    integer.refine((bytes) => bytes >= 0, "is less than 0").optional(),
  ),
  lock: flag("FILE", "the layer lock to follow", pathFlag.optional()),
  "update-command": flag(
    "TEXT",
    "with --lock: what to tell the user to run when the lock does not fit",
    one.optional(),
  ),
};

export interface PlanFlags {
  readonly heavy: readonly string[];
  readonly together: readonly string[];
  readonly group: readonly (readonly [pattern: string, group: string])[];
  readonly "min-layer-bytes"?: number | undefined;
  readonly "layer-cost"?: number | undefined;
  readonly lock?: string | undefined;
  readonly "update-command"?: string | undefined;
}

/**
 * Turns the flags into options of `plan`, reading the lock.
 *
 * @param root directory that the lock's path is relative to
 * @throws ActionError when the lock cannot be read or is not a lock
 */
export async function readPlanOptions(flags: PlanFlags, root: string): Promise<Omit<PlanOptions, "layers">> {
  const minLayerBytes = flags["min-layer-bytes"];
  const layerCost = flags["layer-cost"];
  const updateCommand = flags["update-command"];
  return {
    heavy: flags.heavy,
    together: flags.together.map((names) => names.split(",").map((name) => name.trim())),
    groups: flags.group.map(([pattern, group]) => ({ pattern, group })),
    ...(minLayerBytes === undefined ? {} : { minLayerBytes }),
    ...(layerCost === undefined ? {} : { layerCost }),
    ...(updateCommand === undefined ? {} : { updateCommand }),
    ...(flags.lock === undefined ? {} : { lock: await readLayerLock(path.resolve(root, flags.lock), flags.lock) }),
  };
}
