// Reads the files of a layer from disk; one that is not as it was found is an error.

import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { ActionError } from "../action/action-error";
import { type ReadInto, readerOf } from "./buffer-pool";
import type { LayerEntry } from "./layer-entry";

/** A file with content, and its size as it was found. */
export type FileEntry = Extract<LayerEntry, { kind: "file" }> & { readonly source: string };

/** A file that is being read. */
export interface OpenFile {
  readonly descriptor: number;
  /** Throws ActionError where the file has become shorter. */
  readonly read: ReadInto;
  readonly mtimeMs: number;
}

/**
 * Opens a file; whoever opens it closes its descriptor.
 *
 * @throws ActionError when it is away or of another size.
 */
export function openFile(entry: FileEntry): OpenFile {
  const descriptor = openSource(entry);
  const { size, mtimeMs } = fstatSync(descriptor);
  if (size !== entry.size) {
    closeSync(descriptor);
    throw changed(entry);
  }
  const readInto = readerOf(descriptor);
  const read: ReadInto = (target, position) => {
    try {
      readInto(target, position);
    } catch (cause) {
      throw cause instanceof RangeError ? changed(entry, cause) : cause;
    }
  };
  return { descriptor, read, mtimeMs };
}

/**
 * Reads a whole file into the start of `target`, which has room for a byte more: by it one that has grown is known.
 *
 * @throws ActionError when it is away or of another size.
 */
export function readSmallFile(entry: FileEntry, target: Buffer): void {
  const descriptor = openSource(entry);
  try {
    let filled = 0;
    let read: number;
    do {
      read = readSync(descriptor, target, filled, entry.size + 1 - filled, filled);
      filled += read;
    } while (read !== 0 && filled < entry.size);
    if (filled !== entry.size) {
      throw changed(entry);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** @throws ActionError when a file was written to since it was opened. */
export function requireUnchanged(entry: FileEntry, mtimeMs: number): void {
  if (statSync(entry.source, { throwIfNoEntry: false })?.mtimeMs !== mtimeMs) {
    throw changed(entry);
  }
}

function openSource(entry: FileEntry): number {
  try {
    return openSync(entry.source, "r");
  } catch (cause) {
    throw changed(entry, cause);
  }
}

function changed(entry: FileEntry, cause?: unknown): ActionError {
  return new ActionError("a file changed while it was read", {
    file: entry.source,
    remedy: "let nothing write to it, and build again",
    cause,
  });
}
