// Writes members one behind another and knows both digests; compression runs ahead on other threads, within bounds.

import { createHash, type Hash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import type { CompressMember } from "./member";

/** Uncompressed bytes that may be on their way at a time. */
const BYTES_AHEAD = 32 << 20;

/** Digests and sizes of a finished blob. */
export interface BlobSummary {
  readonly digest: string;
  readonly size: number;
  readonly diffId: string;
  /** Length of the uncompressed tar, closing member included. */
  readonly tarSize: number;
}

/** One blob that is being written. Members appear in the order in which they are given. */
export class BlobWriter {
  readonly #file: FileHandle;
  readonly #compress: CompressMember;
  readonly #tarHash: Hash = createHash("sha256");
  readonly #blobHash: Hash = createHash("sha256");
  #tarSize = 0;
  #size = 0;
  #ahead = 0;
  readonly #queue: { member: Promise<Buffer>; pieceSize: number }[] = [];

  constructor(file: FileHandle, compress: CompressMember) {
    this.#file = file;
    this.#compress = compress;
  }

  /** Adds a piece of the tar as one member. The piece may not be changed afterwards. */
  async add(piece: Buffer): Promise<void> {
    this.#tarHash.update(piece);
    this.#tarSize += piece.length;
    const member = this.#compress(piece);
    // The failure is thrown where the member is written; until then it must not count as unhandled.
    member.catch(() => {});
    this.#queue.push({ member, pieceSize: piece.length });
    this.#ahead += piece.length;
    while (this.#ahead > BYTES_AHEAD) {
      await this.#writeNext();
    }
  }

  /** Waits for all members and gives the digests. */
  async finish(): Promise<BlobSummary> {
    while (this.#queue.length > 0) {
      await this.#writeNext();
    }
    return {
      digest: `sha256:${this.#blobHash.digest("hex")}`,
      size: this.#size,
      diffId: `sha256:${this.#tarHash.digest("hex")}`,
      tarSize: this.#tarSize,
    };
  }

  async #writeNext(): Promise<void> {
    const { member, pieceSize } = this.#queue.shift()!;
    const bytes = await member;
    this.#ahead -= pieceSize;
    this.#blobHash.update(bytes);
    this.#size += bytes.length;
    await this.#file.appendFile(bytes);
  }
}
