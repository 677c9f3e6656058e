// The `merge-locked-layers` action: the bundles of an image whose layers a lock fixed at analysis, as files of their own.
// No heavy blob is read; a package alone is not an input at all but for its descriptor.

import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import * as z from "zod";
import type { Action } from "../action/action";
import { ActionError } from "../action/action-error";
import type { Command } from "../action/command-line";
import { many, one, parseArguments } from "../action/flag-schemas";
import { writeOutputs } from "../action/output-transaction";
import { layerDescriptorSchema } from "../layer/layer-descriptor";
import { type Finding, findingLine } from "../plan/finding";
import { joinCost } from "../plan/locked-layers";
import { planFlags, planFlagsHelp, readPlanOptions } from "../plan/plan-flags";
import { type PlanPackage, planUnits } from "../plan/plan-units";
import { compareText } from "../plan/split";
import { type BundleCache, type Mergeable, writeBundleFile } from "./bundle";
import { orderPackages } from "./collision-order";
import { readJson } from "./json-file";
import { formatLayerMetadata } from "./layer-metadata";
import { contentReader } from "./mergeable-content";
import {
  type CollisionRule,
  collisionFindings,
  collisionRules,
  findCollisions,
  refuseCollisions,
  winsOf,
} from "./path-collisions";
import { requireSameCompression } from "./same-compression";

const positions = z
  .array(
    z
      .string()
      .regex(/^-?\d{1,6}$/, "is no position")
      .transform(Number),
  )
  .default([]);

const { lock: _lock, "min-layer-bytes": _minLayerBytes, ...wishFlags } = planFlags;

const argumentsSchema = z.strictObject({
  descriptor: many,
  position: positions,
  mergeable: many,
  bundle: many,
  "bundle-position": positions,
  metadata: many,
  "update-command": one,
  collisions: collisionRules,
  ...wishFlags,
});

/** What the help shows of the action. */
export const mergeLockedLayersCommand: Command = {
  name: "merge-locked-layers",
  summary: "make the bundles of an image whose layers a lock has fixed",
  flags: [
    ["--descriptor=FILE", "descriptor of a layer or a member of a bundle (repeated)"],
    ["--position=N", "place of the descriptor at the same place; -1 joins a bundle (repeated)"],
    ["--mergeable=FILE", "mergeable of each descriptor of a bundle, in the same order (repeated)"],
    ["--bundle=FILE", "output: a bundle (repeated)"],
    ["--bundle-position=N", "place of the bundle at the same place (repeated)"],
    ["--metadata=FILE", "output: what manifest and config need of each layer, JSON (repeated)"],
    ["--collisions=RULE", "error (if not given) or warn: what to do about packages with different files at one path"],
    ["--update-command=TEXT", "what to tell the user to run when the lock does not fit"],
    ...planFlagsHelp.filter(([flag]) => !flag.startsWith("--min-layer-bytes")),
  ],
};

/** A layer of the image on its way to a file. */
interface Place {
  readonly members: Mergeable[];
  /** Path of the output when the layer is a bundle; else the layer is its only member's own blob. */
  readonly bundle?: string | undefined;
}

/** Makes the action; `cache` outlives a request and spares a worker the diff_ids of bundles it has made before. */
export function createMergeLockedLayersAction(cache: BundleCache): Action {
  return async (args, context) => {
    const flags = parseArguments("merge-locked-layers", argumentsSchema, args);
    const onDisk = (file: string) => path.resolve(context.root, file);
    const update = `the layer lock no longer fits; write it anew: ${flags["update-command"]}`;
    requireAsMany("position", flags.position, "descriptor", flags.descriptor);
    requireAsMany("bundle-position", flags["bundle-position"], "bundle", flags.bundle);
    const bundleAt = new Map(flags["bundle-position"].map((position, index) => [position, flags.bundle[index]!]));
    const places: Place[] = flags.metadata.map((_, position) => ({ members: [], bundle: bundleAt.get(position) }));
    const added: Mergeable[] = [];

    const descriptors = await Promise.all(
      flags.descriptor.map((file) =>
        readJson(layerDescriptorSchema, onDisk(file), "remove the descriptor and build again"),
      ),
    );
    const mergeables = flags.mergeable.map(onDisk).values();
    descriptors.forEach((descriptor, index) => {
      const position = flags.position[index]!;
      const members = position === -1 ? added : places[position]?.members;
      if (members === undefined) {
        throw new ActionError(`position ${position} has no --metadata`, {
          remedy: "give one --metadata for each layer",
        });
      }
      const merged = position === -1 || bundleAt.has(position);
      const file = merged ? mergeables.next().value : "";
      if (file === undefined) {
        throw new ActionError("a member of a bundle has no --mergeable", {
          package: descriptor.name,
          remedy: "give one --mergeable for each descriptor of a bundle, in the same order",
        });
      }
      if (merged && !descriptor.mergeable) {
        throw new ActionError(
          "the package is at or above the merge limit and must be alone, and the lock has no layer for it",
          {
            package: `${descriptor.name} ${descriptor.version}`.trim(),
            remedy: update,
          },
        );
      }
      members.push({ descriptor, file });
    });
    joinAdded(places, added);
    requireSameCompression(
      places.flatMap((place) => (place.bundle === undefined ? [] : place.members)).map(({ descriptor }) => descriptor),
    );
    await requireWishes(places, flags, context.root, update);
    const found = await settleCollisions(places, flags.collisions);

    await writeOutputs(async (outputs) => {
      for (const [position, { members, bundle }] of places.entries()) {
        context.signal.throwIfAborted();
        const [first] = members;
        if (first === undefined) {
          throw new ActionError(`no --descriptor has position ${position}`, {
            remedy: "give every layer a descriptor",
          });
        }
        const { mediaType } = first.descriptor;
        const layer =
          bundle === undefined
            ? first.descriptor
            : { mediaType, ...(await writeBundleFile(members, outputs.file(onDisk(bundle)), cache, context.signal)) };
        await writeFile(
          outputs.file(onDisk(flags.metadata[position]!)),
          formatLayerMetadata(
            layer,
            members.map(({ descriptor }) => descriptor),
          ),
        );
      }
    }, context.signal);
    for (const finding of found) {
      context.log(findingLine(finding));
    }
  };
}

