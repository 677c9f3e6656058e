// A layer's zTOC, from which SOCI reads single files of it (soci-snapshotter, ztoc/fbs/ztoc.fbs and
// ztoc/compression/gzip_zinfo.c). Reading may begin at each member, and needs nothing before it.

import { Builder } from "flatbuffers";
import type { GzipMember } from "./gzip-members";
import type { TarEntryPlace } from "./tar-entries";

/** The version of the format that soci-snapshotter 0.16 writes. */
const VERSION = "0.9";

/** Uncompressed bytes after which a member begins another span; soci-snapshotter's own default. */
const SPAN_SIZE = 4 << 20;

/** A checkpoint has the 32 KiB of the tar before it. A member needs none of them. */
const WINDOW_SIZE = 1 << 15;
const CHECKPOINT_SIZE = 8 + 8 + 1 + WINDOW_SIZE;
const CHECKPOINTS_HEADER_SIZE = 4 + 8;

/** What a zTOC says; sizes and offsets in bytes. */
export interface Ztoc {
  /** Length of the blob and of its tar. */
  readonly size: number;
  readonly tarSize: number;
  readonly entries: readonly TarEntryPlace[];
  /** The members that begin a span, in order; the first of the blob is one. */
  readonly spans: readonly GzipMember[];
  /** Digest of each span's bytes in the blob. */
  readonly spanDigests: readonly string[];
}

/** The members that begin a span: the first, and each that begins SPAN_SIZE or more after the last that does. */
export function spansOf(members: readonly GzipMember[]): GzipMember[] {
  const spans: GzipMember[] = [];
  for (const member of members) {
    const last = spans.at(-1);
    if (last === undefined || member.content - last.content >= SPAN_SIZE) {
      spans.push(member);
    }
  }
  return spans;
}

/** Serializes a zTOC, as flatbuffers. Equal ones give equal bytes. */
export function formatZtoc({ size, tarSize, entries, spans, spanDigests }: Ztoc): Uint8Array {
  const builder = new Builder(1 << 16);
  const version = builder.createString(VERSION);
  const tool = builder.createString("package_layers");
  const toc = tocTable(builder, entries);
  const checkpoints = builder.createByteVector(checkpointBytes(spans));
  const digests = offsetVector(
    builder,
    spanDigests.map((digest) => builder.createString(digest)),
  );

  builder.startObject(4);
  builder.addFieldInt32(1, spans.length - 1, 0);
  builder.addFieldOffset(2, digests, 0);
  builder.addFieldOffset(3, checkpoints, 0);
  const compression = builder.endObject();

  builder.startObject(6);
  builder.addFieldOffset(0, version, 0);
  builder.addFieldOffset(1, tool, 0);
  builder.addFieldInt64(2, BigInt(size), 0n);
  builder.addFieldInt64(3, BigInt(tarSize), 0n);
  builder.addFieldOffset(4, toc, 0);
  builder.addFieldOffset(5, compression, 0);
  builder.finish(builder.endObject());
  return builder.asUint8Array();
}

const TYPES = { file: "reg", symlink: "symlink", directory: "dir" } as const;

function tocTable(builder: Builder, entries: readonly TarEntryPlace[]): number {
  const metadata = entries.map((entry) => {
    const [path, type, link, nobody, time] = [
      entry.path,
      TYPES[entry.kind],
      entry.link,
      "",
      new Date(entry.mtime * 1000).toISOString().replace(".000Z", "Z"),
    ].map((text) => builder.createSharedString(text)) as [number, number, number, number, number];
    const records = offsetVector(
      builder,
      [...entry.records].sort().map(([key, value]) => {
        const [name, text] = [builder.createSharedString(key), builder.createSharedString(value)];
        builder.startObject(2);
        builder.addFieldOffset(0, name, 0);
        builder.addFieldOffset(1, text, 0);
        return builder.endObject();
      }),
    );
    builder.startObject(14);
    builder.addFieldOffset(0, path, 0);
    builder.addFieldOffset(1, type, 0);
    builder.addFieldInt64(2, BigInt(entry.offset), 0n);
    builder.addFieldInt64(3, BigInt(entry.size), 0n);
    builder.addFieldOffset(4, link, 0);
    builder.addFieldInt64(5, BigInt(entry.mode), 0n);
    builder.addFieldInt32(6, entry.uid | 0, 0);
    builder.addFieldInt32(7, entry.gid | 0, 0);
    builder.addFieldOffset(8, nobody, 0);
    builder.addFieldOffset(9, nobody, 0);
    builder.addFieldOffset(10, time, 0);
    builder.addFieldOffset(13, records, 0);
    return builder.endObject();
  });
  const vector = offsetVector(builder, metadata);
  builder.startObject(1);
  builder.addFieldOffset(0, vector, 0);
  return builder.endObject();
}

function offsetVector(builder: Builder, offsets: readonly number[]): number {
  builder.startVector(4, offsets.length, 4);
  for (const offset of offsets.toReversed()) {
    builder.addOffset(offset);
  }
  return builder.endVector();
}

/** Version 2 of gzip_zinfo: a count and the size of spans, then each checkpoint; little-endian. */
function checkpointBytes(spans: readonly GzipMember[]): Buffer {
  const bytes = Buffer.alloc(CHECKPOINTS_HEADER_SIZE + spans.length * CHECKPOINT_SIZE);
  bytes.writeInt32LE(spans.length, 0);
  bytes.writeBigInt64LE(BigInt(SPAN_SIZE), 4);
  for (const [index, { stream, content }] of spans.entries()) {
    const at = CHECKPOINTS_HEADER_SIZE + index * CHECKPOINT_SIZE;
    bytes.writeBigInt64LE(BigInt(stream), at);
    bytes.writeBigInt64LE(BigInt(content), at + 8);
  }
  return bytes;
}
