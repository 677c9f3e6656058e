// Turns entries into a blob: cuts the tar into members at positions that only its content decides.

import { createHash } from "node:crypto";
import { setMaxListeners } from "node:events";
import { ftruncateSync } from "node:fs";
import * as zlib from "node:zlib";
import { type BlobSummary, BlobWriter, type MemberSink, type RoomAhead } from "./blob-writer";
import { type BufferPool, PIECE_SIZE, release } from "./buffer-pool";
import { memberPieces, type OpenWheel, streamOffset } from "./carry-over";
import { type CompressMember, memberCompressor, type ReadyPart } from "./compress-member";
import { isCompressedFile } from "./compressed-file";
import { sha256Of } from "./digest";
import { type ContentEntry, directoryHeaders, type LayerContent } from "./directories";
import { isExecutable, MODE_BYTES } from "./file-mode";
import type { Compression, LayerDescriptor } from "./layer-descriptor";
import { isSingleBlock, openEnded } from "./open-ended-stream";
import { formatRecord, type RecordedFile } from "./record";
import { type FileEntry, type OpenFile, openFile, readSmallFile } from "./source-file";
import type { CheckStream } from "./stream-check";
import { END_OF_ARCHIVE_SIZE, type EntryOwnership, paddingSize, tarHeader } from "./tar-header";
import type { WheelEntry } from "./wheel-archive";
import { readWheelContent } from "./wheel-content";

/** A file from this size on has members of its own; smaller ones share members with their neighbours. */
export const LARGE_FILE = 64 << 10;

/** From this size on, a file smaller than LARGE_FILE is carried over within the member that it shares. */
export const LEAST_CARRIED = 32 << 10;

/** How a layer is written; each of these changes its bytes. */
export interface LayerFormat {
  readonly compression: Compression;
  readonly level: number;
  readonly ownership: EntryOwnership;
}

/** What outlives a layer: a worker gives the same to all that it writes. */
export interface LayerResources {
  readonly pieces: BufferPool;
  readonly checkStream: CheckStream;
  /** Memory for members that are not yet written. */
  readonly room: RoomAhead;
}

/** What the descriptor says about a written blob. */
export type WrittenLayer = BlobSummary & Pick<LayerDescriptor, "files" | "directoriesSize" | "closingSize" | "carried">;

/** An entry of the wheel that may stand for a file, and where its stream starts. */
interface Stream {
  readonly entry: WheelEntry;
  readonly offset: number;
}

/**
 * Writes the blob of a layer: members that list its directories, those of its content, and a closing one.
 *
 * A file is carried over while the proof that its stream is right still runs. If it is wrong, which takes a file changed
 * without changing its size or a wheel that lies, the blob is written again without that stream.
 *
 * @param output Descriptor of a file that is open and empty; it stays open.
 * @param wheel Where compressed bytes are carried over from; only gzip blobs can take them.
 * @throws ActionError when a file changes while it is read.
 */
export async function writeLayer(
  content: LayerContent,
  wheel: OpenWheel | undefined,
  format: LayerFormat,
  output: number,
  signal: AbortSignal,
  resources: LayerResources,
): Promise<WrittenLayer> {
  const wrongStreams = new Set<string>();
  for (;;) {
    const layer = new LayerBuilder(wheel, wrongStreams, format, output, signal, resources);
    const written = await resources.room.sharedBy(() => layer.write(content));
    if (written !== undefined) {
      return written;
    }
    ftruncateSync(output);
  }
}

type PackedEntry = Extract<ContentEntry, { kind: "packed" }>;

class LayerBuilder {
  /** The wheel, where the blob can take its compressed bytes. */
  readonly #wheel: OpenWheel | undefined;
  /** The same wheel, for files that only it has. */
  readonly #source: OpenWheel | undefined;
  readonly #wrongStreams: Set<string>;
  readonly #ownership: EntryOwnership;
  readonly #compress: CompressMember;
  readonly #writer: BlobWriter;
  readonly #signal: AbortSignal;
  readonly #failed = new AbortController();
  readonly #pieces: BufferPool;
  readonly #checkStream: CheckStream;
  readonly #opened = new Set<OpenFile>();
  readonly #files: LayerDescriptor["files"] = [];
  /** What RECORD says about each file, for layers that have one. */
  #recorded: RecordedFile[] | undefined;
  readonly #carried = { files: 0, bytes: 0, mismatched: 0 };
  readonly #streamChecks: Promise<boolean>[] = [];
  #shared: Buffer | undefined;
  #sharedSize = 0;
  /** Files in the shared member that are not compressed again. */
  #sharedReady: ReadyPart[] = [];
  #directoriesSize = 0;