/**
 * Puts the members of each layer in their order: by name, and of packages that collide the one last whose file should be there.
 * The order of the layers themselves is the lock's.
 *
 * @returns what is to be said of collisions
 */
async function settleCollisions(places: readonly Place[], rule: CollisionRule): Promise<Finding[]> {
  for (const { members } of places) {
    members.sort(byName);
  }
  const fileOf = new Map(places.flatMap(({ members }) => members).map(({ descriptor, file }) => [descriptor, file]));
  const collisions = await findCollisions(
    [...fileOf.keys()],
    contentReader((descriptor) => fileOf.get(descriptor) || undefined),
  );
  refuseCollisions(collisions, rule);
  const ids = new Map([...fileOf.keys()].map((descriptor, index) => [descriptor, String(index)]));
  const wins = winsOf(collisions, (descriptor) => (descriptor.kind === "package" ? ids.get(descriptor) : undefined));
  for (const { members } of places) {
    const byId = new Map(members.map((member) => [ids.get(member.descriptor)!, member]));
    members.splice(0, members.length, ...orderPackages([...byId.keys()], wins).map((id) => byId.get(id)!));
  }
  return collisionFindings(
    collisions,
    places.flatMap(({ members }) => members).map(({ descriptor }) => descriptor),
  );
}

function requireAsMany(name: string, values: readonly unknown[], other: string, others: readonly unknown[]): void {
  if (values.length !== others.length) {
    throw new ActionError(`${values.length} of --${name} and ${others.length} of --${other}`, {
      remedy: `give one --${name} for each --${other}, in the same order`,
    });
  }
}

function byName({ descriptor: a }: Mergeable, { descriptor: b }: Mergeable): number {
  return compareText(a.name, b.name) || compareText(a.version, b.version) || compareText(a.digest, b.digest);
}

/** What the lock does not know joins, the largest first, the bundle that its coming makes least dearer. */
function joinAdded(places: readonly Place[], added: readonly Mergeable[]): void {
  const bundles = places.filter(({ bundle }) => bundle !== undefined);
  const size = (members: readonly Mergeable[]) => ({
    bytes: members.reduce((sum, { descriptor }) => sum + descriptor.tarSize, 0),
    members: members.length,
  });
  for (const newcomer of [...added].sort((a, b) => b.descriptor.tarSize - a.descriptor.tarSize || byName(a, b))) {
    const cost = ({ members }: Place) => joinCost(size(members), size([newcomer]));
    const [cheapest] = bundles.toSorted((a, b) => cost(a) - cost(b));
    if (cheapest === undefined) {
      throw new ActionError("a package has neither a position nor a bundle to join", {
        package: newcomer.descriptor.name,
        remedy: "give at least one --bundle",
      });
    }
    cheapest.members.push(newcomer);
  }
}

/** The lock has the last word on places, so that wishes that it does not fulfil are errors and not passed over. */
async function requireWishes(
  places: readonly Place[],
  flags: z.infer<typeof argumentsSchema>,
  root: string,
  remedy: string,
): Promise<void> {
  const packages: PlanPackage[] = [];
  const placeOf = new Map<string, number>();
  places.forEach(({ members }, place) => {
    for (const { descriptor } of members.filter(({ descriptor: { kind } }) => kind === "package")) {
      const { name, version, tarSize, mergeable } = descriptor;
      const id = `${name}@${version}@${packages.length}`;
      packages.push({ id, name, version, bytes: tarSize, mergeable });
      placeOf.set(id, place);
    }
  });
  for (const unit of planUnits(packages, await readPlanOptions(flags, root))) {
    const inPlaces = new Set(unit.packages.map(({ id }) => placeOf.get(id)!));
    const [place] = inPlaces;
    if (inPlaces.size > 1) {
      throw new ActionError(`${unit.joined} wants packages in one layer that the lock has in several`, {
        package: unit.name,
        remedy,
      });
    }
    if (unit.alone !== undefined && places[place!]!.members.length > unit.packages.length) {
      throw new ActionError(`${unit.alone}, and the lock has the package in a layer with others`, {
        package: unit.name,
        remedy,
      });
    }
  }
}
