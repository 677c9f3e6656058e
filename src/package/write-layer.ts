// Turns entries into a blob: cuts the tar into members at positions that only its content decides.

import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import * as zlib from "node:zlib";
import { ActionError } from "../worker/action-error";
import { type BlobSummary, BlobWriter } from "./blob-writer";
import { memberPieces, memberSize, type OpenWheel, provesContent, provesFile, streamOffset } from "./carry-over";
import type { Compression, LayerDescriptor } from "./descriptor";
import { isExecutable, MODE_BYTES } from "./file-mode";
import type { LayerEntry } from "./layer-entry";
import { type CompressMember, memberCompressor } from "./member";
import { PIECE_SIZE, PiecePool, type ReadInto, readerOf } from "./piece-pool";
import { END_OF_ARCHIVE_SIZE, type EntryOwnership, paddingSize, tarHeader } from "./tar-header";
import type { WheelEntry } from "./wheel-archive";

/** A file from this size on has members of its own; smaller ones share members with their neighbours. */
export const LARGE_FILE = 64 << 10;

/** How many streams of files that are too large to hold are proved at a time. */
const PROOFS = 3;

/** How a layer is written; each of these changes its bytes. */
export interface LayerFormat {
  readonly compression: Compression;
  readonly level: number;
  readonly ownership: EntryOwnership;
}

/** What the descriptor says of a written blob. */
export type WrittenLayer = BlobSummary & Pick<LayerDescriptor, "files" | "closingSize" | "carried">;

type FileEntry = Extract<LayerEntry, { kind: "file" }> & { readonly source: string };

/** An entry of the wheel that may stand for a file, and where its stream starts. */
interface Stream {
  readonly entry: WheelEntry;
  readonly offset: number;
  readonly read: ReadInto;
}

/**
 * Writes the blob of sorted entries.
 *
 * A file too large to hold is carried over while the proof that its stream is right still runs. If it is wrong, which
 * takes a file changed without changing its size or a wheel that lies, the blob is written again without that stream.
 *
 * @param wheel Where compressed bytes are carried over from; only gzip blobs can take them.
 * @param pieces Where buffers come from; a worker gives the same to all its layers.
 * @throws ActionError when a file changes while it is read.
 */
export async function writeLayer(
  entries: readonly LayerEntry[],
  wheel: OpenWheel | undefined,
  format: LayerFormat,
  output: FileHandle,
  signal: AbortSignal,
  pieces = new PiecePool(),
): Promise<WrittenLayer> {
  const disproved = new Set<string>();
  for (;;) {
    const layer = new LayerBuilder(wheel, disproved, format, output.fd, signal, pieces);
    const written = await layer.write(entries);
    if (written !== undefined) {
      return written;
    }
    await output.truncate();
  }
}

type MadeEntry = Extract<LayerEntry, { kind: "made" }>;

class LayerBuilder {
  readonly #wheel: OpenWheel | undefined;
  readonly #disproved: Set<string>;
  readonly #ownership: EntryOwnership;
  readonly #compress: CompressMember;
  readonly #writer: BlobWriter;
  readonly #signal: AbortSignal;
  readonly #failed = new AbortController();
  readonly #pieces: PiecePool;
  readonly #opened = new Set<number>();
  readonly #files: LayerDescriptor["files"] = [];
  readonly #carried = { files: 0, bytes: 0, mismatched: 0 };
  readonly #proofs: Promise<boolean>[] = [];
  /** Files that were read for the tar and for the proof, and when they had been changed before. */
  readonly #readTwice: [FileEntry, number][] = [];
  #shared: Buffer | undefined;
  #sharedSize = 0;

  /** @param disproved Paths in the image whose streams are known to be wrong; more are added. */
  constructor(
    wheel: OpenWheel | undefined,
    disproved: Set<string>,
    format: LayerFormat,
    output: number,
    signal: AbortSignal,
    pieces: PiecePool,
  ) {
    this.#wheel = format.compression === "gzip" ? wheel : undefined;
    this.#disproved = disproved;
    this.#ownership = format.ownership;
    this.#compress = memberCompressor(format.compression, format.level);
    this.#writer = new BlobWriter(output);
    this.#pieces = pieces;
    this.#signal = AbortSignal.any([signal, this.#failed.signal]);
  }

