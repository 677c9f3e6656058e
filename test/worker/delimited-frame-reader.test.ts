import fc from "fast-check";
import { DelimitedFrameReader } from "../../src/worker/delimited-frame-reader";
import { FrameError } from "../../src/worker/frame-reader";

/** The length prefix, written independently of the reader: base 128 digits, all but the last with the high bit. */
function prefix(length: number): Buffer {
  const digits: number[] = [];
  for (let rest = BigInt(length); digits.length === 0 || rest > 0n; rest >>= 7n) {
    digits.push(Number(rest & 127n));
  }
  return Buffer.from(digits.map((digit, index) => (index < digits.length - 1 ? digit | 0x80 : digit)));
}

function delimited(...frames: Uint8Array[]): Buffer {
  return Buffer.concat(frames.flatMap((frame) => [prefix(frame.length), frame]));
}

function readAll(chunks: Uint8Array[]): Buffer[] {
  const reader = new DelimitedFrameReader();
  const frames = chunks.flatMap((chunk) => [...reader.read(chunk)].map((frame) => Buffer.from(frame)));
  reader.end();
  return frames;
}

test("any split and any grouping gives the same frames", () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }),
      fc.array(fc.nat(), { maxLength: 12 }),
      (frames, cuts) => {
        const bytes = delimited(...frames);
        const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
        const chunks = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
        expect(readAll(chunks)).toEqual(frames.map((frame) => Buffer.from(frame)));
      },
    ),
  );
});

test("a byte at a time gives the same frames", () => {
  const frames = [Buffer.alloc(0), Buffer.alloc(127, 1), Buffer.alloc(128, 2), Buffer.alloc(16_384, 3)];
  const bytes = delimited(...frames);
  expect(readAll([...bytes].map((_, index) => bytes.subarray(index, index + 1)))).toEqual(frames);
});

const KiB = 1024;
const MiB = 1024 * KiB;
const edges = [2 ** 7, 2 ** 14, 2 ** 21, 64 * KiB, 128 * KiB, MiB];

test.each(edges.flatMap((edge) => [-7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7].map((step) => edge + step)))(
  "a frame of %d bytes, read in chunks of 64 KiB between two others",
  (length) => {
    const frames = [Buffer.from("before"), Buffer.alloc(length, 0xab), Buffer.from("after")];
    const bytes = delimited(...frames);
    const chunks: Buffer[] = [];
    for (let offset = 0; offset < bytes.length; offset += 64 * KiB) {
      chunks.push(bytes.subarray(offset, offset + 64 * KiB));
    }
    const read = readAll(chunks);
    expect(read).toHaveLength(3);
    expect(read.every((frame, index) => frame.equals(frames[index]!))).toBe(true);
  },
);

test.each([64 * MiB - 1, 64 * MiB, 64 * MiB + 1])("a frame of %d bytes", (length) => {
  const bytes = delimited(Buffer.alloc(length, 7));
  const chunks: Buffer[] = [];
  for (let offset = 0; offset < bytes.length; offset += 64 * KiB) {
    chunks.push(bytes.subarray(offset, offset + 64 * KiB));
  }
  const [frame, ...others] = readAll(chunks);
  expect(frame!.length).toBe(length);
  expect(frame!.equals(Buffer.alloc(length, 7))).toBe(true);
  expect(others).toEqual([]);
});

test("good frames before garbage are read, then the garbage is an error", () => {
  const reader = new DelimitedFrameReader();
  const read: string[] = [];
  const bytes = Buffer.concat([delimited(Buffer.from("good")), Buffer.from("ffffffffff", "hex")]);
  expect(() => {
    for (const frame of reader.read(bytes)) {
      read.push(Buffer.from(frame).toString());
    }
  }).toThrow(FrameError);
  expect(read).toEqual(["good"]);
});

test.each([
  ["a length of six bytes", "808080808000", "has more than 5 bytes"],
  ["a length beyond the limit", "8180808001", "is longer than"],
  ["the largest length of five bytes", "ffffffff7f", "a request of 34359738367 bytes"],
])("%s is an error at once", (_, hex, message) => {
  expect(() => [...new DelimitedFrameReader().read(Buffer.from(hex, "hex"))]).toThrow(message);
});

test.each([
  ["inside a frame", "05abcd", "after 2 of 5 bytes"],
  ["right after the length", "05", "after 0 of 5 bytes"],
  ["inside the length", "ff", "inside the length"],
])("an input that ends %s is an error", (_, hex, message) => {
  const reader = new DelimitedFrameReader();
  expect([...reader.read(Buffer.from(hex, "hex"))]).toEqual([]);
  expect(() => reader.end()).toThrow(message);
});
