// Takes a file's compressed bytes over from the wheel as a gzip member.

import { closeSync, fstatSync, openSync } from "node:fs";
import { ActionError } from "../action/action-error";
import { type ReadInto, readerOf } from "./buffer-pool";
import { GZIP_OVERHEAD, gzipFrame } from "./compress-member";
import { deflateStreamOffset, pathInSitePackages, readWheelDirectory, type WheelEntry } from "./wheel-archive";

/** A wheel whose directory has been read; close it when the layer is written. */
export interface OpenWheel {
  /** Path of the archive, for errors. */
  readonly file: string;
  /** All its files that can be read, each under a name of its own. */
  readonly entries: readonly WheelEntry[];
  /** The entry that was unpacked to a path in the image, if any. */
  readonly entryAt: (imagePath: string) => WheelEntry | undefined;
  readonly descriptor: number;
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
    const all = [...readWheelDirectory(wheel, fstatSync(descriptor).size, read).values()];
    for (const entry of all) {
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
    return { file: wheel, entries: all, entryAt, descriptor, read, close: () => closeSync(descriptor) };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** Length of the gzip member that is made of an entry. */
export function memberSize(entry: Pick<WheelEntry, "compressedSize">): number {
  return GZIP_OVERHEAD + entry.compressedSize;
}

/**
 * Reads the gzip member that an entry's stream gives, in pieces that all lie in `buffer`: each takes the place of the one
 * before. Whether it is a member at all is for a proof to say.
 *
 * @param offset Where the stream starts.
 * @throws RangeError when the archive ends before the stream does.
 */
export function* memberPieces(
  entry: Pick<WheelEntry, "crc32" | "compressedSize" | "size">,
  offset: number,
  read: ReadInto,
  buffer: Buffer,
): Generator<Buffer> {
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

/** Where an entry's stream starts, when the entry can stand for a file of that size at all. */
export function streamOffset(entry: WheelEntry, size: number, read: ReadInto): number | undefined {
  return entry.size === size && entry.compressedSize > 0 ? deflateStreamOffset(entry, read) : undefined;
}
