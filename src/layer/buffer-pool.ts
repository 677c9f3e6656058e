// Buffers for pieces of files and of the tar, used again and again: fresh memory costs more than reading a file into it.

import { readSync } from "node:fs";

/** Length of every buffer of a pool. */
export const PIECE_SIZE = 1 << 20;

/** How many buffers wait to be used again; a layer that needs more leaves the rest to the garbage collector. */
const KEPT = 16;

/** Buffers whose content is undefined when they are taken. */
export class BufferPool {
  readonly #free: Buffer[] = [];

  take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(PIECE_SIZE);
  }

  /** Takes back a buffer that is no longer read. */
  give(piece: Buffer): void {
    if (this.#free.length < KEPT) {
      this.#free.push(piece);
    }
  }
}

/** A file ends before the bytes that are asked for. */
export class EndOfFile extends Error {}

/** Fills `target` with the bytes of a file from `position` on; throws EndOfFile when it ends before. */
export type ReadInto = (target: Buffer, position: number) => void;

/**
 * A reader of an open file. It waits for the disk in this thread: most files are in the page cache, where a round through
 * the thread pool costs more than the read and waits for all that is being compressed there.
 */
export function readerOf(descriptor: number): ReadInto {
  return (target, position) => {
    for (let filled = 0; filled < target.length; ) {
      const read = readSync(descriptor, target, filled, target.length - filled, position + filled);
      if (read === 0) {
        throw new EndOfFile(`the file ends before byte ${position + target.length}`);
      }
      filled += read;
    }
  };
}

/** Larger than the memory that Node, in any version, cuts small buffers from; below, there is little to gain. */
const OWN_MEMORY = 256 << 10;

/** A port whose other side is closed: what is transferred to it belongs to no one, and is free at once. */
const { port1: nowhere } = new MessageChannel();
nowhere.close();

/**
 * Frees the memory of a buffer that a compressor gave: the garbage collector, which sees a small object, lets a hundred of
 * them pile up. Nobody may use it any more.
 */
export function release(buffer: Buffer): void {
  if (buffer.buffer.byteLength >= OWN_MEMORY) {
    nowhere.postMessage(undefined, [buffer.buffer as ArrayBuffer]);
  }
}
