// Merges packages' blobs into one layer by concatenation: nothing is compressed again.

import { createHash, type Hash } from "node:crypto";
import { type FileHandle, open, readFile, rename } from "node:fs/promises";
import * as path from "node:path";
import { ActionError } from "../action/action-error";
import { PIECE_SIZE } from "../layer/buffer-pool";
import { memberCompressor } from "../layer/compress-member";
import { directoryHeaders, sortPaths } from "../layer/directories";
import { compressionOf, type LayerDescriptor } from "../layer/layer-descriptor";
import { END_OF_ARCHIVE_SIZE } from "../layer/tar-header";
import { decompressMembers } from "./decompress";

/** A package that may become part of a bundle. */
export interface Mergeable {
  readonly descriptor: LayerDescriptor;
  /** Path of the file with the blob's bytes. */
  readonly file: string;
}

/** A finished bundle; what a manifest, a config and a plan need of it. */
export interface Bundle {
  readonly digest: string;
  /** Length of the blob in bytes. */
  readonly size: number;
  /** Digest of the decompressed tar. */
  readonly diffId: string;
}

/**
 * Bundles by the digests of their blobs, in order. A worker keeps one, since decompressing a bundle to know its diff_id
 * costs more than all else here; equal keys have equal values for ever.
 */
export type BundleCache = Map<string, Bundle>;

/** Bundles kept per worker; each is three short strings. */
const CACHE_LIMIT = 10_000;

/** A mergeable's bytes, proved to be what the descriptor says. */
interface Members {
  /** Those that list its directories; may be none. */
  readonly directories: Buffer;
  /** Those of its content. */
  readonly content: Buffer;
  /** The constant member that ends the archive. */
  readonly closing: Buffer;
}

/**
 * Writes a bundle into a folder, as `sha256/<hex>` like a blob of an image layout; see writeBundleFile.
 *
 * @param folder Its folder `sha256` exists. After an error a file of the bundle's own may be left in it.
 */
export async function writeBundle(
  packages: readonly Mergeable[],
  folder: string,
  cache: BundleCache,
  signal: AbortSignal,
): Promise<Bundle> {
  const unfinished = path.join(folder, "unfinished-bundle");
  const bundle = await writeBundleFile(packages, unfinished, cache, signal);
  await rename(unfinished, path.join(folder, ...bundle.digest.split(":")));
  return bundle;
}

/**
 * Writes a bundle: the directories of all its packages, each once; then the packages' content in the given order, each blob
 * without its directories and its closing member; and one closing member. Equal lists of blobs give equal bytes. One package
 * is in memory at a time.
 *
 * @param packages At least one, of one compression.
 * @param target Path of the bundle; nothing is there yet.
 * @param cache Spares the decompression when these blobs were bundled before.
 * @throws ActionError when a mergeable is not what its descriptor says; a part of the bundle may be at `target` then.
 */
export async function writeBundleFile(
  packages: readonly Mergeable[],
  target: string,
  cache: BundleCache,
  signal: AbortSignal,
): Promise<Bundle> {
  const key = packages.map(({ descriptor }) => descriptor.digest).join();
  const known = cache.get(key);
  const file = await open(target, "wx");
  let bundle: Bundle;
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
    const { directories, content, closing } = await readMembers(mergeable);
    if (this.#last !== undefined && !this.#last.closing.equals(closing)) {
      throw damaged(mergeable, "was made with another compression or level than the packages beside it");
    }
    this.#last = { closing, mergeable };
    await this.#write(content);
    if (this.#isNew) {
      const { descriptor } = mergeable;
      const headers = directoryHeaders(descriptor.directories, descriptor.ownership);
      const listed = createHash("sha256");
      await this.#unpack(directories, mergeable, headers.length, listed);
      if (!listed.digest().equals(createHash("sha256").update(headers).digest())) {
        throw damaged(mergeable, "lists other directories than its descriptor");
      }
      await this.#unpack(content, mergeable, descriptor.tarSize - headers.length, this.#tarHash);
    }
  }

  /** Writes the closing member; `known` are the digests of the same bundle made before. */
  async finish(known: Bundle | undefined): Promise<Bundle> {
    const { closing, mergeable } = this.#last!;
    await this.#write(closing);
    if (known !== undefined) {
      return known;
    }
    await this.#unpack(closing, mergeable, END_OF_ARCHIVE_SIZE, this.#tarHash);
    return {
      digest: `sha256:${this.#blobHash.digest("hex")}`,
      size: this.#size,
      diffId: `sha256:${this.#tarHash.digest("hex")}`,
    };
  }

  async #write(bytes: Buffer): Promise<void> {
    if (this.#isNew) {
      this.#blobHash.update(bytes);
    }
    this.#size += bytes.length;
    await this.#file.appendFile(bytes);
  }

  /** A wrong length shows that the descriptor cut the blob in the wrong place, and also a decompressor that stops early. */
  async #unpack(members: Buffer, mergeable: Mergeable, tarSize: number, hash: Hash): Promise<void> {
    let size = 0;
    try {
      for await (const chunk of decompressMembers(members, mergeable.descriptor.mediaType)) {
        hash.update(chunk);
        size += chunk.length;
      }
    } catch (cause) {
      throw cause instanceof ActionError ? cause : damaged(mergeable, "cannot be decompressed", cause);
    }
    if (size !== tarSize) {
      throw damaged(mergeable, `decompresses to ${size} bytes where its descriptor says ${tarSize}`);
    }
  }
}

/** Reads a mergeable and proves its size and digest. */
async function readMembers(mergeable: Mergeable): Promise<Members> {
  const { digest, size, directoriesSize, closingSize } = mergeable.descriptor;
  const bytes = await readFile(mergeable.file).catch((cause: unknown) => {
    throw damaged(mergeable, "cannot be read", cause);
  });
  if (bytes.length !== size) {
    throw damaged(mergeable, `has ${bytes.length} bytes where its descriptor says ${size}`);
  }
  if (`sha256:${createHash("sha256").update(bytes).digest("hex")}` !== digest) {
    throw damaged(mergeable, "is not what its descriptor says: its digest is another");
  }
  if (directoriesSize + closingSize > size) {
    throw damaged(mergeable, `has ${size} bytes, fewer than its directories and its closing member are said to have`);
  }
  return {
    directories: bytes.subarray(0, directoriesSize),
    content: bytes.subarray(directoriesSize, size - closingSize),
    closing: bytes.subarray(size - closingSize),
  };
}

function damaged({ descriptor: { name, version }, file }: Mergeable, what: string, cause?: unknown): ActionError {
  return new ActionError(`a package's mergeable ${what}`, {
    package: `${name} ${version}`.trim(),
    file,
    remedy: "remove it and build again",
    cause,
  });
}
