// The `image-layout` action: puts every blob of the image in its place in an OCI image layout directory.

import { constants } from "node:fs";
import { copyFile, link, mkdir, readFile, realpath, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { z } from "zod";
import { layerDescriptorSchema } from "../package/descriptor";
import { parsePlanFile } from "../plan/plan-file";
import type { Action } from "../worker/action";
import { ActionError } from "../worker/action-error";
import { many, parseArguments, path as pathFlag } from "../worker/flag-schemas";
import { writeOutputs } from "../worker/output-transaction";
import { blobPath } from "./base-layout";
import { toDocument } from "./image-documents";
import { readJson } from "./json-file";
import { configSchema, manifestSchema, mediaTypes } from "./oci-schemas";

const argumentsSchema = z.strictObject({
  plan: pathFlag,
  bundles: pathFlag,
  base: pathFlag.optional(),
  descriptor: many,
  blob: many,
  layout: pathFlag,
});

const REMEDY = "remove the image's outputs and build again";

/** Assembles the layout; heavy blobs are hard links to the layers' own files. */
export const imageLayoutAction: Action = async (args, context) => {
  const flags = parseArguments("image-layout", argumentsSchema, args);
  const onDisk = (file: string) => path.resolve(context.root, file);
  const bundles = onDisk(flags.bundles);
  const plan = parsePlanFile(await readFile(onDisk(flags.plan), "utf8"), flags.plan);
  const manifestBytes = await readFile(path.join(bundles, "manifest.json"));
  const manifest = await readJson(manifestSchema, path.join(bundles, "manifest.json"), REMEDY);
  const config = await readJson(configSchema, path.join(bundles, "config.json"), REMEDY);

  const blobs = new Map<string, string>();
  for (const [index, file] of flags.descriptor.entries()) {
    const descriptor = await readJson(layerDescriptorSchema, onDisk(file), REMEDY);
    blobs.set(descriptor.digest, onDisk(flags.blob[index]!));
  }
  await writeOutputs(async (outputs) => {
    const layout = outputs.directory(onDisk(flags.layout));
    await mkdir(path.join(layout, "blobs", "sha256"), { recursive: true });
    const placed = new Set<string>();
    for (const { kind, digest } of plan.layers) {
      context.signal.throwIfAborted();
      if (placed.has(digest)) {
        continue;
      }
      placed.add(digest);
      const source =
        kind === "bundle"
          ? path.join(bundles, ...digest.split(":"))
          : kind === "base"
            ? blobPath(onDisk(flags.base ?? "."), digest)
            : blobs.get(digest);
      if (source === undefined) {
        throw new ActionError(`no --descriptor is that of layer ${digest}`, { file: flags.plan, remedy: REMEDY });
      }
      await placeBlob(source, blobPath(layout, digest));
    }
    await writeFile(blobPath(layout, manifest.config.digest), await readFile(path.join(bundles, "config.json")));
    const named = {
      mediaType: mediaTypes.manifest,
      digest: toDocument(manifestBytes, mediaTypes.manifest).descriptor.digest,
      size: manifestBytes.length,
      // umoci and podman find an image of a layout by its name.
      annotations: { "org.opencontainers.image.ref.name": "latest" },
      platform: {
        architecture: config.architecture,
        os: config.os,
        ...(config.variant === undefined ? {} : { variant: config.variant }),
      },
    };
    await writeFile(blobPath(layout, named.digest), manifestBytes);
    await writeFile(path.join(layout, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
    const index = { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [named] };
    await writeFile(path.join(layout, "index.json"), JSON.stringify(index));
  }, context.signal);
};

/** Errors of link(2) that a copy answers: other file system, not permitted, too many links, not supported. */
const COPY_INSTEAD = ["EXDEV", "EPERM", "EMLINK", "ENOTSUP"];

/**
 * Bazel's own outputs are linked. Source files (a base that a repository rule fetched) are copied: Bazel takes the write
 * permission of outputs away, and a hard link would take it from the source.
 */
async function placeBlob(source: string, target: string): Promise<void> {
  const real = await realpath(source).catch((cause: unknown) => {
    throw new ActionError("a layer's blob is missing", { file: source, remedy: REMEDY, cause });
  });
  if (real.split(path.sep).includes("bazel-out")) {
    try {
      await link(real, target);
      return;
    } catch (error) {
      if (!COPY_INSTEAD.includes((error as NodeJS.ErrnoException).code ?? "")) {
        throw error;
      }
    }
  }
  await copyFile(real, target, constants.COPYFILE_FICLONE);
}
