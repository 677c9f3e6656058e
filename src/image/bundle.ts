// Merges packages' blobs into one layer by concatenation: nothing is compressed again.

import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import * as zlib from "node:zlib";
import { type LayerDescriptor, layerMediaTypes } from "../package/descriptor";
import { ActionError } from "../worker/action-error";

/** A package that may become part of a bundle. */
export interface Mergeable {
  readonly descriptor: LayerDescriptor;
  /** Path of the file with the blob's bytes. */
  readonly file: string;
}

/** A finished bundle; what a manifest, a config and a plan need of it. */
export interface Bundle {
  readonly digest: string;
  readonly size: number;
  readonly diffId: string;
}

/**
 * Bundles by the digests of their blobs, in order. A worker keeps one, since inflating a bundle to know its diff_id
 * costs more than all else here; equal keys have equal values for ever.
 */
export type BundleCache = Map<string, Bundle>;

/** Bundles kept per worker; each is three short strings. */
const CACHE_LIMIT = 10_000;

/**
 * Concatenates blobs, each without its closing member, and closes the whole with one.
 *
 * @returns the bundle's bytes.
 * @throws ActionError when a mergeable is not what its descriptor says.
 */
export async function concatenate(packages: readonly Mergeable[]): Promise<Buffer> {
  const parts: Buffer[] = [];
  let closing: Buffer | undefined;
  for (const { descriptor, file } of packages) {
    const bytes = await readFile(file).catch((cause: unknown) => {
      throw damaged(descriptor, file, "cannot be read", cause);
    });
    if (`sha256:${createHash("sha256").update(bytes).digest("hex")}` !== descriptor.digest) {
      throw damaged(descriptor, file, "is not what its descriptor says");
    }
    const end = bytes.length - descriptor.closingSize;
    if (closing !== undefined && !closing.equals(bytes.subarray(end))) {
      throw damaged(descriptor, file, "was made with other settings than the packages beside it");
    }
    closing = bytes.subarray(end);
    parts.push(bytes.subarray(0, end));
  }
  return Buffer.concat([...parts, ...(closing === undefined ? [] : [closing])]);
}

function damaged(descriptor: LayerDescriptor, file: string, what: string, cause?: unknown): ActionError {
  return new ActionError(`a package's mergeable ${what}`, {
    package: `${descriptor.name} ${descriptor.version}`.trim(),
    file,
    remedy: "remove it and build again",
    cause,
  });
}

/** Writes a bundle and gives its digests; the diff_id comes from the cache when these blobs were bundled before. */
export async function writeBundle(
  packages: readonly Mergeable[],
  outputOf: (digest: string) => string,
  cache: BundleCache,
): Promise<Bundle> {
  const bytes = await concatenate(packages);
  const key = packages.map(({ descriptor }) => descriptor.digest).join();
  let bundle = cache.get(key);
  if (bundle === undefined) {
    bundle = {
      digest: `sha256:${createHash("sha256").update(bytes).digest("hex")}`,
      size: bytes.length,
      diffId: await diffId(bytes, packages[0]!.descriptor.mediaType),
    };
    if (cache.size >= CACHE_LIMIT) {
      cache.clear();
    }
    cache.set(key, bundle);
  }
  await writeFile(outputOf(bundle.digest), bytes);
  return bundle;
}

/** The digest of the decompressed bytes. */
async function diffId(blob: Buffer, mediaType: LayerDescriptor["mediaType"]): Promise<string> {
  const hash = createHash("sha256");
  if (mediaType === layerMediaTypes.none) {
    return `sha256:${hash.update(blob).digest("hex")}`;
  }
  const decompress = mediaType === layerMediaTypes.gzip ? zlib.createGunzip() : zlib.createZstdDecompress();
  decompress.end(blob);
  for await (const chunk of decompress) {
    hash.update(chunk);
  }
  return `sha256:${hash.digest("hex")}`;
}