  /** @param wrongStreams Paths in the image whose streams are known to be wrong; more are added. */
  constructor(
    wheel: OpenWheel | undefined,
    wrongStreams: Set<string>,
    format: LayerFormat,
    output: number,
    signal: AbortSignal,
    { pieces, checkStream, room }: LayerResources,
  ) {
    this.#source = wheel;
    this.#wheel = format.compression === "gzip" ? wheel : undefined;
    this.#wrongStreams = wrongStreams;
    this.#ownership = format.ownership;
    this.#compress = memberCompressor(format.compression, format.level);
    this.#writer = new BlobWriter(output, room);
    this.#pieces = pieces;
    this.#checkStream = checkStream;
    this.#signal = AbortSignal.any([signal, this.#failed.signal]);
    // Every running proof listens to it.
    setMaxListeners(0, this.#signal);
  }

  /** Writes everything; undefined when a stream turned out to be wrong, since what was written is then not a layer. */
  async write({ directories, entries, record }: LayerContent): Promise<WrittenLayer | undefined> {
    this.#recorded = record === undefined ? undefined : [];
    try {
      await this.#addDirectories(directories);
      for (const entry of entries) {
        this.#signal.throwIfAborted();
        await this.#add(entry);
      }
      if (record !== undefined) {
        // The hashes of files that were carried over are known once those files are written.
        await this.#writer.drain();
        await this.#addContent(record.path, Buffer.from(formatRecord(record, this.#recorded!)));
      }
      return await this.#finish();
    } catch (error) {
      this.#failed.abort();
      throw error;
    } finally {
      // Nothing reads files any more when the caller closes them.
      await Promise.allSettled(this.#streamChecks);
      for (const file of this.#opened) {
        file.close();
      }
    }
  }

  /** Directories have members of their own, so that a bundle can leave them out and list all of its packages' once. */
  async #addDirectories(directories: readonly string[]): Promise<void> {
    await this.#share(directoryHeaders(directories, this.#ownership));
    await this.#flush();
    await this.#writer.add({
      cost: 0,
      emit: () => {
        this.#directoriesSize = this.#writer.size;
      },
    });
  }

  async #add(entry: ContentEntry): Promise<void> {
    if (entry.kind === "made") {
      await this.#addContent(entry.path, entry.content);
    } else if (entry.kind === "packed") {
      await this.#addPacked(entry);
    } else if (entry.kind === "symlink") {
      await this.#share(tarHeader(entry.path, entry, this.#ownership));
      this.#files.push([entry.path, entry.target]);
      this.#recorded?.push({ path: entry.path });
    } else if (entry.source === undefined) {
      await this.#share(tarHeader(entry.path, { kind: "file", size: 0, executable: false }, this.#ownership));
      this.#files.push([entry.path, 0, 0]);
      this.#record(entry.path, Buffer.alloc(0));
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
    if ((await Promise.all(this.#streamChecks)).includes(false)) {
      return undefined;
    }
    this.#source?.requireUnchanged();
    return {
      ...summary,
      tarSize: summary.tarSize - closing.length,
      files: this.#files,
      directoriesSize: this.#directoriesSize,
      closingSize: closingMember.length,
      carried: this.#carried,
    };
  }

  /**
   * Appends bytes to the member that small files share, which is cut where it is full.
   *
   * @param ready What makes compressing the bytes needless: that they are a file that is already compressed, or a stream that
   * stands for them; they then lie within one member.
   */
  async #share(bytes: Buffer, ready?: "stored" | Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const copied = bytes.copy(this.#sharedRoom(), 0, at);
      if (ready !== undefined) {
        const part = { start: this.#sharedSize, end: this.#sharedSize + copied };
        this.#sharedReady.push(ready === "stored" ? part : { ...part, stream: ready });
      }
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
    const [shared, size, ready] = [this.#shared, this.#sharedSize, this.#sharedReady];
    if (shared !== undefined) {
      this.#shared = undefined;
      this.#sharedSize = 0;
      this.#sharedReady = [];
      await this.#addMember(shared, size, ready);
    }
  }

  /**
   * Compresses the first `size` bytes of a piece, which is given back when they are written, as one member.
   *
   * @param ready Which parts of them are not compressed again.
   */
  async #addMember(piece: Buffer, size: number, ready?: readonly ReadyPart[]): Promise<void> {
    const content = piece.subarray(0, size);
    const member = ahead(this.#compress(content, ready));
    await this.#writer.add({
      cost: 2 * PIECE_SIZE,
      emit: async (sink) => {
        sink.tar(content);
        const bytes = await member;
        sink.blob(bytes);
        this.#pieces.give(piece);
        if (bytes.buffer !== content.buffer) {
          release(bytes);
        }
      },
    });
  }

  async #header(entry: FileEntry, start: Uint8Array): Promise<void> {
    const { path, size, program = false } = entry;
    const executable = program || isExecutable(start);
    await this.#share(tarHeader(path, { kind: "file", size, executable }, this.#ownership));
  }

  #record(path: string, content: Buffer): void {
    this.#recorded?.push({ path, size: content.length, sha256: sha256Of(content) });
  }

  /**
   * Adds a file whose content is in memory, cut as if it came from disk.
   *
   * @param from.emit Writes the member that stands for the whole content of a large file; without it the content is compressed.
   * @param from.stream What the wheel has for a small file.
   */
  async #addContent(
    path: string,
    content: Buffer,
    { emit, stream }: { emit?: (sink: MemberSink) => void; stream?: Stream | undefined } = {},
  ): Promise<void> {
    const size = content.length;
    const header = tarHeader(path, { kind: "file", size, executable: isExecutable(content) }, this.#ownership);
    await this.#share(header);
    const crc32 = zlib.crc32(content);
    this.#files.push([path, size, crc32]);
    this.#record(path, content);
    if (size < LARGE_FILE) {
      await this.#share(
        content,
        this.#readyFor(content, crc32, () => stream),
      );
    } else {
      await this.#flush();
      if (emit !== undefined) {
        await this.#writer.add({ cost: size, emit });
      } else {
        const isCompressed = isCompressedFile(content, size);
        for (let position = 0; position < size; position += PIECE_SIZE) {
          const piece = this.#pieces.take();
          const copied = content.copy(piece, 0, position);
          await this.#addMember(piece, copied, isCompressed ? [{ start: 0, end: copied }] : undefined);
        }
      }
    }
    await this.#share(Buffer.alloc(paddingSize(size)));
  }

  async #addPacked({ path, entry }: PackedEntry): Promise<void> {
    const { read, file } = this.#source!;
    const { content, streamOffset } = readWheelContent(entry, read, file);
    const stream =
      this.#wheel === undefined || streamOffset === undefined ? undefined : { entry, offset: streamOffset };
    if (stream === undefined || content.length < LARGE_FILE) {
      await this.#addContent(path, content, { stream });
      return;
    }
    this.#countCarried(content.length);
    await this.#addContent(path, content, {
      emit: (sink) => {
        sink.tar(content);
        const piece = this.#pieces.take();
        for (const bytes of memberPieces(entry, stream.offset, read, piece)) {
          sink.blob(bytes);
        }
        this.#pieces.give(piece);
      },
    });
  }

  async #addSmall(entry: FileEntry): Promise<void> {
    const piece = this.#pieces.take();
    readSmallFile(entry, piece);
    const content = piece.subarray(0, entry.size);
    const crc32 = zlib.crc32(content);
    await this.#header(entry, content);
    this.#files.push([entry.path, entry.size, crc32]);
    this.#record(entry.path, content);
    const ready = this.#readyFor(content, crc32, () => this.#streamFor(entry));
    const padded = entry.size + paddingSize(entry.size);
    piece.fill(0, entry.size, padded);
    if (ready === undefined) {
      await this.#share(piece.subarray(0, padded));
    } else {
      await this.#share(content, ready);
      await this.#share(piece.subarray(entry.size, padded));
    }
    this.#pieces.give(piece);
  }

  /**
   * What makes compressing the content of a small file needless, if anything does: see #share.
   *
   * @param findStream Gives what the wheel has for it, if anything.
   */
  #readyFor(content: Buffer, crc32: number, findStream: () => Stream | undefined): "stored" | Buffer | undefined {
    if (isCompressedFile(content, content.length)) {
      return "stored";
    }
    const isWhole = this.#sharedSize + content.length <= PIECE_SIZE;
    const stream = content.length >= LEAST_CARRIED && isWhole ? findStream() : undefined;
    return stream && this.#openStream(stream, content, crc32);
  }

  #countCarried(size: number): void {
    this.#carried.files += 1;
    this.#carried.bytes += size;
  }

  /** What goes into the shared member instead of compressing a small file; undefined if the wheel has nothing that can. */
  #openStream({ entry, offset }: Stream, content: Buffer, crc32: number): Buffer | undefined {
    if (entry.compressedSize >= content.length) {
      return undefined;
    }
    const stream = Buffer.allocUnsafe(entry.compressedSize);
    this.#wheel!.read(stream, offset);
    if (!isSingleBlock(stream)) {
      return undefined;
    }
    const open = entry.crc32 === crc32 ? openEnded(stream, content) : undefined;
    if (open === undefined) {
      this.#carried.mismatched += 1;
    } else {
      this.#countCarried(content.length);
    }
    return open;
  }

  async #addLarge(entry: FileEntry): Promise<void> {
    const file = this.#open(entry);
    const stream = this.#streamFor(entry);
    if (stream === undefined) {
      await this.#compressLarge(entry, file);
      this.#finishReading(file);
    } else {
      await this.#carry(entry, file, stream);
    }
    await this.#share(Buffer.alloc(paddingSize(entry.size)));
  }

  #streamFor(entry: FileEntry): Stream | undefined {
    const inWheel = this.#wheel?.entryAt(entry.path);
    if (inWheel === undefined || inWheel.stored) {
      return undefined;
    }
    const offset = this.#wrongStreams.has(entry.path)
      ? undefined
      : streamOffset(inWheel, entry.size, this.#wheel!.read);
    if (offset === undefined) {
      this.#carried.mismatched += 1;
      return undefined;
    }
    return { entry: inWheel, offset };
  }

  async #compressLarge(entry: FileEntry, file: OpenFile): Promise<void> {
    let crc = 0;
    let isCompressed = false;
    const hash = createHash("sha256");
    for (let position = 0; position < entry.size; ) {
      this.#signal.throwIfAborted();
      const piece = this.#pieces.take();
      const content = piece.subarray(0, entry.size - position);
      file.read(content, position);
      if (position === 0) {
        isCompressed = isCompressedFile(content, entry.size);
        await this.#header(entry, content);
        await this.#flush();
      }
      position += content.length;
      crc = zlib.crc32(content, crc);
      if (this.#recorded !== undefined) {
        hash.update(content);
      }
      await this.#addMember(piece, content.length, isCompressed ? [{ start: 0, end: content.length }] : undefined);
    }
    this.#files.push([entry.path, entry.size, crc]);
    this.#recorded?.push({ path: entry.path, size: entry.size, sha256: hash.digest() });
  }

  async #carry(entry: FileEntry, file: OpenFile, stream: Stream): Promise<void> {
    const start = Buffer.alloc(MODE_BYTES);
    file.read(start, 0);
    await this.#header(entry, start);
    await this.#flush();
    this.#files.push([entry.path, entry.size, stream.entry.crc32]);
    this.#countCarried(entry.size);
    const check = ahead(this.#checkStreamOf(entry, file, stream));
    this.#streamChecks.push(check);
    await this.#writer.add({
      cost: PIECE_SIZE,
      emit: async (sink) => {
        const piece = this.#pieces.take();
        const hash = createHash("sha256");
        for (let position = 0; position < entry.size; ) {
          const content = piece.subarray(0, entry.size - position);
          file.read(content, position);
          sink.tar(content);
          if (this.#recorded !== undefined) {
            hash.update(content);
          }
          position += content.length;
          await this.#turn();
        }
        this.#recorded?.push({ path: entry.path, size: entry.size, sha256: hash.digest() });
        for (const bytes of memberPieces(stream.entry, stream.offset, this.#wheel!.read, piece)) {
          sink.blob(bytes);
          await this.#turn();
        }
        this.#pieces.give(piece);
        // A file stays open as long as its members are not yet written, and is checked when everything that reads it is done.
        await check;
        this.#finishReading(file);
      },
    });
  }

  async #checkStreamOf({ path }: FileEntry, { descriptor }: OpenFile, stream: Stream): Promise<boolean> {
    const claim = { ...stream, wheel: this.#wheel!.descriptor, source: descriptor };
    const isRight = await this.#checkStream(claim, this.#signal);
    if (!isRight) {
      this.#wrongStreams.add(path);
    }
    return isRight;
  }

  /** Lets others have this thread, so that finished work of other threads and the request's cancellation are noticed. */
  async #turn(): Promise<void> {
    await new Promise(setImmediate);
    this.#signal.throwIfAborted();
  }

  #open(entry: FileEntry): OpenFile {
    const file = openFile(entry);
    this.#opened.add(file);
    return file;
  }

  /** Closes a file that nothing reads any more; unless everything that was read is one state of it, the layer fails. */
  #finishReading(file: OpenFile): void {
    file.requireUnchanged();
    this.#opened.delete(file);
    file.close();
  }
}

/** Marks a promise as awaited later: a failure is thrown where it is awaited, and is not unhandled until then. */
function ahead<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
