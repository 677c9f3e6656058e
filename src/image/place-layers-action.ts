// The `place-layers` action: a plan's layers as files of their own, for image rules that must know their number at analysis.
// No blob is read.

import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import * as z from "zod";
import type { Action } from "../action/action";
import { ActionError } from "../action/action-error";
import { type ActionHelp, flag, many, pairs, parseArguments, path as pathFlag } from "../action/flag-schemas";
import { writeOutputs } from "../action/output-transaction";
import { memberCompressor } from "../layer/compress-member";
import { digestOf } from "../layer/digest";
import { compressionOf, type LayerDescriptor } from "../layer/layer-descriptor";
import { type PlanFileLayer, readPlanFile } from "../plan/plan-file";
import { formatLayerMetadata } from "./layer-metadata";
import { placeBlob, REMEDY, readBlobDigest, readBlobNames } from "./place-blob";

const atPosition = pairs.pipe(
  z
    .array(z.tuple([z.string().regex(/^\d{1,6}$/, "does not begin with a position"), z.string().min(1)]))
    .transform((all) => new Map(all.map(([position, file]) => [Number(position), file]))),
);

const argumentsSchema = z.strictObject({
  plan: flag("FILE", "the plan that merge-layers made", pathFlag),
  bundles: flag("DIRECTORY", "the bundles that merge-layers made", pathFlag),
  descriptor: flag("FILE", "descriptor of a layer", many),
  blob: flag("FILE", "blob of the layer at the same place", many),
  metadata: flag("FILE", "output: what manifest and config need to know of the next layer, bottom first, JSON", many),
  place: flag("POSITION<TAB>FILE", "output: the layer of the metadata at that position, from 0", atPosition),
  own: flag(
    "POSITION<TAB>DESCRIPTOR",
    "instead of --place: the layer at that position is the blob of this descriptor",
    atPosition,
  ),
});

/** What the help shows of the action. */
export const placeLayersCommand: ActionHelp = {
  name: "place-layers",
  summary: "write each layer of a plan to a file of its own",
  flags: argumentsSchema.shape,
};

/**
 * Links each layer of the plan to the file at its place, and describes it beside. Layers of the base are left out: the
 * image rule that takes the files has it.
 *
 * When a recipe has an expression that matches nothing, there are fewer layers than places: an empty layer goes below the last.
 *
 * @throws ActionError when the plan has more layers than there are places, or another layer where --own names one
 */
export const placeLayersAction: Action = async (args, context) => {
  const flags = parseArguments("place-layers", argumentsSchema, args);
  const onDisk = (file: string) => path.resolve(context.root, file);
  if (flags.descriptor.length !== flags.blob.length) {
    throw new ActionError(
      `--descriptor and --blob are not in pairs: there are ${flags.descriptor.length} and ${flags.blob.length}`,
      {
        remedy: "give one --blob for each --descriptor, in the same order",
      },
    );
  }
  const { metadata, place, own } = flags;
  const wrong = metadata.findIndex((_, position) => place.has(position) === own.has(position));
  if (wrong >= 0 || place.size + own.size !== metadata.length) {
    throw new ActionError(
      `--metadata, --place and --own do not fit: there are ${metadata.length}, ${place.size} and ${own.size}`,
      {
        remedy: "give one of --place and --own for the position of each --metadata",
      },
    );
  }
  const layers = (await readPlanFile(onDisk(flags.plan), flags.plan)).layers.filter(({ kind }) => kind !== "base");
  const missing = metadata.length - layers.length;
  if (missing < 0 || (missing > 0 && own.size > 0)) {
    throw new ActionError(`the plan has ${layers.length} layers, and ${metadata.length} were expected at analysis`, {
      file: flags.plan,
      remedy: "keep a layer lock: `bazel run` the image's .lock target and give `lock = LOCK`",
    });
  }
  const blobs = await readBlobNames(flags.descriptor.map(onDisk), flags.blob.map(onDisk));
  const inputs = {
    files: [flags.plan, ...flags.descriptor, ...flags.blob, ...own.values()].map(onDisk),
    directories: [onDisk(flags.bundles)],
  };
  await writeOutputs({ ...inputs, signal: context.signal }, async (outputs) => {
    const placed = [...layers.slice(0, -1), ...Array.from({ length: missing }, () => undefined), ...layers.slice(-1)];
    for (const [position, layer] of placed.entries()) {
      context.signal.throwIfAborted();
      const metadataFile = outputs.file(onDisk(metadata[position]!));
      const file = place.get(position);
      if (layer === undefined) {
        await writeEmptyLayer(layers[0]!.mediaType, outputs.file(onDisk(file!)), metadataFile);
        continue;
      }
      if (file === undefined) {
        await requireOwn(layer, own.get(position)!, onDisk, flags.plan);
      } else {
        const source = sourceOf(layer, onDisk(flags.bundles), blobs, flags.plan);
        await placeBlob(layer, source, outputs.file(onDisk(file)));
      }
      await writeFile(metadataFile, formatLayerMetadata(layer, layer.packages));
    }
  });
};

function sourceOf(
  { kind, digest, packages }: PlanFileLayer,
  bundles: string,
  blobs: ReadonlyMap<string, string>,
  plan: string,
): string {
  const source = kind === "bundle" ? path.join(bundles, ...digest.split(":")) : blobs.get(digest);
  if (source === undefined) {
    throw new ActionError(`no --descriptor describes ${digest}`, {
      package: packages[0]?.name,
      file: plan,
      remedy: REMEDY,
    });
  }
  return source;
}

/** What was known at analysis and what the plan says are of one image, or the files would be those of another. */
async function requireOwn(
  { digest, packages }: PlanFileLayer,
  descriptor: string,
  onDisk: (file: string) => string,
  plan: string,
): Promise<void> {
  if (digest !== (await readBlobDigest(onDisk(descriptor)))) {
    const names = packages.map(({ name }) => name).join(", ");
    throw new ActionError(`the plan has ${names} where the layer of ${descriptor} was expected at analysis`, {
      package: packages[0]?.name,
      file: plan,
      remedy: "update the layer lock with `bazel run` of the image's .lock target",
    });
  }
}

/** A layer without files: the two blocks of zeros that end an archive (POSIX pax, "ustar Interchange Format"). */
async function writeEmptyLayer(mediaType: string, target: string, metadata: string): Promise<void> {
  const tar = Buffer.alloc(1024);
  const blob = await memberCompressor(compressionOf(mediaType as LayerDescriptor["mediaType"]), -1)(tar);
  const layer = { mediaType, digest: digestOf(blob), size: blob.length, diffId: digestOf(tar) };
  await writeFile(target, blob);
  await writeFile(metadata, formatLayerMetadata(layer, [{ name: "nothing", version: "" }]));
}
