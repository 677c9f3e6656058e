// Lets a deflate stream of the wheel go on inside a longer one, so that a small file is not compressed again.

import * as zlib from "node:zlib";
import { givesContent } from "./stream-check";

/** Bit of a stream's first byte that says that its first block is its last (RFC 1951 §3.2.3). */
const LAST_BLOCK = 1;

/** How many bits say what kind of block follows; all are zero for a stored block that is not the last. */
const BLOCK_HEADER_BITS = 3;

/** An empty stored block without those bits: its length, and the complement of the length (RFC 1951 §3.2.4). */
const EMPTY_BLOCK = Buffer.from([0, 0, 0xff, 0xff]);

/** An empty stored block that is the last. */
const END_OF_STREAM = Buffer.from([1, 0, 0, 0xff, 0xff]);

/**
 * Whether a stream is a single block, as nearly all streams of small files are. Where the last of several blocks begins could
 * only be told by decoding those before it.
 */
export function isSingleBlock(stream: Buffer): boolean {
  return ((stream[0] ?? 0) & LAST_BLOCK) !== 0;
}

/**
 * The stream without its end, followed by an empty block: it gives `content` and nothing more, it refers to nothing before
 * it, and what follows begins at a whole byte.
 *
 * @param stream A stream of a single block.
 * @returns undefined if the stream does not give the content, byte for byte.
 */
export function openEnded(stream: Buffer, content: Buffer): Buffer | undefined {
  const room = Buffer.alloc(stream.length + 1 + EMPTY_BLOCK.length + END_OF_STREAM.length);
  stream.copy(room);
  room[0]! &= ~LAST_BLOCK;
  // Zero bits fill the last byte, from a bit that only decoding tells. If there are at least as many as a block header has,
  // they are the empty block's; otherwise its header takes another byte. The proof that the content comes out says which.
  const canHoldHeader = stream.at(-1)! >> (8 - BLOCK_HEADER_BITS) === 0;
  for (const start of canHoldHeader ? [stream.length, stream.length + 1] : [stream.length + 1]) {
    room[stream.length] = 0;
    const open = room.subarray(0, start + EMPTY_BLOCK.copy(room, start));
    const whole = room.subarray(0, open.length + END_OF_STREAM.copy(room, open.length));
    if (givesContent(whole, content, zlib.inflateRawSync)) {
      return open;
    }
  }
  return undefined;
}
