// Merges packages' blobs into one layer by concatenation: nothing is compressed again.

import { createHash, type Hash } from "node:crypto";
import { type FileHandle, open, rename } from "node:fs/promises";
import * as path from "node:path";
import { ActionError } from "../action/action-error";
import { NoInput, type OpenInput, piecesOf, withInputFile } from "../action/input-file";
import { machineFault } from "../action/machine-error";
import { PIECE_SIZE } from "../layer/buffer-pool";
import { memberCompressor } from "../layer/compress-member";
import { finishDigest, sha256Of } from "../layer/digest";
import { directoryHeaders, sortPaths } from "../layer/directories";
import { compressionOf, type LayerDescriptor } from "../layer/layer-descriptor";
import type { ManifestLayer } from "../layer/manifest-layer";
import { END_OF_ARCHIVE_SIZE } from "../layer/tar-header";
import { decompressMembers } from "./decompress";

/** A package that may become part of a bundle. */
export interface Mergeable {
  readonly descriptor: LayerDescriptor;
  /** Path of the file with the blob's bytes. */
  readonly file: string;
}

/**
 * Bundles by the digests of their blobs, in order. A worker keeps one, since decompressing a bundle to know its diff_id
 * costs more than everything else here; equal keys always have equal values.
 */
export type BundleCache = Map<string, ManifestLayer>;

/** Bundles kept per worker; each is four short values. */
const CACHE_LIMIT = 10_000;

/**
 * Writes a bundle into a folder, as `sha256/<hex>` like a blob of an image layout; see writeBundleFile.
 *
 * @param folder Must have a folder `sha256`. After an error, a file of the bundle may be left there.
 */
export async function writeBundle(
  packages: readonly Mergeable[],
  folder: string,
  cache: BundleCache,
  signal: AbortSignal,
): Promise<ManifestLayer> {
  const unfinished = path.join(folder, "unfinished-bundle");
  const bundle = await writeBundleFile(packages, unfinished, cache, signal);
  await rename(unfinished, path.join(folder, ...bundle.digest.split(":")));
  return bundle;
}

/**
 * Writes a bundle: the directories of all its packages, each once; then the packages' content in the given order, each blob
 * without its directories and its closing member; and one closing member. Equal lists of blobs give equal bytes. Only a few
 * pieces are in memory at a time, whatever the sizes of the packages.
 *
 * @param packages At least one, of one compression.
 * @param target Path of the bundle; nothing is there yet.
 * @param cache Spares the decompression when these blobs were bundled before.
 * @throws ActionError when a mergeable is not what its descriptor says; a part of the bundle may be at `target` then.
 */
async function writeBundleFile(
  packages: readonly Mergeable[],
  target: string,
  cache: BundleCache,
  signal: AbortSignal,
): Promise<ManifestLayer> {
  const key = JSON.stringify(packages.map(({ descriptor }) => dependencies(descriptor)));
  const known = cache.get(key);
  const file = await open(target, "wx");
  let bundle: ManifestLayer;
  try {
    const writer = new BundleWriter(file, known === undefined);
    await writer.addDirectories(packages);
    for (const mergeable of packages) {
      signal.throwIfAborted();
      await writer.add(mergeable);
    }
    bundle = await writer.finish(known);
  } finally {
    await file.close();
  }
  if (known === undefined) {
    if (cache.size >= CACHE_LIMIT) {
      cache.clear();
    }
    cache.set(key, bundle);
  }
  return bundle;
}

/** Everything in a descriptor that a bundle and its digests depend on; the digest of the blob is proved each time. */
function dependencies(descriptor: LayerDescriptor): readonly unknown[] {
  const { digest, size, mediaType, level, ownership, directories, directoriesSize, tarSize, closingSize } = descriptor;
  return [digest, size, mediaType, level, ownership, directories, directoriesSize, tarSize, closingSize];
}

class BundleWriter {
  readonly #file: FileHandle;
  readonly #isNew: boolean;
  readonly #blobHash = createHash("sha256");
  readonly #tarHash = createHash("sha256");
  #size = 0;
  #last: { closing: Buffer; mergeable: Mergeable } | undefined;

  constructor(file: FileHandle, isNew: boolean) {
    this.#file = file;
    this.#isNew = isNew;
  }

  /** Lists the directories of all packages, compressed as each package's own are. */
  async addDirectories(packages: readonly Mergeable[]): Promise<void> {
    const [{ descriptor: first }] = packages as [Mergeable];
    for (const mergeable of packages) {
      const { level, mediaType, ownership } = mergeable.descriptor;
      if (mediaType !== first.mediaType || level !== first.level) {
        throw damaged(mergeable, "was made with another compression or level than the packages beside it");
      }
      if (JSON.stringify(ownership) !== JSON.stringify(first.ownership)) {
        throw damaged(mergeable, "was made with another owner or mtime than the packages beside it");
      }
    }
    const directories = new Set(packages.flatMap(({ descriptor }) => descriptor.directories));
    const tar = directoryHeaders(sortPaths(directories), first.ownership);
    const compress = memberCompressor(compressionOf(first.mediaType), first.level);
    for (let at = 0; at < tar.length; at += PIECE_SIZE) {
      await this.#write(await compress(tar.subarray(at, at + PIECE_SIZE)));
    }
    if (this.#isNew) {
      this.#tarHash.update(tar);
    }
  }

