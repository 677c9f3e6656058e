// Compresses one member of a blob: a piece of the tar that can be decompressed by itself.

import * as zlib from "node:zlib";
import { ActionError } from "../action/action-error";
import { release } from "./buffer-pool";
import type { Compression } from "./layer-descriptor";
import { requireOwnZlib } from "./own-zlib";

/** RFC 1952 §2.3: magic, deflate, no flags, no time, no extra flags, unknown system: nothing of this machine. */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

/** Size of a gzip member around its deflate stream. */
export const GZIP_OVERHEAD = GZIP_HEADER.length + 8;
export const GZIP_HEADER_SIZE = GZIP_HEADER.length;
export const GZIP_TRAILER_SIZE = 8;

/** What a gzip member needs besides its deflate stream (RFC 1952 §2.3.1): CRC-32 and size modulo 2³². */
export function gzipFrame(crc32: number, size: number): { head: Buffer; tail: Buffer } {
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(crc32 >>> 0, 0);
  tail.writeUInt32LE(size % 2 ** 32, 4);
  return { head: GZIP_HEADER, tail };
}

/** A part of a piece that is not compressed again. */
export interface ReadyPart {
  /** Offset of its first byte in the piece. */
  readonly start: number;
  /** Offset of the byte after its last. */
  readonly end: number;
  /** What stands for it in a deflate stream (see openEnded); without it, the part is stored as it is. */
  readonly stream?: Buffer;
}

/**
 * Turns a piece of the tar into a member; runs on Node's thread pool unless it is tiny. Equal pieces with equal parts give
 * equal members.
 *
 * @param ready The parts that a gzip member does not compress, in order and disjoint.
 */
export type CompressMember = (piece: Buffer, ready?: readonly ReadyPart[]) => Promise<Buffer>;

/** An empty zstd frame with its checksum: Node adds one when the compressor ends its frame before its input. */
const EMPTY_FRAME = Buffer.from("28b52ffd240001000099e9d851", "hex");

/**
 * The default level of each compression. zlib's own is 6; on Python sources and libraries, 5 takes two thirds of the time for
 * 1 % more bytes. zstd keeps its own default.
 */
const DEFAULT_LEVELS = { gzip: 5, zstd: 3, none: 0 } as const;

/** Length of a piece that is compressed in less time than another thread takes to begin. */
const TINY = 4 << 10;

/** The same for a stretch between parts that are ready: its compressor has less memory to initialize. */
const TINY_STRETCH = 8 << 10;

/**
 * Bytes that a compressor gives at a time: as many as there can be, so that a member takes one turn between threads. With an
 * output buffer of fixed size both compressors give the same bytes for the same piece.
 */
function roomFor(piece: Buffer): number {
  return piece.length + (piece.length >> 7) + 1024;
}

/**
 * The level that a setting means (-1: the default of the compression).
 *
 * @throws ActionError for a level that the compression does not have.
 */
export function compressionLevel(compression: Compression, level: number): number {
  const chosen = level === -1 ? DEFAULT_LEVELS[compression] : level;
  const [least, most] = { gzip: [0, 9], zstd: [1, 19], none: [0, 0] }[compression] as [number, number];
  if (chosen < least || chosen > most) {
    throw new ActionError(`${compression} has no level ${level}`, {
      remedy: `choose a level from ${least} to ${most} with --@package_layers//bazel/settings:level, or -1 for the default`,
    });
  }
  return chosen;
}

/**
 * The member compressor for a compression and level (-1: the default).
 *
 * @throws ActionError for a level that the compression does not have, for zstd on a Node without it, and for gzip on a Node
 * whose zlib is not its own.
 */
export function memberCompressor(compression: Compression, level: number): CompressMember {
  const chosen = compressionLevel(compression, level);
  if (compression === "none") {
    return async (piece) => piece;
  }
  if (compression === "gzip") {
    requireOwnZlib();
    return async (piece, ready = []) => {
      if (ready.length > 0) {
        return await gzipAround(piece, ready, chosen);
      }
      const options = { level: chosen, memLevel: 8, chunkSize: roomFor(piece) };
      const member =
        piece.length <= TINY ? zlib.gzipSync(piece, options) : await outputOf(zlib.createGzip(options), piece);
      // zlib writes its level and its system there.
      GZIP_HEADER.copy(member);
      return member;
    };
  }
  if (zlib.createZstdCompress === undefined) {
    throw new ActionError(`this Node (${process.versions.node}) has no zstd`, {
      remedy:
        "use Node 22.15 or later in the toolchain, or gzip with --@package_layers//bazel/settings:compression=gzip",
    });
  }
  return async (piece) => {
    const compressor = zlib.createZstdCompress({
      pledgedSrcSize: piece.length,
      chunkSize: roomFor(piece),
      // The first write has everything; a compressor that knows this needs no window of its own to collect it in.
      flush: zlib.constants.ZSTD_e_end,
      params: { [zlib.constants.ZSTD_c_compressionLevel]: chosen, [zlib.constants.ZSTD_c_checksumFlag]: 1 },
    });
    const frames = await outputOf(compressor, piece);
    const hasEmptyFrame = frames.subarray(-EMPTY_FRAME.length).equals(EMPTY_FRAME);
    return hasEmptyFrame ? frames.subarray(0, -EMPTY_FRAME.length) : frames;
  };
}

