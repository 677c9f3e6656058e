import * as zlib from "node:zlib";
import fc from "fast-check";
import { GZIP_OVERHEAD, gzipFrame, memberCompressor, type ReadyPart } from "../../src/layer/compress-member";
import { openEnded } from "../../src/layer/open-ended-stream";
import { saySkipped } from "../say-skipped";
import { someBytes, someText } from "./some-bytes";

/** RFC 1952 §2.3 with nothing of this machine: no flags, no time, no extra flags, system unknown. */
const HEADER = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

describe("a gzip member", () => {
  test("is its header, a deflate stream, and checksum and size of the piece", async () => {
    const piece = Buffer.from("piece of a tar ".repeat(100));
    const member = await memberCompressor("gzip", -1)(piece);
    expect([...member.subarray(0, 10)]).toEqual(HEADER);
    expect(zlib.inflateRawSync(member.subarray(10, -8)).equals(piece)).toBe(true);
    expect(member.readUInt32LE(member.length - 8)).toBe(zlib.crc32(piece));
    expect(member.readUInt32LE(member.length - 4)).toBe(piece.length);
    expect(member.length).toBeLessThan(piece.length);
  });

  test("is in the memory that the compressor had for it, and not in a copy", async () => {
    const piece = Buffer.from("import os, sys\n".repeat(60_000));
    const member = await memberCompressor("gzip", -1)(piece);
    expect(member.buffer.byteLength).toBeGreaterThan(piece.length);
    expect(zlib.gunzipSync(member).equals(piece)).toBe(true);
  });

  test("of any piece gives that piece, alone and among others", async () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 5000, size: "max" }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: -1, max: 9 }), async (each, level) => {
        const members = await Promise.all(each.map((piece) => memberCompressor("gzip", level)(Buffer.from(piece))));
        members.forEach((member, index) => {
          expect(zlib.gunzipSync(member).equals(each[index]!)).toBe(true);
        });
        expect(zlib.gunzipSync(Buffer.concat(members)).equals(Buffer.concat(each))).toBe(true);
      }),
    );
  });

  test("depends only on the piece and the level", async () => {
    const piece = Buffer.from("abcabcabd".repeat(1000));
    const compress = memberCompressor("gzip", 6);
    const [first, ...others] = await Promise.all([
      compress(piece),
      compress(piece),
      memberCompressor("gzip", -1)(piece),
    ]);
    for (const other of others) {
      expect(other.equals(first!)).toBe(true);
    }
    expect((await memberCompressor("gzip", 0)(piece)).length).toBeGreaterThan(piece.length);
  });

  test("has what is stored as it is, wherever in the piece, and gives the whole piece", async () => {
    const lengths = fc.array(fc.tuple(fc.nat(9000), fc.integer({ min: 1, max: 140_000 })), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(lengths, fc.nat(9000), fc.integer({ min: -1, max: 9 }), async (each, rest, level) => {
        const ready: ReadyPart[] = [];
        const parts: Buffer[] = [];
        let at = 0;
        for (const [between, stored] of each) {
          parts.push(Buffer.alloc(between, "between "), someBytes(stored, `${at}`));
          ready.push({ start: at + between, end: at + between + stored });
          at += between + stored;
        }
        const piece = Buffer.concat([...parts, Buffer.alloc(rest, "rest")]);
        const member = await memberCompressor("gzip", level)(piece, ready);
        expect(zlib.gunzipSync(member).equals(piece)).toBe(true);
        for (const { start, end } of ready) {
          expect(member.includes(piece.subarray(start, Math.min(end, start + 0xffff)))).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("a gzip member with streams that are ready", () => {
  const streamOf = (content: Buffer) => openEnded(zlib.deflateRawSync(content), content)!;

  test("has them as they are, and gives the whole piece", async () => {
    const lengths = fc.array(fc.tuple(fc.nat(20_000), fc.integer({ min: 1, max: 30_000 }), fc.boolean()), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(lengths, fc.nat(20_000), async (each, rest) => {
        const ready: ReadyPart[] = [];
        const parts: Buffer[] = [];
        let at = 0;
        for (const [between, size, isStored] of each) {
          const content = someText(size, `${at}`);
          parts.push(someText(between, "between"), content);
          const part = { start: at + between, end: at + between + size };
          ready.push(isStored ? part : { ...part, stream: streamOf(content) });
          at += between + size;
        }
        const piece = Buffer.concat([...parts, someText(rest, "between")]);
        const compress = memberCompressor("gzip", -1);
        const member = await compress(piece, ready);
        expect(zlib.gunzipSync(member).equals(piece)).toBe(true);
        expect((await compress(piece, ready)).equals(member)).toBe(true);
        for (const { stream } of ready) {
          expect(stream === undefined || member.includes(stream)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("compresses what comes after a stream with the stream's content in view, within the window", async () => {
    const content = someText(40_000, "content");
    const compress = memberCompressor("gzip", -1);
    const sizeWith = async (after: Buffer) =>
      (await compress(Buffer.concat([content, after]), [{ start: 0, end: content.length, stream: streamOf(content) }]))
        .length;
    const other = await sizeWith(someText(20_000, "other"));
    expect(await sizeWith(content.subarray(-20_000))).toBeLessThan(other - 1000);
    // It lies further back than 32 KiB.
    expect(await sizeWith(content.subarray(0, 20_000))).toBeGreaterThan(other - 1000);
  });
});

describe("the frame around a deflate stream", () => {
  test("has the overhead that the constant says", () => {
    const { head, tail } = gzipFrame(0, 0);
    expect(head.length + tail.length).toBe(GZIP_OVERHEAD);
  });

  test.each([
    [0xffffffff, 0, 0xffffffff, 0],
    [-1, 1, 0xffffffff, 1],
    [7, 2 ** 32 - 1, 7, 0xffffffff],
    [7, 2 ** 32 + 5, 7, 5],
    [7, 2 ** 40 + 6, 7, 6],
  ])("of checksum %d and size %d says %d and %d, modulo 2³²", (crc32, size, saidCrc32, saidSize) => {
    const { tail } = gzipFrame(crc32, size);
    expect([tail.readUInt32LE(0), tail.readUInt32LE(4)]).toEqual([saidCrc32, saidSize]);
  });
});

test("without compression a member is the piece", async () => {
  const piece = Buffer.from("piece");
  expect(await memberCompressor("none", -1)(piece)).toBe(piece);
});

test.each([
  ["gzip", 10, "from 0 to 9"],
  ["gzip", -2, "from 0 to 9"],
  ["zstd", 0, "from 1 to 19"],
  ["zstd", 20, "from 1 to 19"],
  ["none", 1, "from 0 to 0"],
] as const)("%s has no level %d, and the remedy says which it has", (compression, level, range) => {
  expect(() => memberCompressor(compression, level)).toThrow(
    expect.objectContaining({
      message: `${compression} has no level ${level}`,
      details: { remedy: expect.stringMatching(`${range} with --@package_layers//bazel/settings:level`) },
    }),
  );
});

const hasZstd = zlib.zstdCompress !== undefined;
if (!hasZstd) {
  saySkipped(`zstd in compress-member.test.ts: Node ${process.versions.node} has no zstd`);
}

(hasZstd ? test : test.skip)("a zstd member has its size, a checksum and the piece", async () => {
  const piece = Buffer.from("piece of a tar ".repeat(100));
  const member = await memberCompressor("zstd", -1)(piece);
  expect(member.readUInt32LE(0)).toBe(0xfd2fb528);
  expect(member[4]! & 0x24).toBe(0x24);
  expect(zlib.zstdDecompressSync(member).equals(piece)).toBe(true);
});

(hasZstd ? test.skip : test)("a Node without zstd says so and names the remedy", () => {
  expect(() => memberCompressor("zstd", -1)).toThrow(
    expect.objectContaining({
      message: `this Node (${process.versions.node}) has no zstd`,
      details: { remedy: expect.stringContaining("Node 22.15 or later") },
    }),
  );
});
