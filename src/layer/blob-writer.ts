// Writes members one after another and computes both digests; work on later members runs ahead on other threads.

import { createHash, type Hash } from "node:crypto";
import { writeSync } from "node:fs";
import { finishDigest } from "./digest";
import type { ManifestLayer } from "./manifest-layer";

/** Bytes of memory that all members that are not yet written may take if few threads compress. */
const LEAST_BYTES_AHEAD = 16 << 20;

/** Bytes that every layer has: two pieces of 1 MiB, each with its member. */
const LEAST_SHARE = 4 << 20;

/** Memory for members that are not yet written, which all layers that are being written share. */
export class RoomAhead {
  readonly #bytes: number;
  #layers = 0;

  /**
   * Has enough for each of `threads` to have a piece of 1 MiB and its member to work on, and for the next ones to wait.
   */
  constructor(threads: number) {
    this.#bytes = Math.max(LEAST_BYTES_AHEAD, threads * (4 << 20));
  }

  /** Bytes that members of one layer may take now. */
  get share(): number {
    return Math.max(LEAST_SHARE, this.#bytes / Math.max(1, this.#layers));
  }

  /** Lets one more layer share until `work` is over. */
  async sharedBy<T>(work: () => Promise<T>): Promise<T> {
    this.#layers += 1;
    try {
      return await work();
    } finally {
      this.#layers -= 1;
    }
  }
}

/** Digests and sizes of a finished blob. */
export interface BlobSummary extends Omit<ManifestLayer, "mediaType"> {
  /** Length of the uncompressed tar, closing member included. */
  readonly tarSize: number;
}

/** Where an emitting member puts its bytes: the tar's, and those of the blob that stand for them. Neither is kept. */
export interface MemberSink {
  tar(bytes: Buffer): void;
  blob(bytes: Buffer): void;
}

/** A member that is being made ahead of its turn. */
export interface PendingMember {
  /** Bytes of memory it takes until it is emitted. */
  readonly cost: number;
  /** Waits for what runs ahead, and writes it. Called once, in turn. */
  readonly emit: (sink: MemberSink) => Promise<void> | void;
}

/** One blob that is being written. Members appear in the order in which they are given. */
export class BlobWriter {
  readonly #tarHash: Hash = createHash("sha256");
  readonly #blobHash: Hash = createHash("sha256");
  #tarSize = 0;
  #size = 0;
  #ahead = 0;
  readonly #queue: PendingMember[] = [];
  readonly #sink: MemberSink;
  readonly #room: Pick<RoomAhead, "share">;

  /**
   * Writes to the start of a file that is open and empty, and stays open.
   *
   * @param room Says how many bytes of memory its members that are not yet written may take.
   */
  constructor(descriptor: number, room: Pick<RoomAhead, "share">) {
    this.#room = room;
    this.#sink = {
      tar: (bytes) => {
        this.#tarHash.update(bytes);
        this.#tarSize += bytes.length;
      },
      blob: (bytes) => {
        this.#blobHash.update(bytes);
        for (let written = 0; written < bytes.length; ) {
          written += writeSync(descriptor, bytes, written, bytes.length - written, this.#size + written);
        }
        this.#size += bytes.length;
      },
    };
  }

  /** Bytes of the blob written so far, for a member to ask when it is emitted. */
  get size(): number {
    return this.#size;
  }

  /** Takes the next member; waits while too many are not yet written. */
  async add(member: PendingMember): Promise<void> {
    this.#queue.push(member);
    this.#ahead += member.cost;
    while (this.#ahead > this.#room.share) {
      await this.#emitNext();
    }
  }

  /** Writes the members that were given so far. */
  async drain(): Promise<void> {
    while (this.#queue.length > 0) {
      await this.#emitNext();
    }
  }

  /** Writes the members that are left and gives the digests. */
  async finish(): Promise<BlobSummary> {
    await this.drain();
    return {
      digest: finishDigest(this.#blobHash),
      size: this.#size,
      diffId: finishDigest(this.#tarHash),
      tarSize: this.#tarSize,
    };
  }

  async #emitNext(): Promise<void> {
    const member = this.#queue.shift()!;
    await member.emit(this.#sink);
    this.#ahead -= member.cost;
  }
}
