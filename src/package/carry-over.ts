// Takes a file's compressed bytes over from the wheel, once it is proved that they give the file on disk.

import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import * as zlib from "node:zlib";
import { ActionError } from "../worker/action-error";
import {
  deflateStreamOffset,
  pathInSitePackages,
  type ReadAt,
  readerOf,
  readWheelDirectory,
  type WheelEntry,
} from "./wheel-archive";

/** A wheel whose directory has been read; close it when the layer is written. */
export interface OpenWheel {
  /** The entry that was unpacked to a path in the image, if any. */
  readonly entryAt: (imagePath: string) => WheelEntry | undefined;
  readonly readAt: ReadAt;
  readonly close: () => Promise<void>;
}

const SITE_PACKAGES = "/site-packages/";

/**
 * Opens a wheel.
 *
 * @throws ActionError when it is no whole zip archive.
 */
export async function openWheel(wheel: string): Promise<OpenWheel> {
  const file: FileHandle = await open(wheel).catch((cause: unknown) => {
    throw new ActionError("a wheel cannot be read", {
      file: wheel,
      remedy: "build again, or leave it out of the wheel_index",
      cause,
    });
  });
  try {
    const readAt = readerOf(file);
    const entries = new Map<string, WheelEntry | undefined>();
    for (const entry of (await readWheelDirectory(wheel, (await file.stat()).size, readAt)).values()) {
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
    return { entryAt, readAt, close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

const inflateRaw = promisify(zlib.inflateRaw) as unknown as (
  input: Buffer,
  options: zlib.ZlibOptions,
) => Promise<{ buffer: Buffer; engine: { bytesWritten: number } }>;

/**
 * The deflate stream of an entry, when it is exactly one stream that gives `content`; undefined otherwise. It is inflated
 * for this on the thread pool: a checksum in the archive is only the archive's word, and a stream with bytes behind its
 * end would break the blob.
 */
export async function provenStream(entry: WheelEntry, readAt: ReadAt, content: Buffer): Promise<Buffer | undefined> {
  const offset = await deflateStreamOffset(entry, readAt);
  if (offset === undefined) {
    return undefined;
  }
  try {
    const stream = await readAt(offset, entry.compressedSize);
    const { buffer, engine } = await inflateRaw(stream, {
      info: true,
      chunkSize: Math.max(64, content.length),
      maxOutputLength: Math.max(1, content.length),
    });
    return engine.bytesWritten === stream.length && buffer.equals(content) ? stream : undefined;
  } catch {
    return undefined;
  }
}

/** The bytes of a stream that are read, inflated and compared at a time. */
const PIECE = 1 << 20;

/**
 * The same proof for a file that is too large to hold: where the stream starts, or undefined. `source` is read from its
 * start; memory is bounded by a few pieces.
 */
export async function provenLargeStream(
  entry: WheelEntry,
  readAt: ReadAt,
  source: FileHandle,
  signal: AbortSignal,
): Promise<number | undefined> {
  const offset = await deflateStreamOffset(entry, readAt);
  if (offset === undefined) {
    return undefined;
  }
  const inflate = zlib.createInflateRaw({ chunkSize: PIECE });
  const readSource = readerOf(source);
  async function* streamPieces() {
    for (let at = 0; at < entry.compressedSize; at += PIECE) {
      yield await readAt(offset! + at, Math.min(PIECE, entry.compressedSize - at));
    }
  }
  let position = 0;
  try {
    await pipeline(
      Readable.from(streamPieces(), { highWaterMark: 1 }),
      inflate,
      async (pieces: AsyncIterable<Buffer>) => {
        for await (const piece of pieces) {
          if (position + piece.length > entry.size || !piece.equals(await readSource(position, piece.length))) {
            throw new RangeError("the stream gives other bytes than the file has");
          }
          position += piece.length;
        }
      },
      { signal },
    );
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
  return position === entry.size && inflate.bytesWritten === entry.compressedSize ? offset : undefined;
}
