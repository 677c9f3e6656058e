// Writes members one behind another and knows both digests; work on later members runs ahead on other threads.

import { createHash, type Hash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";

/** Bytes of memory that members on their way may take. */
const BYTES_AHEAD = 24 << 20;

/** Bytes that may wait for the disk while later ones are hashed. */
const BYTES_UNWRITTEN = 4 << 20;

/** Digests and sizes of a finished blob. */
export interface BlobSummary {
  readonly digest: string;
  readonly size: number;
  readonly diffId: string;
  /** Length of the uncompressed tar, closing member included. */
  readonly tarSize: number;
}

/** Where an emitting member puts its bytes: first the tar's, then those of the blob that stand for them. */
export interface MemberSink {
  tar(bytes: Buffer): void;
  blob(bytes: Buffer): Promise<void>;
}

/** A member that is being made ahead of its turn. */
export interface PendingMember {
  /** Bytes of memory it takes until it is emitted. */
  readonly cost: number;
  /** Waits for what runs ahead, and writes it. Called once, in turn. */
  readonly emit: (sink: MemberSink) => Promise<void>;
}

/** One blob that is being written. Members appear in the order in which they are given. */
export class BlobWriter {
  readonly #file: FileHandle;
  readonly #tarHash: Hash = createHash("sha256");
  readonly #blobHash: Hash = createHash("sha256");
  #tarSize = 0;
  #size = 0;
  #ahead = 0;
  readonly #queue: PendingMember[] = [];
  #written: Promise<void> = Promise.resolve();
  #unwritten = 0;
  readonly #sink: MemberSink = {
    tar: (bytes) => {
      this.#tarHash.update(bytes);
      this.#tarSize += bytes.length;
    },
    blob: async (bytes) => {
      this.#blobHash.update(bytes);
      this.#size += bytes.length;
      if (this.#unwritten > BYTES_UNWRITTEN) {
        await this.#written;
      }
      this.#unwritten += bytes.length;
      const before = this.#written;
      this.#written = this.#write(bytes, before);
      // The failure is thrown at the next wait; until then it must not count as unhandled.
      this.#written.catch(() => {});
    },
  };

  /** Writes to the start of an open, empty file, which stays open. */
  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Takes the next member; waits while too many are on their way. */
  async add(member: PendingMember): Promise<void> {
    this.#queue.push(member);
    this.#ahead += member.cost;
    while (this.#ahead > BYTES_AHEAD) {
      await this.#emitNext();
    }
  }

  /** Writes the members that are left and gives the digests. */
  async finish(): Promise<BlobSummary> {
    while (this.#queue.length > 0) {
      await this.#emitNext();
    }
    await this.#written;
    return {
      digest: `sha256:${this.#blobHash.digest("hex")}`,
      size: this.#size,
      diffId: `sha256:${this.#tarHash.digest("hex")}`,
      tarSize: this.#tarSize,
    };
  }

  async #write(bytes: Buffer, before: Promise<void>): Promise<void> {
    await before;
    for (let written = 0; written < bytes.length; ) {
      written += (await this.#file.write(bytes, written)).bytesWritten;
    }
    this.#unwritten -= bytes.length;
  }

  async #emitNext(): Promise<void> {
    const member = this.#queue.shift()!;
    await member.emit(this.#sink);
    this.#ahead -= member.cost;
  }
}
