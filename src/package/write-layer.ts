// Turns entries into a blob: cuts the tar into members at positions that only its content decides.

import { closeSync, openSync, readSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import * as zlib from "node:zlib";
import { ActionError } from "../worker/action-error";
import { type BlobSummary, BlobWriter, type MemberSink } from "./blob-writer";
import { type OpenWheel, provenLargeStream, provenStream } from "./carry-over";
import type { Compression, LayerDescriptor } from "./descriptor";
import { isExecutable } from "./file-mode";
import type { LayerEntry } from "./layer-entry";
import { type CompressMember, gzipFrame, memberCompressor } from "./member";
import { END_OF_ARCHIVE_SIZE, type EntryOwnership, paddingSize, tarHeader } from "./tar-header";
import type { ReadAt, WheelEntry } from "./wheel-archive";

/** A file from this size on has members of its own; smaller ones share members with their neighbours. */
export const LARGE_FILE = 64 << 10;

/** Small files and headers are gathered until there is this much. */
const SHARED_MEMBER = 1 << 20;

/** Large files that are compressed by us are cut every so many bytes. */
const LARGE_FILE_MEMBER = 1 << 20;

/** Up to this size a carried file is held in memory while its stream is proved. */
const HELD_FILE = 8 << 20;

/** How a layer is written; each of these changes its bytes. */
export interface LayerFormat {
  readonly compression: Compression;
  readonly level: number;
  readonly ownership: EntryOwnership;
}

/** What the descriptor says of a written blob. */
export type WrittenLayer = BlobSummary & Pick<LayerDescriptor, "files" | "closingSize" | "carried">;

type FileEntry = Extract<LayerEntry, { kind: "file" }> & { readonly source: string };

/**
 * Writes the blob of sorted entries.
 *
 * @param wheel Where compressed bytes are carried over from; only gzip blobs can take them.
 * @throws ActionError when a file changes while it is read.
 */
export async function writeLayer(
  entries: readonly LayerEntry[],
  wheel: OpenWheel | undefined,
  format: LayerFormat,
  output: FileHandle,
  signal: AbortSignal,
): Promise<WrittenLayer> {
  const layer = new LayerBuilder(wheel, format, output, signal);
  for (const entry of entries) {
    signal.throwIfAborted();
    await layer.add(entry);
  }
  return layer.finish();
}

type MadeEntry = Extract<LayerEntry, { kind: "made" }>;

class LayerBuilder {
  readonly #wheel: OpenWheel | undefined;
  readonly #ownership: EntryOwnership;
  readonly #compress: CompressMember;
  readonly #writer: BlobWriter;
  readonly #signal: AbortSignal;
  readonly #files: LayerDescriptor["files"] = [];
  readonly #carried = { files: 0, bytes: 0, mismatched: 0 };
  #shared: Buffer[] = [];
  #sharedSize = 0;

  constructor(wheel: OpenWheel | undefined, format: LayerFormat, output: FileHandle, signal: AbortSignal) {
    this.#wheel = format.compression === "gzip" ? wheel : undefined;
    this.#ownership = format.ownership;
    this.#compress = memberCompressor(format.compression, format.level);
    this.#writer = new BlobWriter(output);
    this.#signal = signal;
  }

  async add(entry: LayerEntry): Promise<void> {
    if (entry.kind === "made") {
      await this.#addMade(entry);
    } else if (entry.kind !== "file") {
      await this.#share(tarHeader(entry.path, entry, this.#ownership));
      if (entry.kind === "symlink") {
        this.#files.push([entry.path, entry.target]);
      }
    } else if (entry.source === undefined) {
      await this.#share(tarHeader(entry.path, { kind: "file", size: 0, executable: false }, this.#ownership));
      this.#files.push([entry.path, 0, 0]);
    } else if (entry.size < LARGE_FILE) {
      await this.#addSmall(entry as FileEntry);
    } else {
      await this.#addLarge(entry as FileEntry);
    }
  }

  async finish(): Promise<WrittenLayer> {
    await this.#flush();
    const closing = Buffer.alloc(END_OF_ARCHIVE_SIZE);
    await this.#addMember(closing);
    const summary = await this.#writer.finish();
    return {
      ...summary,
      tarSize: summary.tarSize - closing.length,
      files: this.#files,
      closingSize: (await this.#compress(closing)).length,
      carried: this.#carried,
    };
  }

  async #share(bytes: Buffer): Promise<void> {
    this.#shared.push(bytes);
    this.#sharedSize += bytes.length;
    if (this.#sharedSize >= SHARED_MEMBER) {
      await this.#flush();
    }
  }

  async #flush(): Promise<void> {
    if (this.#sharedSize > 0) {
      const piece = Buffer.concat(this.#shared, this.#sharedSize);
      this.#shared = [];
      this.#sharedSize = 0;
      await this.#addMember(piece);
    }
  }

  /** Compresses a piece of the tar, which may not be changed afterwards, as one member. */
  async #addMember(piece: Buffer): Promise<void> {
    const member = ahead(this.#compress(piece));
    await this.#writer.add({
      cost: 2 * piece.length,
      emit: async (sink) => {
        sink.tar(piece);
        await sink.blob(await member);
      },
    });
  }

  async #header(entry: FileEntry, start: Uint8Array): Promise<void> {
    const { path, size } = entry;
    await this.#share(tarHeader(path, { kind: "file", size, executable: isExecutable(start) }, this.#ownership));
  }

  async #addMade({ path, content }: MadeEntry): Promise<void> {
    const size = content.length;
    const executable = isExecutable(content);
    await this.#share(tarHeader(path, { kind: "file", size, executable }, this.#ownership));
    await this.#share(Buffer.concat([content, Buffer.alloc(paddingSize(size))]));
    this.#files.push([path, size, zlib.crc32(content)]);
  }

  async #addSmall(entry: FileEntry): Promise<void> {
    const padded = Buffer.alloc(entry.size + paddingSize(entry.size));
    const content = padded.subarray(0, entry.size);
    readSmallFile(entry.source, content);
    await this.#header(entry, content);
    await this.#share(padded);
    this.#files.push([entry.path, entry.size, zlib.crc32(content)]);
  }

  async #addLarge(entry: FileEntry): Promise<void> {
    const file = await open(entry.source);
    let keepOpen = false;
    try {
      if ((await file.stat()).size !== entry.size) {
        throw changed(entry.source);
      }
      const inWheel = this.#wheel?.entryAt(entry.path);
      if (inWheel !== undefined && inWheel.size === entry.size && inWheel.compressedSize > 0) {
        if (entry.size <= HELD_FILE) {
          await this.#carryHeld(entry, file, inWheel, this.#wheel!.readAt);
        } else {
          keepOpen = true;
          await this.#carryLarge(entry, file, inWheel, this.#wheel!.readAt);
        }
      } else {
        await this.#compressLarge(entry, file);
      }
    } finally {
      if (!keepOpen) {
        await file.close();
      }
    }
    await this.#share(Buffer.alloc(paddingSize(entry.size)));
  }

  async #compressLarge(entry: FileEntry, file: FileHandle): Promise<void> {
    let crc = 0;
    for (let position = 0; position < entry.size; ) {
      this.#signal.throwIfAborted();
      const piece = await readPiece(file, entry, position, LARGE_FILE_MEMBER);
      if (position === 0) {
        await this.#header(entry, piece);
        await this.#flush();
      }
      position += piece.length;
      crc = zlib.crc32(piece, crc);
      await this.#addMember(piece);
    }
    this.#files.push([entry.path, entry.size, crc]);
  }

  async #carryHeld(entry: FileEntry, file: FileHandle, inWheel: WheelEntry, readAt: ReadAt): Promise<void> {
    const content = await readPiece(file, entry, 0, entry.size);
    await this.#header(entry, content);
    await this.#flush();
    const crc = zlib.crc32(content);
    this.#files.push([entry.path, entry.size, crc]);
    const proof = ahead(crc === inWheel.crc32 ? provenStream(inWheel, readAt, content) : Promise.resolve(undefined));
    await this.#writer.add({
      cost: 2 * content.length + inWheel.compressedSize,
      emit: async (sink) => {
        sink.tar(content);
        const stream = await proof;
        if (stream === undefined) {
          this.#carried.mismatched += 1;
          await this.#compressHeld(content, sink);
          return;
        }
        this.#countCarried(entry);
        const { head, tail } = gzipFrame(crc, entry.size);
        await sink.blob(Buffer.concat([head, stream, tail]));
      },
    });
  }

  /** Compresses what could not be carried, in the pieces that it would have had without a wheel. */
  async #compressHeld(content: Buffer, sink: MemberSink): Promise<void> {
    const members = [];
    for (let at = 0; at < content.length; at += LARGE_FILE_MEMBER) {
      members.push(ahead(this.#compress(content.subarray(at, at + LARGE_FILE_MEMBER))));
    }
    for (const member of members) {
      await sink.blob(await member);
    }
  }

  async #carryLarge(entry: FileEntry, file: FileHandle, inWheel: WheelEntry, readAt: ReadAt): Promise<void> {
    await this.#header(entry, await readPiece(file, entry, 0, 4));
    await this.#flush();
    const index = this.#files.push([entry.path, entry.size, inWheel.crc32]) - 1;
    const proof = ahead(provenLargeStream(inWheel, readAt, file, this.#signal));
    await this.#writer.add({
      cost: HELD_FILE,
      emit: async (sink) => {
        try {
          const offset = await proof;
          let crc = 0;
          for (let position = 0; position < entry.size; ) {
            this.#signal.throwIfAborted();
            const piece = await readPiece(file, entry, position, LARGE_FILE_MEMBER);
            position += piece.length;
            crc = zlib.crc32(piece, crc);
            sink.tar(piece);
            if (offset === undefined) {
              await sink.blob(await this.#compress(piece));
            }
          }
          if (offset === undefined) {
            this.#carried.mismatched += 1;
            this.#files[index] = [entry.path, entry.size, crc];
            return;
          }
          if (crc !== inWheel.crc32) {
            throw changed(entry.source);
          }
          this.#countCarried(entry);
          const { head, tail } = gzipFrame(crc, entry.size);
          await sink.blob(head);
          for (let at = 0; at < inWheel.compressedSize; at += LARGE_FILE_MEMBER) {
            await sink.blob(await readAt(offset + at, Math.min(LARGE_FILE_MEMBER, inWheel.compressedSize - at)));
          }
          await sink.blob(tail);
        } finally {
          await file.close();
        }
      },
    });
  }

  #countCarried(entry: FileEntry): void {
    this.#carried.files += 1;
    this.#carried.bytes += entry.size;
  }
}

