// Reads files of packages whose mergeables have their bytes, to tell whether two files are the same.

import { createHash } from "node:crypto";
import { ActionError } from "../action/action-error";
import { type OpenInput, piecesOf, withInputFile } from "../action/input-file";
import { machineFault } from "../action/machine-error";
import { readTar } from "../base/tar-reader";
import { finishDigest, sha256Of } from "../layer/digest";
import type { LayerDescriptor } from "../layer/layer-descriptor";
import { isNamespaceFile, LARGEST_NAMESPACE_FILE } from "../layer/namespace-file";
import { decompressMembers } from "./decompress";
import type { ContentFacts, ReadContent } from "./path-collisions";

/** A larger file is not held in memory. */
const LARGEST_FILE = 64 << 20;

/**
 * Reads files out of mergeables.
 *
 * @param fileOf Path of a package's mergeable; undefined for a layer that has none. That of a package above the merge limit is empty.
 */
export function contentReader(fileOf: (descriptor: LayerDescriptor) => string | undefined): ReadContent {
  return async (descriptor, paths) => {
    const file = fileOf(descriptor);
    if (file === undefined) {
      return new Map();
    }
    try {
      return await withInputFile(file, (input) => readContent(input, descriptor, new Set(paths)));
    } catch (cause) {
      if (cause instanceof ActionError || machineFault(cause) !== undefined) {
        throw cause;
      }
      throw new ActionError("a package's mergeable cannot be read", {
        package: `${descriptor.name} ${descriptor.version}`.trim(),
        file,
        remedy: "remove it and build again",
        cause,
      });
    }
  };
}

/** Reads a blob twice, a piece at a time: it may be of any size. */
async function readContent(
  input: OpenInput,
  { digest, size: blobSize, mediaType }: LayerDescriptor,
  wanted: ReadonlySet<string>,
): Promise<Map<string, ContentFacts>> {
  const found = new Map<string, ContentFacts>();
  if (input.size !== blobSize || (await blobDigest(input)) !== digest) {
    // The mergeable is empty, or damaged, which is an error when it is merged.
    return found;
  }
  const tar = decompressMembers(piecesOf(input, 0, blobSize), mediaType);
  await readTar(tar, async ({ path, kind, size }, content) => {
    if (kind === "file" && wanted.has(path) && size <= LARGEST_FILE) {
      const bytes = await content.take(size);
      found.set(path, {
        sha256: sha256Of(bytes).toString("hex"),
        namespace: size <= LARGEST_NAMESPACE_FILE && isNamespaceFile(bytes.toString("utf8")),
      });
    }
  });
  await input.requireUnchanged();
  return found;
}

async function blobDigest(input: OpenInput): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of piecesOf(input, 0, input.size)) {
    hash.update(piece);
  }
  return finishDigest(hash);
}
