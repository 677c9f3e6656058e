// Looks at files of packages that are small enough to be at hand, to tell whether two are the same.

import { readFile } from "node:fs/promises";
import { readTar } from "../base/tar-reader";
import { digestOf, sha256Of } from "../layer/digest";
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
    const found = new Map<string, ContentFacts>();
    const file = fileOf(descriptor);
    const blob = file === undefined ? Buffer.alloc(0) : await readFile(file);
    if (digestOf(blob) !== descriptor.digest) {
      // Empty, or damaged, which is an error where it is merged.
      return found;
    }
    const wanted = new Set(paths);
    await readTar(decompressMembers([blob], descriptor.mediaType), async ({ path, kind, size }, content) => {
      if (kind === "file" && wanted.has(path) && size <= LARGEST_FILE) {
        const bytes = await content.take(size);
        found.set(path, {
          sha256: sha256Of(bytes).toString("hex"),
          namespace: size <= LARGEST_NAMESPACE_FILE && isNamespaceFile(bytes.toString("utf8")),
        });
      }
    });
    return found;
  };
}
