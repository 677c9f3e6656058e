// Carries a file's compressed bytes over from the wheel as a gzip member.

import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { ActionError } from "../action/action-error";
import { identityOf } from "../action/input-file";
import { type ReadInto, readerOf } from "./buffer-pool";
import { cannotRead } from "./cannot-read";
import { GZIP_OVERHEAD, gzipFrame } from "./compress-member";
import {
  BrokenArchive,
  deflateStreamOffset,
  pathInSitePackages,
  readWheelDirectory,
  type WheelEntry,
} from "./wheel-archive";

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
  /** Throws ActionError when the wheel is not as it was opened; called after the last read, it vouches for all of them. */
  readonly requireUnchanged: () => void;
  readonly close: () => void;
}

const SITE_PACKAGES = "/site-packages/";

/**
 * Opens a wheel. One that is not a whole zip archive is not used, as the files were unpacked from something else: that is
 * logged once, and undefined is given.
 *
 * @throws ActionError when there is no such file, or it cannot be read.
 */
export function openWheel(wheel: string, log: (line: string) => void): OpenWheel | undefined {
  const descriptor = openArchive(wheel);
  try {
    const found = fstatSync(descriptor, { bigint: true });
    if (!found.isFile()) {
      throw new ActionError("a wheel is not a file", { file: wheel, remedy: "leave it out of the wheel_index" });
    }
    const read = readerOf(descriptor);
    const entries = new Map<string, WheelEntry | undefined>();
    const all = [...readWheelDirectory(Number(found.size), read).values()];
    for (const entry of all) {
      const path = pathInSitePackages(entry.name);
      if (path !== undefined) {
        // Two entries for one place: nothing says which was unpacked last.
        entries.set(path, entries.has(path) ? undefined : entry);
      }
    }
    const entryAt = (imagePath: string) => {
      const start = imagePath.indexOf(SITE_PACKAGES);
      return start < 0 ? undefined : entries.get(imagePath.slice(start + SITE_PACKAGES.length));
    };
    const requireUnchanged = () => {
      if (identityOf(fstatSync(descriptor, { bigint: true })) !== identityOf(found)) {
        throw new ActionError("a wheel changed while it was read", {
          file: wheel,
          remedy: "make sure that nothing writes to it, and build again",
        });
      }
    };
    const close = () => closeSync(descriptor);
    return { file: wheel, entries: all, entryAt, descriptor, read, requireUnchanged, close };
  } catch (error) {
    closeSync(descriptor);
    if (error instanceof BrokenArchive) {
      log(
        `package_layers: the wheel ${wheel} is not a whole zip archive (${error.message}); the package's files are ` +
          "compressed as usual. Fetch the wheel again, or leave it out of the wheel_index.",
      );
      return undefined;
    }
    throw error;
  }
}

/** Without waiting, should it be a pipe. */
function openArchive(wheel: string): number {
  try {
    return openSync(wheel, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw cannotRead(wheel, cause);
  }
}

/** Length of the gzip member that is made of an entry. */
export function memberSize(entry: Pick<WheelEntry, "compressedSize">): number {
  return GZIP_OVERHEAD + entry.compressedSize;
}

/**
 * Reads the gzip member that an entry's stream gives, in pieces that all lie in `buffer`: each takes the place of the one
 * before. Only a proof says whether it is a member at all.
 *
 * @param offset Where the stream starts.
 * @throws EndOfFile when the archive ends before the stream does.
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
