// Turns entries into a blob: reads each file once, in pieces that are cut at fixed positions of the content.

import { type FileHandle, open } from "node:fs/promises";
import * as zlib from "node:zlib";
import { ActionError } from "../worker/action-error";
import { type BlobSummary, BlobWriter } from "./blob-writer";
import type { Compression, LayerDescriptor } from "./descriptor";
import { isExecutable } from "./file-mode";
import type { LayerEntry } from "./layer-entry";
import { memberCompressor } from "./member";
import { END_OF_ARCHIVE_SIZE, type EntryOwnership, paddingSize, tarHeader } from "./tar-header";

/** A file from this size on is compressed by itself; smaller ones share members with their neighbours. */
const LARGE_FILE = 64 << 10;

/** Small files and headers are gathered until there is this much. */
const SHARED_MEMBER = 1 << 20;

/** Large files are cut every so many bytes. */
const LARGE_FILE_MEMBER = 4 << 20;

/** How a layer is written; each of these changes its bytes. */
export interface LayerFormat {
  readonly compression: Compression;
  readonly level: number;
  readonly ownership: EntryOwnership;
}

/** What the descriptor says of a written blob. */
export type WrittenLayer = BlobSummary & Pick<LayerDescriptor, "files" | "closingSize" | "carried">;

/**
 * Writes the blob of sorted entries.
 *
 * @throws ActionError when a file changes while it is read.
 */
export async function writeLayer(
  entries: readonly LayerEntry[],
  format: LayerFormat,
  output: FileHandle,
  signal: AbortSignal,
): Promise<WrittenLayer> {
  const compress = memberCompressor(format.compression, format.level);
  const writer = new BlobWriter(output, compress);
  const files: LayerDescriptor["files"] = [];
  let shared: Buffer[] = [];
  let sharedSize = 0;
  const flush = async () => {
    if (sharedSize > 0) {
      await writer.add(Buffer.concat(shared, sharedSize));
      shared = [];
      sharedSize = 0;
    }
  };
  const share = async (bytes: Buffer) => {
    shared.push(bytes);
    sharedSize += bytes.length;
    if (sharedSize >= SHARED_MEMBER) {
      await flush();
    }
  };

  for (const entry of entries) {
    signal.throwIfAborted();
    if (entry.kind !== "file") {
      await share(tarHeader(entry.path, entry, format.ownership));
      if (entry.kind === "symlink") {
        files.push([entry.path, entry.target]);
      }
      continue;
    }
    if (entry.source === undefined) {
      await share(tarHeader(entry.path, { kind: "file", size: 0, executable: false }, format.ownership));
      files.push([entry.path, 0, 0]);
      continue;
    }
    const file = await open(entry.source);
    try {
      let position = 0;
      let crc = 0;
      do {
        signal.throwIfAborted();
        const piece = await readPiece(file, entry.source, position, entry.size);
        if (position === 0) {
          const executable = isExecutable(piece);
          await share(tarHeader(entry.path, { kind: "file", size: entry.size, executable }, format.ownership));
        }
        position += piece.length;
        crc = zlib.crc32(piece, crc);
        if (entry.size < LARGE_FILE) {
          await share(piece);
        } else {
          await flush();
          await writer.add(piece);
        }
      } while (position < entry.size);
      await refuseLonger(file, entry.source, entry.size);
      await share(Buffer.alloc(paddingSize(entry.size)));
      files.push([entry.path, entry.size, crc]);
    } finally {
      await file.close();
    }
  }
  await flush();
  const closing = Buffer.alloc(END_OF_ARCHIVE_SIZE);
  await writer.add(closing);
  const summary = await writer.finish();
  return {
    ...summary,
    tarSize: summary.tarSize - closing.length,
    files,
    closingSize: (await compress(closing)).length,
    carried: { files: 0, bytes: 0, mismatched: 0 },
  };
}

async function readPiece(file: FileHandle, source: string, position: number, size: number): Promise<Buffer> {
  const wanted = Math.min(LARGE_FILE_MEMBER, size - position);
  const piece = Buffer.allocUnsafe(wanted);
  for (let filled = 0; filled < wanted; ) {
    const { bytesRead } = await file.read(piece, filled, wanted - filled, position + filled);
    if (bytesRead === 0) {
      throw changed(source);
    }
    filled += bytesRead;
  }
  return piece;
}

async function refuseLonger(file: FileHandle, source: string, size: number): Promise<void> {
  if ((await file.stat()).size !== size) {
    throw changed(source);
  }
}

function changed(file: string): ActionError {
  return new ActionError("a file changed while it was read", {
    file,
    remedy: "let nothing write to it, and build again",
  });
}
