// Takes a file's compressed bytes over from the wheel, once it is proved that they give the file on disk.

import { closeSync, fstatSync, openSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import * as zlib from "node:zlib";
import { ActionError } from "../worker/action-error";
import { GZIP_OVERHEAD, gzipFrame } from "./member";
import { PIECE_SIZE, type PiecePool, type ReadInto, readerOf } from "./piece-pool";
import { deflateStreamOffset, pathInSitePackages, readWheelDirectory, type WheelEntry } from "./wheel-archive";

/** A wheel whose directory has been read; close it when the layer is written. */
export interface OpenWheel {
  /** The entry that was unpacked to a path in the image, if any. */
  readonly entryAt: (imagePath: string) => WheelEntry | undefined;
  readonly read: ReadInto;
  readonly close: () => void;
}

const SITE_PACKAGES = "/site-packages/";

/**
 * Opens a wheel.
 *
 * @throws ActionError when it is no whole zip archive.
 */
export function openWheel(wheel: string): OpenWheel {
  let descriptor: number;
  try {
    descriptor = openSync(wheel, "r");
  } catch (cause) {
    throw new ActionError("a wheel cannot be read", {
      file: wheel,
      remedy: "build again, or leave it out of the wheel_index",
      cause,
    });
  }
  try {
    const read = readerOf(descriptor);
    const entries = new Map<string, WheelEntry | undefined>();
    for (const entry of readWheelDirectory(wheel, fstatSync(descriptor).size, read).values()) {
      const path = pathInSitePackages(entry.name);
      if (path !== undefined) {
        // Two entries for one place: which was unpacked last cannot be known.
        entries.set(path, entries.has(path) ? undefined : entry);
      }
    }
    const entryAt = (imagePath: string) => {
      const start = imagePath.indexOf(SITE_PACKAGES);
      return start < 0 ? undefined : entries.get(imagePath.slice(start + SITE_PACKAGES.length));
    };
    return { entryAt, read, close: () => closeSync(descriptor) };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** Length of the gzip member that is made of an entry. */
export function memberSize(entry: WheelEntry): number {
  return GZIP_OVERHEAD + entry.compressedSize;
}

/**
 * Reads the gzip member that an entry's stream gives, in pieces that all lie in `buffer`: each takes the place of the one
 * before. Whether it is a member at all is for provesContent or provesFile to say.
 *
 * @param offset Where the stream starts.
 * @throws RangeError when the archive ends before the stream does.
 */
export function* memberPieces(entry: WheelEntry, offset: number, read: ReadInto, buffer: Buffer): Generator<Buffer> {
  const { head, tail } = gzipFrame(entry.crc32, entry.size);
  let filled = head.copy(buffer);
  for (let at = 0; at < entry.compressedSize; ) {
    const room = buffer.subarray(filled, filled + entry.compressedSize - at);
    read(room, offset + at);
    at += room.length;
    filled += room.length;
    if (filled + tail.length > buffer.length) {
      yield buffer.subarray(0, filled);
      filled = 0;
    }
  }
  filled += tail.copy(buffer, filled);
  yield buffer.subarray(0, filled);
}

const gunzip = promisify(zlib.gunzip) as unknown as (
  input: Buffer,
  options: zlib.ZlibOptions,
) => Promise<{ buffer: Buffer; engine: { bytesWritten: number } }>;

/**
 * Whether a gzip member, decompressed as every reader of the layer will do it, is `content` and ends where it should. A
 * checksum in the archive is only the archive's word, and a stream with bytes behind its end would break the blob.
 */
export async function provesContent(member: Buffer, content: Buffer): Promise<boolean> {
  try {
    const { buffer, engine } = await gunzip(member, {
      info: true,
      chunkSize: content.length + 64,
      maxOutputLength: Math.max(1, content.length),
    });
    return engine.bytesWritten === member.length && buffer.equals(content);
  } catch {
    return false;
  }
}

/**
 * The same for an entry and a file too large to hold; memory is bounded by a few pieces.
 *
 * @throws the signal's reason when it is aborted.
 */
export async function provesFile(
  entry: WheelEntry,
  offset: number,
  read: ReadInto,
  source: string,
  pool: PiecePool,
  signal: AbortSignal,
): Promise<boolean> {
  signal.throwIfAborted();
  let descriptor: number;
  try {
    descriptor = openSync(source, "r");
  } catch {
    return false;
  }
  const readSource = readerOf(descriptor);
  const [buffer, expected] = [pool.take(), pool.take()];
  const reader = zlib.createGunzip({ chunkSize: PIECE_SIZE });
  let position = 0;
  try {
    await pipeline(
      // One piece is asked for when the one before is used up: all but the last are larger than what a stream buffers.
      memberPieces(entry, offset, read, buffer),
      reader,
      async (pieces: AsyncIterable<Buffer>) => {
        for await (const piece of pieces) {
          const there = expected.subarray(0, piece.length);
          readSource(there, position);
          if (!there.equals(piece)) {
            throw new RangeError("the stream gives other bytes than the file has");
          }
          position += piece.length;
        }
      },
      { signal },
    );
  } catch {
    signal.throwIfAborted();
    return false;
  } finally {
    closeSync(descriptor);
    pool.give(buffer);
    pool.give(expected);
  }
  return position === entry.size && reader.bytesWritten === memberSize(entry);
}

/** Where an entry's stream starts, when the entry can stand for a file of that size at all. */
export function streamOffset(entry: WheelEntry, size: number, read: ReadInto): number | undefined {
  return entry.size === size && entry.compressedSize > 0 ? deflateStreamOffset(entry, read) : undefined;
}
