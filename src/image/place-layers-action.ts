// The `place-layers` action: a plan's layers as files of their own, for image rules that want their number at analysis. No
// blob is read.

import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import { z } from "zod";
import { parsePlanFile } from "../plan/plan-file";
import type { Action } from "../worker/action";
import { ActionError } from "../worker/action-error";
import { many, parseArguments, path as pathFlag } from "../worker/flag-schemas";
import { writeOutputs } from "../worker/output-transaction";
import { placeBlob, REMEDY, readBlobNames, readInput } from "./blob-file";
import { formatLayerMetadata } from "./layer-metadata";

const argumentsSchema = z.strictObject({
  plan: pathFlag,
  bundles: pathFlag,
  descriptor: many,
  blob: many,
  layer: many,
  metadata: many,
});

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
  if (layers.length !== flags.layer.length) {
    throw new ActionError(`the plan has ${layers.length} layers, and ${flags.layer.length} were expected at analysis`, {
      file: flags.plan,
      remedy: "keep a layer lock: `bazel run` the image's .lock target and give `lock = LOCK`",
    });
  }
  const blobs = await readBlobNames(flags.descriptor.map(onDisk), flags.blob.map(onDisk));
  await writeOutputs(async (outputs) => {
    for (const [index, layer] of layers.entries()) {
      context.signal.throwIfAborted();
      const { kind, digest, packages } = layer;
      const source = kind === "bundle" ? path.join(onDisk(flags.bundles), ...digest.split(":")) : blobs.get(digest);
      if (source === undefined) {
        throw new ActionError(`no --descriptor is that of ${digest}`, {
          package: packages[0]?.name,
          file: flags.plan,
          remedy: REMEDY,
        });
      }
      await placeBlob(layer, source, outputs.file(onDisk(flags.layer[index]!)));
      await writeFile(outputs.file(onDisk(flags.metadata[index]!)), formatLayerMetadata(layer, packages));
    }
  }, context.signal);
};
