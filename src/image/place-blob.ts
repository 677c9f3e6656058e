// Finds the files of layers' blobs by digest, and puts them in their places without reading them.

import { constants } from "node:fs";
import { copyFile, link, realpath, stat } from "node:fs/promises";
import * as path from "node:path";
import * as z from "zod";
import { ActionError } from "../action/action-error";
import { readJson } from "../action/json-document";
import { isCopiedInstead } from "../action/link-or-copy";
import { descriptorDocument, layerDescriptorSchema } from "../layer/layer-descriptor";
import type { PlanFileLayer } from "../plan/plan-file";

/** What is needed from a descriptor to find its blob; its list of files, which is nearly all of it, is not checked. */
const blobNameSchema = z.looseObject(layerDescriptorSchema.pick({ digest: true }).shape);

/** What helps when the files of an image do not fit together. */
export const REMEDY = "remove the image's outputs and build again";

/** The digest of a descriptor's blob. */
export async function readBlobDigest(descriptor: string): Promise<string> {
  return (await readJson(blobNameSchema, descriptor, descriptorDocument)).digest;
}

/** The file of each blob by its digest. */
export async function readBlobNames(
  descriptors: readonly string[],
  files: readonly string[],
): Promise<Map<string, string>> {
  const entries = descriptors.map(
    async (descriptor, index) => [await readBlobDigest(descriptor), files[index]!] as const,
  );
  return new Map(await Promise.all(entries));
}

/**
 * Bazel's own outputs are linked. Source files (a base that a repository rule fetched) are copied: Bazel removes the write
 * permission of outputs, and through a hard link it would remove that of the source.
 */
export async function placeBlob({ size, packages }: PlanFileLayer, source: string, target: string): Promise<void> {
  const names = packages.map(({ name, version }) => `${name} ${version}`.trim());
  const details = { ...(names.length === 0 ? {} : { package: names.join(", ") }), file: source, remedy: REMEDY };
  const real = await realpath(source).catch((cause: unknown) => {
    throw new ActionError("a layer's blob is missing", { ...details, cause });
  });
  const found = await stat(real);
  if (!found.isFile() || found.size !== size) {
    throw new ActionError(`a layer's blob has ${found.size} bytes where the plan says ${size}`, details);
  }
  if (real.split(path.sep).includes("bazel-out")) {
    try {
      await link(real, target);
      return;
    } catch (error) {
      if (!isCopiedInstead(error)) {
        throw error;
      }
    }
  }
  await copyFile(real, target, constants.COPYFILE_FICLONE);
}