  async add(mergeable: Mergeable): Promise<void> {
    const { descriptor, file } = mergeable;
    try {
      await withInputFile(file, (input) => this.#addFrom(mergeable, input));
    } catch (cause) {
      throw cause instanceof ActionError || machineFault(cause) !== undefined
        ? cause
        : damaged(
            { descriptor, file },
            cause instanceof NoInput ? `cannot be read: ${cause.message}` : "cannot be read",
            cause,
          );
    }
  }

  async #addFrom(mergeable: Mergeable, input: OpenInput): Promise<void> {
    const { descriptor } = mergeable;
    const { size, directoriesSize, closingSize, directories, ownership, tarSize } = descriptor;
    await requireDescribed(mergeable, input);
    const closing = await readEnd(mergeable, input);
    if (this.#last !== undefined && !this.#last.closing.equals(closing)) {
      throw damaged(mergeable, "was made with another compression or level than the packages beside it");
    }
    this.#last = { closing, mergeable };
    // Checked again: what is written is what was proved, whatever happened to the file in between.
    const hash = createHash("sha256");
    const listing = hashed(piecesOf(input, 0, directoriesSize), hash);
    const content = this.#written(hashed(piecesOf(input, directoriesSize, size - closingSize), hash));
    if (this.#isNew) {
      const headers = directoryHeaders(directories, ownership);
      const listed = createHash("sha256");
      await this.#unpack(listing, mergeable, headers.length, listed);
      if (!listed.digest().equals(sha256Of(headers))) {
        throw damaged(mergeable, "lists other directories than its descriptor");
      }
      await this.#unpack(content, mergeable, tarSize - headers.length, this.#tarHash);
    } else {
      for await (const _ of listing);
      for await (const _ of content);
    }
    if (finishDigest(hash.update(closing)) !== descriptor.digest) {
      throw damaged(mergeable, "changed while it was read");
    }
  }

  /** Writes pieces, and passes them on. */
  async *#written(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of pieces) {
      await this.#write(piece);
      yield piece;
    }
  }

  /** Writes the closing member; `known` are the digests of the same bundle made before. */
  async finish(known: ManifestLayer | undefined): Promise<ManifestLayer> {
    const { closing, mergeable } = this.#last!;
    await this.#write(closing);
    if (known !== undefined) {
      return known;
    }
    await this.#unpack([closing], mergeable, END_OF_ARCHIVE_SIZE, this.#tarHash);
    return {
      digest: finishDigest(this.#blobHash),
      size: this.#size,
      mediaType: mergeable.descriptor.mediaType,
      diffId: finishDigest(this.#tarHash),
    };
  }

  async #write(bytes: Buffer): Promise<void> {
    if (this.#isNew) {
      this.#blobHash.update(bytes);
    }
    this.#size += bytes.length;
    await this.#file.appendFile(bytes);
  }

  /** A wrong length reveals a descriptor that cuts the blob in the wrong place, and a decompressor that stops early. */
  async #unpack(
    members: Iterable<Buffer> | AsyncIterable<Buffer>,
    mergeable: Mergeable,
    tarSize: number,
    hash: Hash,
  ): Promise<void> {
    let size = 0;
    try {
      for await (const chunk of decompressMembers(members, mergeable.descriptor.mediaType, tarSize)) {
        hash.update(chunk);
        size += chunk.length;
      }
    } catch (cause) {
      throw cause instanceof ActionError || machineFault(cause) !== undefined
        ? cause
        : damaged(mergeable, "cannot be decompressed", cause);
    }
    if (size !== tarSize) {
      throw damaged(mergeable, `decompresses to ${size} bytes where its descriptor says ${tarSize}`);
    }
  }
}

/** @throws ActionError when a mergeable has another size or digest than its descriptor says. */
async function requireDescribed(mergeable: Mergeable, input: OpenInput): Promise<void> {
  const { digest, size, directoriesSize, closingSize } = mergeable.descriptor;
  if (input.size !== size) {
    throw damaged(mergeable, `has ${input.size} bytes where its descriptor says ${size}`);
  }
  const hash = createHash("sha256");
  for await (const _ of hashed(piecesOf(input, 0, size), hash));
  if (finishDigest(hash) !== digest) {
    throw damaged(mergeable, "is not what its descriptor says: its digest differs");
  }
  if (directoriesSize + closingSize > size) {
    throw damaged(mergeable, `has ${size} bytes, fewer than its directories and its closing member are said to have`);
  }
}

/** Hashes pieces, and passes them on. */
async function* hashed(pieces: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}

/** The closing member, which compresses two blocks of zeros. */
async function readEnd(mergeable: Mergeable, input: OpenInput): Promise<Buffer> {
  const { size, closingSize } = mergeable.descriptor;
  const pieces: Buffer[] = [];
  for await (const piece of piecesOf(input, size - closingSize, size)) {
    pieces.push(piece);
    if (pieces.length > 1) {
      throw damaged(mergeable, `has a closing member of ${closingSize} bytes`);
    }
  }
  return Buffer.concat(pieces);
}

function damaged({ descriptor: { name, version }, file }: Mergeable, what: string, cause?: unknown): ActionError {
  return new ActionError(`a package's mergeable ${what}`, {
    package: `${name} ${version}`.trim(),
    file,
    remedy: "remove it and build again",
    cause,
  });
}
