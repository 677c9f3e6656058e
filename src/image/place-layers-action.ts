// The `place-layers` action: a plan's layers as files of their own, for image rules that want their number at analysis. No
// blob is read.

import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import * as z from "zod";
import type { Action } from "../action/action";
import { ActionError } from "../action/action-error";
import type { Command } from "../action/command-line";
import { many, parseArguments, path as pathFlag } from "../action/flag-schemas";
import { writeOutputs } from "../action/output-transaction";
import { memberCompressor } from "../layer/compress-member";
import { compressionOf, type LayerDescriptor } from "../layer/layer-descriptor";
import { parsePlanFile } from "../plan/plan-file";
import { formatLayerMetadata } from "./layer-metadata";
import { placeBlob, REMEDY, readBlobNames, readInput } from "./place-blob";

const argumentsSchema = z.strictObject({
  plan: pathFlag,
  bundles: pathFlag,
  descriptor: many,
  blob: many,
  layer: many,
  metadata: many,
});

/** What the help shows of the action. */
export const placeLayersCommand: Command = {
  name: "place-layers",
  summary: "put each layer of a plan into a file of its own",
  flags: [
    ["--plan=FILE", "the plan that merge-layers made, of an image without a base"],
    ["--bundles=DIRECTORY", "the bundles that merge-layers made"],
    ["--descriptor=FILE", "descriptor of a layer (repeated)"],
    ["--blob=FILE", "blob of the layer at the same place (repeated)"],
    ["--layer=FILE", "output: a layer of the plan, bottom first; one too many is an empty layer (repeated)"],
    ["--metadata=FILE", "output: what manifest and config need of the layer at the same place, JSON (repeated)"],
  ],
};

/** Links each layer of the plan to the file at the same place, and describes it beside. */
export const placeLayersAction: Action = async (args, context) => {
  const flags = parseArguments("place-layers", argumentsSchema, args);
  const onDisk = (file: string) => path.resolve(context.root, file);
  if (flags.descriptor.length !== flags.blob.length || flags.layer.length !== flags.metadata.length) {
    throw new ActionError(
      `${flags.descriptor.length} descriptors and ${flags.blob.length} blobs, ` +
        `${flags.layer.length} layers and ${flags.metadata.length} files of metadata`,
      { remedy: "give one --blob for each --descriptor, and one --metadata for each --layer, in the same order" },
    );
  }
  const { layers } = parsePlanFile(await readInput(onDisk(flags.plan)), flags.plan);
  const missing = flags.layer.length - layers.length;
  if (missing < 0) {
    throw new ActionError(`the plan has ${layers.length} layers, and ${flags.layer.length} were expected at analysis`, {
      file: flags.plan,
      remedy: "keep a layer lock: `bazel run` the image's .lock target and give `lock = LOCK`",
    });
  }
  const blobs = await readBlobNames(flags.descriptor.map(onDisk), flags.blob.map(onDisk));
  await writeOutputs(async (outputs) => {
    // A recipe has a layer for each of its expressions, and one that matches nothing is seen here only.
    const placed = [...layers.slice(0, -1), ...Array.from({ length: missing }, () => undefined), ...layers.slice(-1)];
    for (const [index, layer] of placed.entries()) {
      context.signal.throwIfAborted();
      const target = outputs.file(onDisk(flags.layer[index]!));
      const metadata = outputs.file(onDisk(flags.metadata[index]!));
      if (layer === undefined) {
        await writeEmptyLayer(layers[0]!.mediaType, target, metadata);
        continue;
      }
      const { kind, digest, packages } = layer;
      const source = kind === "bundle" ? path.join(onDisk(flags.bundles), ...digest.split(":")) : blobs.get(digest);
      if (source === undefined) {
        throw new ActionError(`no --descriptor is that of ${digest}`, {
          package: packages[0]?.name,
          file: flags.plan,
          remedy: REMEDY,
        });
      }
      await placeBlob(layer, source, target);
      await writeFile(metadata, formatLayerMetadata(layer, packages));
    }
  }, context.signal);
};

/** A layer without files: the two blocks of zeros that end an archive (POSIX pax, "ustar Interchange Format"). */
async function writeEmptyLayer(mediaType: string, target: string, metadata: string): Promise<void> {
  const tar = Buffer.alloc(1024);
  const blob = await memberCompressor(compressionOf(mediaType as LayerDescriptor["mediaType"]), -1)(tar);
  const digest = (bytes: Buffer) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  const layer = { mediaType, digest: digest(blob), size: blob.length, diffId: digest(tar) };
  await writeFile(target, blob);
  await writeFile(metadata, formatLayerMetadata(layer, [{ name: "nothing", version: "" }]));
}