/** Marks a promise as awaited later: a failure is thrown where it is awaited, and is not unhandled until then. */
function ahead<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/** Small files are read at once: for them a round through the thread pool costs more than the read. */
function readSmallFile(source: string, content: Buffer): void {
  const descriptor = openSync(source, "r");
  try {
    for (let filled = 0; filled < content.length; ) {
      const read = readSync(descriptor, content, filled, content.length - filled, filled);
      if (read === 0) {
        throw changed(source);
      }
      filled += read;
    }
    if (readSync(descriptor, Buffer.alloc(1), 0, 1, content.length) !== 0) {
      throw changed(source);
    }
  } finally {
    closeSync(descriptor);
  }
}

async function readPiece(file: FileHandle, entry: FileEntry, position: number, most: number): Promise<Buffer> {
  const piece = Buffer.allocUnsafe(Math.min(most, entry.size - position));
  for (let filled = 0; filled < piece.length; ) {
    const { bytesRead } = await file.read(piece, filled, piece.length - filled, position + filled);
    if (bytesRead === 0) {
      throw changed(entry.source);
    }
    filled += bytesRead;
  }
  return piece;
}

function changed(file: string): ActionError {
  return new ActionError("a file changed while it was read", {
    file,
    remedy: "let nothing write to it, and build again",
  });
}