  /** Writes all; undefined when a stream turned out to be wrong, so that what was written is no layer. */
  async write(entries: readonly LayerEntry[]): Promise<WrittenLayer | undefined> {
    try {
      for (const entry of entries) {
        this.#signal.throwIfAborted();
        await this.#add(entry);
      }
      return await this.#finish();
    } catch (error) {
      this.#failed.abort();
      throw error;
    } finally {
      // Nothing reads files any more when the caller closes them.
      await Promise.allSettled(this.#proofs);
      for (const descriptor of this.#opened) {
        closeSync(descriptor);
      }
    }
  }

  async #add(entry: LayerEntry): Promise<void> {
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

  async #finish(): Promise<WrittenLayer | undefined> {
    await this.#flush();
    const closing = Buffer.alloc(END_OF_ARCHIVE_SIZE);
    const closingMember = await this.#compress(closing);
    await this.#writer.add({
      cost: 0,
      emit: (sink) => {
        sink.tar(closing);
        sink.blob(closingMember);
      },
    });
    const summary = await this.#writer.finish();
    if ((await Promise.all(this.#proofs)).includes(false)) {
      return undefined;
    }
    for (const [entry, mtimeMs] of this.#readTwice) {
      if (statSync(entry.source).mtimeMs !== mtimeMs) {
        throw changed(entry);
      }
    }
    return {
      ...summary,
      tarSize: summary.tarSize - closing.length,
      files: this.#files,
      closingSize: closingMember.length,
      carried: this.#carried,
    };
  }

  /** Appends bytes to the member that small files share, which is cut where it is full. */
  async #share(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const copied = bytes.copy(this.#sharedRoom(), 0, at);
      this.#sharedSize += copied;
      at += copied;
      if (this.#sharedSize === PIECE_SIZE) {
        await this.#flush();
      }
    }
  }

  #sharedRoom(): Buffer {
    this.#shared ??= this.#pieces.take();
    return this.#shared.subarray(this.#sharedSize);
  }

  async #flush(): Promise<void> {
    const [shared, size] = [this.#shared, this.#sharedSize];
    if (shared !== undefined) {
      this.#shared = undefined;
      this.#sharedSize = 0;
      await this.#addMember(shared, size);
    }
  }

  /** Compresses the first `size` bytes of a piece, which is given back when they are written, as one member. */
  async #addMember(piece: Buffer, size: number): Promise<void> {
    const content = piece.subarray(0, size);
    const member = ahead(this.#compress(content));
    await this.#writer.add({
      cost: 2 * PIECE_SIZE,
      emit: async (sink) => {
        sink.tar(content);
        sink.blob(await member);
        this.#pieces.give(piece);
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
    const padded = entry.size + paddingSize(entry.size);
    const piece = this.#pieces.take();
    readSmallFile(entry, piece);
    piece.fill(0, entry.size, padded);
    await this.#header(entry, piece);
    this.#files.push([entry.path, entry.size, zlib.crc32(piece.subarray(0, entry.size))]);
    await this.#share(piece.subarray(0, padded));
    this.#pieces.give(piece);
  }

  async #addLarge(entry: FileEntry): Promise<void> {
    const file = this.#open(entry);
    const stream = this.#streamFor(entry);
    if (stream === undefined) {
      await this.#compressLarge(entry, file);
      this.#close(file);
    } else if (Math.max(entry.size, memberSize(stream.entry)) <= PIECE_SIZE) {
      await this.#carryHeld(entry, file, stream);
      this.#close(file);
    } else {
      await this.#carryLarge(entry, file, stream);
    }
    await this.#share(Buffer.alloc(paddingSize(entry.size)));
  }

  #streamFor(entry: FileEntry): Stream | undefined {
    const inWheel = this.#wheel?.entryAt(entry.path);
    if (inWheel === undefined) {
      return undefined;
    }
    const { read } = this.#wheel!;
    const offset = this.#disproved.has(entry.path) ? undefined : streamOffset(inWheel, entry.size, read);
    if (offset === undefined) {
      this.#carried.mismatched += 1;
      return undefined;
    }
    return { entry: inWheel, offset, read };
  }

  async #compressLarge(entry: FileEntry, file: OpenFile): Promise<void> {
    let crc = 0;
    for (let position = 0; position < entry.size; ) {
      this.#signal.throwIfAborted();
      const piece = this.#pieces.take();
      const content = piece.subarray(0, entry.size - position);
      file.read(content, position);
      if (position === 0) {
        await this.#header(entry, content);
        await this.#flush();
      }
      position += content.length;
      crc = zlib.crc32(content, crc);
      await this.#addMember(piece, content.length);
    }
    this.#files.push([entry.path, entry.size, crc]);
  }

  async #carryHeld(entry: FileEntry, file: OpenFile, stream: Stream): Promise<void> {
    const [piece, memberPiece] = [this.#pieces.take(), this.#pieces.take()];
    const content = piece.subarray(0, entry.size);
    file.read(content, 0);
    await this.#header(entry, content);
    await this.#flush();
    const [member] = memberPieces(stream.entry, stream.offset, stream.read, memberPiece);
    const proof = ahead(provesContent(member!, content));
    const index = this.#files.push([entry.path, entry.size, stream.entry.crc32]) - 1;
    await this.#writer.add({
      cost: 2 * PIECE_SIZE,
      emit: async (sink) => {
        sink.tar(content);
        if (await proof) {
          this.#countCarried(entry);
          sink.blob(member!);
        } else {
          this.#carried.mismatched += 1;
          this.#files[index] = [entry.path, entry.size, zlib.crc32(content)];
          sink.blob(await this.#compress(content));
        }
        this.#pieces.give(piece);
        this.#pieces.give(memberPiece);
      },
    });
  }

  async #carryLarge(entry: FileEntry, file: OpenFile, stream: Stream): Promise<void> {
    const start = Buffer.alloc(MODE_BYTES);
    file.read(start, 0);
    await this.#header(entry, start);
    await this.#flush();
    this.#files.push([entry.path, entry.size, stream.entry.crc32]);
    this.#countCarried(entry);
    this.#readTwice.push([entry, file.mtimeMs]);
    // As many as that are proved at a time: each waits for one before it.
    const before = this.#proofs.at(-PROOFS);
    const proof = ahead(this.#prove(entry, stream, before));
    this.#proofs.push(proof);
    await this.#writer.add({
      cost: PIECE_SIZE,
      emit: async (sink) => {
        const piece = this.#pieces.take();
        for (let position = 0; position < entry.size; ) {
          const content = piece.subarray(0, entry.size - position);
          file.read(content, position);
          sink.tar(content);
          position += content.length;
          await this.#turn();
        }
        for (const bytes of memberPieces(stream.entry, stream.offset, stream.read, piece)) {
          sink.blob(bytes);
          await this.#turn();
        }
        this.#pieces.give(piece);
        this.#close(file);
      },
    });
  }

  async #prove(
    entry: FileEntry,
    { entry: inWheel, offset, read }: Stream,
    before?: Promise<boolean>,
  ): Promise<boolean> {
    await before;
    const proved = await provesFile(inWheel, offset, read, entry.source, this.#pieces, this.#signal);
    if (!proved) {
      this.#disproved.add(entry.path);
    }
    return proved;
  }

  /** Lets others have this thread: work on other threads, and the request's cancellation, are noticed in between. */
  async #turn(): Promise<void> {
    await new Promise(setImmediate);
    this.#signal.throwIfAborted();
  }

  #countCarried(entry: FileEntry): void {
    this.#carried.files += 1;
    this.#carried.bytes += entry.size;
  }

  #open(entry: FileEntry): OpenFile {
    const descriptor = openSource(entry);
    this.#opened.add(descriptor);
    const { size, mtimeMs } = fstatSync(descriptor);
    if (size !== entry.size) {
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

  #close({ descriptor }: OpenFile): void {
    this.#opened.delete(descriptor);
    closeSync(descriptor);
  }
}

/** A file that is being read; `read` throws ActionError where the file has become shorter. */
interface OpenFile {
  readonly descriptor: number;
  readonly read: ReadInto;
  readonly mtimeMs: number;
}

/** Marks a promise as awaited later: a failure is thrown where it is awaited, and is not unhandled until then. */
function ahead<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/** Reads a file of which one read more is known to be its end. */
function readSmallFile(entry: FileEntry, target: Buffer): void {
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