/**
 * All that a compressor gives for a piece. Node's functions for this (`zlib.gzip`) join what comes in two parts, and leave the
 * memory of the parts to the garbage collector, which lets many of them pile up.
 */
function outputOf(compressor: zlib.Gzip | zlib.DeflateRaw | zlib.ZstdCompress, piece: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    compressor.on("data", (part: Buffer) => parts.push(part));
    compressor.once("error", reject);
    compressor.once("end", () => {
      compressor.close();
      resolve(joined(parts));
    });
    compressor.end(piece);
  });
}

/** The parts as one buffer: without a copy if they lie side by side, as they do if there was room for all. */
function joined(parts: readonly Buffer[]): Buffer {
  const [first = Buffer.alloc(0)] = parts;
  let end = first.byteOffset;
  for (const part of parts) {
    if (part.buffer !== first.buffer || part.byteOffset !== end) {
      const copy = Buffer.concat(parts);
      for (const memory of new Set(parts.map(({ buffer }) => buffer))) {
        release(Buffer.from(memory));
      }
      return copy;
    }
    end += part.length;
  }
  return Buffer.from(first.buffer, first.byteOffset, end - first.byteOffset);
}

/** Bytes that a stored block can have (RFC 1951 §3.2.4). */
const STORED_BLOCK = 0xffff;

/** How far back deflate can refer (RFC 1951 §2). */
const WINDOW = 32 << 10;

/**
 * A gzip member with parts that are not compressed again. Each stretch between them is deflated by itself and ends with an
 * empty stored block, as zlib flushes, so that the next block begins at a whole byte.
 */
async function gzipAround(piece: Buffer, ready: readonly ReadyPart[], level: number): Promise<Buffer> {
  const { Z_SYNC_FLUSH, Z_FINISH } = zlib.constants;
  const blocks: (Buffer | Promise<Buffer>)[] = [];
  let at = 0;
  let dictionary: Buffer | undefined;
  for (const { start, end, stream } of ready) {
    if (start > at) {
      blocks.push(deflateStretch(piece.subarray(at, start), level, Z_SYNC_FLUSH, dictionary));
    }
    if (stream === undefined) {
      blocks.push(...storedBlocks(piece.subarray(start, end)));
    } else {
      blocks.push(stream);
    }
    at = end;
    // After a file that is already compressed it costs more time than its bytes are worth (bench/README.md).
    dictionary = stream === undefined ? undefined : piece.subarray(Math.max(0, end - WINDOW), end);
  }
  // The last block, empty where nothing is left.
  blocks.push(deflateStretch(piece.subarray(at), level, Z_FINISH, dictionary));
  const { head, tail } = gzipFrame(zlib.crc32(piece), piece.length);
  return Buffer.concat([head, ...(await Promise.all(blocks)), tail]);
}

function storedBlocks(content: Buffer): Buffer[] {
  const blocks: Buffer[] = [];
  for (let at = 0; at < content.length; at += STORED_BLOCK) {
    const bytes = content.subarray(at, at + STORED_BLOCK);
    const header = Buffer.alloc(5);
    header.writeUInt16LE(bytes.length, 1);
    header.writeUInt16LE(STORED_BLOCK - bytes.length, 3);
    blocks.push(header, bytes);
  }
  return blocks;
}

/**
 * Deflates a stretch of a piece.
 *
 * @param dictionary What lies before it in the piece, where it may refer to that. A tiny stretch does not: filling a
 * compressor with it costs more time than the stretch.
 */
function deflateStretch(
  stretch: Buffer,
  level: number,
  finishFlush: number,
  dictionary: Buffer | undefined,
): Buffer | Promise<Buffer> {
  const options = { level, finishFlush, chunkSize: roomFor(stretch) };
  return stretch.length <= TINY_STRETCH
    ? zlib.deflateRawSync(stretch, { ...options, windowBits: 13, memLevel: 6 })
    : outputOf(zlib.createDeflateRaw({ ...options, memLevel: 8, ...(dictionary && { dictionary }) }), stretch);
}
