import { takeZstdFrames } from "../../src/image/zstd-frames";

function zstdFrames(blob: Buffer): Buffer[] {
  const { frames, rest } = takeZstdFrames(blob);
  if (rest.length > 0) {
    throw new RangeError("cut off");
  }
  return frames;
}

import { findProgram, run, testWith } from "../layer/tar-programs";

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];

/** A block (RFC 8878 §3.1.1.2): three bytes of header, then its bytes; types are 0 raw, 1 run of one byte, 2 compressed. */
function block(type: number, size: number, bytes: number[], last = true): number[] {
  const header = Number(last) | (type << 1) | (size << 3);
  return [header & 0xff, (header >> 8) & 0xff, header >> 16, ...bytes];
}

/** A frame whose descriptor byte says which optional fields the header has. */
const frame = (descriptor: number, fields: number[], blocks: number[]) =>
  Buffer.from([...MAGIC, descriptor, ...fields, ...blocks]);

const raw = frame(0x20, [3], block(0, 3, [1, 2, 3]));
const skippable = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 0x28, 0xb5]);

test.each<[string, Buffer]>([
  ["content size of one byte", raw],
  ["a window and no content size", frame(0x00, [0x58], block(0, 1, [9]))],
  ["content size of two bytes", frame(0x60, [1, 0], block(0, 1, [9]))],
  ["content size of four bytes and a window", frame(0x80, [0x58, 1, 0, 0, 0], block(0, 1, [9]))],
  ["content size of eight bytes", frame(0xe0, [1, 0, 0, 0, 0, 0, 0, 0], block(0, 1, [9]))],
  ["a dictionary of one byte", frame(0x21, [7, 1], block(0, 1, [9]))],
  ["a dictionary of four bytes", frame(0x23, [7, 7, 7, 7, 1], block(0, 1, [9]))],
  ["a checksum", Buffer.concat([frame(0x24, [1], block(0, 1, [9])), Buffer.from([1, 2, 3, 4])])],
  ["a run of one byte, which has one byte whatever its length", frame(0x20, [200], block(1, 200, [9]))],
  ["several blocks", frame(0x20, [4], [...block(0, 2, [1, 2], false), ...block(1, 2, [9], true)])],
  ["an empty block", frame(0x20, [0], block(0, 0, []))],
  ["bytes of the content that look like a frame", frame(0x20, [4], block(0, 4, MAGIC))],
])("a frame with %s ends where the next begins", (_name, bytes) => {
  expect(zstdFrames(Buffer.concat([bytes, raw, bytes]))).toEqual([bytes, raw, bytes]);
});

test("skippable frames are left out, wherever they are", () => {
  expect(zstdFrames(Buffer.concat([skippable, raw, skippable, skippable, raw, skippable]))).toEqual([raw, raw]);
});

test("no bytes are no frames", () => {
  expect(zstdFrames(Buffer.alloc(0))).toEqual([]);
});

// By name: the errors of Node's buffers belong to another realm than the tests.
const outOfRange = expect.objectContaining({ name: "RangeError" });

test.each<[string, Buffer]>([
  ["gzip", Buffer.from([0x1f, 0x8b, 8, 0, 0])],
  ["bytes after the last frame", Buffer.concat([raw, Buffer.from("rest")])],
  ["fewer bytes than a magic number has", Buffer.concat([raw, Buffer.from([0x28])])],
])("%s: no frame begins there", (_name, bytes) => {
  expect(() => zstdFrames(bytes)).toThrow(outOfRange);
});

test("a blob that is cut off anywhere within its last frame is refused", () => {
  const last = frame(0x24, [3], [...block(0, 1, [1], false), ...block(0, 2, [2, 3]), 1, 2, 3, 4]);
  for (let length = 1; length < last.length; length++) {
    expect(() => zstdFrames(Buffer.concat([raw, last.subarray(0, length)]))).toThrow(outOfRange);
  }
  for (let length = 1; length < skippable.length; length++) {
    expect(() => zstdFrames(Buffer.concat([raw, skippable.subarray(0, length)]))).toThrow(outOfRange);
  }
});

const zstd = findProgram("zstd");

testWith(zstd)("frames of the zstd program are found, whatever options made them", () => {
  const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * index) >> 7));
  const frames = [
    [content, []],
    [content, ["-19", "--no-check"]],
    [content, ["--fast=5", "--no-content-size"]],
    [Buffer.alloc(1 << 20), ["--single-thread"]],
    [Buffer.alloc(0), []],
    [Buffer.from("x"), ["-1"]],
  ].map(([input, options]) => run(zstd!, ["-q", "-c", ...(options as string[])], input as Buffer));
  expect(zstdFrames(Buffer.concat(frames))).toEqual(frames);
});
