// Proves that a compressed stream of the wheel gives the file on disk, byte for byte, and nothing more.

import { pipeline } from "node:stream/promises";
import * as zlib from "node:zlib";
import { type BufferPool, EndOfFile, PIECE_SIZE, type ReadInto, readerOf, release } from "./buffer-pool";
import { memberPieces, memberSize } from "./carry-over";
import type { WheelEntry } from "./wheel-archive";

/** A claim to be proved: that a stream, with the checksum and size that the archive gives, is a member that gives a file. */
export interface StreamClaim {
  /** The wheel's file descriptor, which stays open until the claim is decided. */
  readonly wheel: number;
  readonly entry: Pick<WheelEntry, "crc32" | "compressedSize" | "size">;
  /** Where in the wheel the stream starts. */
  readonly offset: number;
  /** The file's own descriptor, by which it is read for the tar as well; it stays open until the claim is decided. */
  readonly source: number;
}

/**
 * Decides a claim. Nothing is read any more once it has settled.
 *
 * Rejects with the signal's reason when it is aborted, and with the machine's error when the claim cannot be decided: a lack
 * of the machine never leads to a different blob.
 */
export type CheckStream = (claim: StreamClaim, signal: AbortSignal) => Promise<boolean>;

/**
 * The proof in this thread: the stream is decompressed as every reader of the layer will do, and must end where it should.
 * A checksum in the archive is only the archive's word, and a stream with bytes after its end would break the blob.
 */
export function checkStreamWith(pool: BufferPool): CheckStream {
  return async (claim, signal) => {
    signal.throwIfAborted();
    const pieces = [pool.take(), pool.take()] as const;
    try {
      const isHeld = Math.max(claim.entry.size, memberSize(claim.entry)) <= PIECE_SIZE;
      return await (isHeld ? checkHeld : checkStreamed)(claim, readerOf(claim.source), pieces, signal);
    } catch (error) {
      signal.throwIfAborted();
      return refutedBy(error);
    } finally {
      pool.give(pieces[0]);
      pool.give(pieces[1]);
    }
  };
}

/** Bytes of files that are proved in this thread before another is started, which takes as long as inflating them. */
const BYTES_HERE = 8 << 20;

/** Proves the first streams of a process in this thread, and all others as `elsewhere` does: a small package starts no thread. */
export function firstHere(here: CheckStream, elsewhere: CheckStream): CheckStream {
  let left = BYTES_HERE;
  return (claim, signal) => {
    left -= claim.entry.size;
    return (left >= 0 ? here : elsewhere)(claim, signal);
  };
}

/** The stream gives other bytes than the file has. */
class OtherBytes extends Error {}

/** zlib's errors for data that is not a stream, is cut off, needs a dictionary, or gives more than was asked for. */
const REFUTATIONS = ["Z_DATA_ERROR", "Z_BUF_ERROR", "Z_NEED_DICT", "ERR_BUFFER_TOO_LARGE"];

/** False if an error says that a claim is wrong; throws any other. */
function refutedBy(error: unknown): false {
  const isRefutation =
    error instanceof EndOfFile ||
    error instanceof OtherBytes ||
    REFUTATIONS.includes((error as NodeJS.ErrnoException)?.code ?? "");
  if (!isRefutation) {
    throw error;
  }
  return false;
}

/**
 * Whether a member or stream that is held in memory gives `content` and ends where it should.
 *
 * @param unpack What decompresses it.
 */
export function givesContent(packed: Buffer, content: Buffer, unpack: typeof zlib.gunzipSync): boolean {
  try {
    const unpacked = unpack(packed, {
      info: true,
      chunkSize: content.length + 64,
      maxOutputLength: Math.max(1, content.length),
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    const isRight = unpacked.engine.bytesWritten === packed.length && unpacked.buffer.equals(content);
    release(unpacked.buffer);
    return isRight;
  } catch (error) {
    return refutedBy(error);
  }
}

type Proof = (
  claim: StreamClaim,
  readSource: ReadInto,
  pieces: readonly [Buffer, Buffer],
  signal: AbortSignal,
) => boolean | Promise<boolean>;

/** For content that fits into one piece: without a turn between threads, which would take longer than the proof. */
const checkHeld: Proof = ({ wheel, entry, offset }, readSource, [buffer, expected]) => {
  const [member] = memberPieces(entry, offset, readerOf(wheel), buffer);
  const content = expected.subarray(0, entry.size);
  readSource(content, 0);
  return givesContent(member!, content, zlib.gunzipSync);
};

/** For all sizes, in the memory of a few pieces. */
const checkStreamed: Proof = async ({ wheel, entry, offset }, readSource, [buffer, expected], signal) => {
  const reader = zlib.createGunzip({ chunkSize: PIECE_SIZE });
  let position = 0;
  await pipeline(
    // One piece is asked for when the one before is used up: all but the last are larger than what a stream buffers.
    memberPieces(entry, offset, readerOf(wheel), buffer),
    reader,
    async (pieces: AsyncIterable<Buffer>) => {
      for await (const piece of pieces) {
        const there = expected.subarray(0, piece.length);
        readSource(there, position);
        if (!there.equals(piece)) {
          throw new OtherBytes("the stream gives other bytes than the file has");
        }
        position += piece.length;
        if (piece.byteOffset + piece.length === piece.buffer.byteLength) {
          release(piece);
        }
      }
    },
    { signal },
  );
  return position === entry.size && reader.bytesWritten === memberSize(entry);
};
