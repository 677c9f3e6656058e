// Reads the files of a layer from disk; a file that is not as it was found, or that changes while it is read, is an error.

import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { ActionError } from "../action/action-error";
import { identityOf } from "../action/input-file";
import { EndOfFile, type ReadInto, readerOf } from "./buffer-pool";
import { cannotRead } from "./cannot-read";
import type { LayerEntry } from "./layer-entry";

/** A file with content, and its size and identity as it was found. */
export type FileEntry = Extract<LayerEntry, { kind: "file" }> & { readonly source: string };

/** A file that is being read. */
export interface OpenFile {
  readonly descriptor: number;
  /** Throws ActionError where the file has become shorter. */
  readonly read: ReadInto;
  /** Throws ActionError unless the file is as it was found. Called after the last read, it vouches for all of them. */
  readonly requireUnchanged: () => void;
  readonly close: () => void;
}

/**
 * Opens a file to be read.
 *
 * @throws ActionError when it is away or not as it was found.
 */
export function openFile(entry: FileEntry): OpenFile {
  const descriptor = openSource(entry);
  const requireUnchanged = () => {
    if (identityOf(fstatSync(descriptor, { bigint: true })) !== entry.identity) {
      throw changed(entry);
    }
  };
  try {
    requireUnchanged();
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  const readInto = readerOf(descriptor);
  const read: ReadInto = (target, position) => {
    try {
      readInto(target, position);
    } catch (cause) {
      throw cause instanceof EndOfFile ? changed(entry, cause) : cause;
    }
  };
  return { descriptor, read, requireUnchanged, close: () => closeSync(descriptor) };
}

/**
 * Reads a whole file into the start of `target`, which has room for one byte more, so that a file that has grown is noticed.
 *
 * @throws ActionError when it is away or not as it was found.
 */
export function readSmallFile(entry: FileEntry, target: Buffer): void {
  const descriptor = openSource(entry);
  try {
    const filled = readWhole(descriptor, entry, target);
    // One look after the read is enough: it is compared with the one by which the file was found.
    if (filled !== entry.size || identityOf(fstatSync(descriptor, { bigint: true })) !== entry.identity) {
      throw changed(entry);
    }
  } finally {
    closeSync(descriptor);
  }
}

function readWhole(descriptor: number, entry: FileEntry, target: Buffer): number {
  let filled = 0;
  let read: number;
  try {
    do {
      read = readSync(descriptor, target, filled, entry.size + 1 - filled, filled);
      filled += read;
    } while (read !== 0 && filled < entry.size);
  } catch (cause) {
    // A pipe or a directory has taken the file's place.
    throw ["ESPIPE", "EISDIR"].includes((cause as NodeJS.ErrnoException).code!) ? changed(entry, cause) : cause;
  }
  return filled;
}

/** A file's content, as readSmallFile reads it. */
export function readSource(entry: FileEntry): Buffer {
  const content = Buffer.alloc(entry.size + 1);
  readSmallFile(entry, content);
  return content.subarray(0, entry.size);
}

/** Without waiting, should a pipe have taken the file's place: its identity is another then. */
function openSource(entry: FileEntry): number {
  try {
    return openSync(entry.source, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw (cause as NodeJS.ErrnoException).code === "ENOENT" ? changed(entry, cause) : cannotRead(entry.source, cause);
  }
}

function changed(entry: FileEntry, cause?: unknown): ActionError {
  return new ActionError("a file changed while it was read", {
    file: entry.source,
    remedy: "make sure that nothing writes to it, and build again",
    cause,
  });
}
