import * as zlib from "node:zlib";
import fc from "fast-check";
import { isSingleBlock, openEnded } from "../../src/layer/open-ended-stream";
import { someBytes } from "./some-bytes";

const TEXT = Buffer.from("def function(argument):\n    return argument + 1\n\n".repeat(400));

/** The streams that this content may have in a wheel. */
const streams = (content: Buffer) =>
  [1, 6, 9].flatMap((level) =>
    [zlib.constants.Z_DEFAULT_STRATEGY, zlib.constants.Z_FIXED, zlib.constants.Z_HUFFMAN_ONLY].map((strategy) =>
      zlib.deflateRawSync(content, { level, strategy, memLevel: 9 }),
    ),
  );

/** A stream that goes on after the open one, and refers to what came before it. */
function withMore(before: Buffer, open: Buffer, content: Buffer, after: Buffer): Buffer {
  const first = zlib.deflateRawSync(before, { finishFlush: zlib.constants.Z_SYNC_FLUSH });
  const dictionary = Buffer.concat([before, content]).subarray(-32768);
  return Buffer.concat([first, open, zlib.deflateRawSync(after, { dictionary })]);
}

describe("an open-ended stream", () => {
  // Contents of many lengths end at each of the eight bits of a byte.
  test.each(Array.from({ length: 24 }, (_, index) => index))(
    "gives its content within a longer stream, at whatever bit it ends (%d bytes less)",
    (less) => {
      const content = TEXT.subarray(less);
      const ends = streams(content).map((stream) => {
        expect(isSingleBlock(stream)).toBe(true);
        const open = openEnded(stream, content)!;
        const whole = withMore(someBytes(500, "before"), open, content, Buffer.from("def function(argument)"));
        const expected = Buffer.concat([someBytes(500, "before"), content, Buffer.from("def function(argument)")]);
        expect(zlib.inflateRawSync(whole).equals(expected)).toBe(true);
        return open.length - stream.length;
      });
      expect(ends.every((more) => more === 4 || more === 5)).toBe(true);
    },
  );

  test("has both forms of its end among such contents", () => {
    const ends = Array.from({ length: 24 }, (_, less) => TEXT.subarray(less)).flatMap((content) =>
      streams(content).map((stream) => openEnded(stream, content)!.length - stream.length),
    );
    expect(new Set(ends)).toEqual(new Set([4, 5]));
  });

  test("may be a stored block", () => {
    const content = someBytes(40_000, "stored");
    const stream = zlib.deflateRawSync(content, { level: 0 });
    expect(isSingleBlock(stream)).toBe(true);
    const whole = Buffer.concat([openEnded(stream, content)!, zlib.deflateRawSync(Buffer.from("after"))]);
    expect(zlib.inflateRawSync(whole).equals(Buffer.concat([content, Buffer.from("after")]))).toBe(true);
  });

  test("is not made of a stream that gives anything else, ends before its end, or is followed by something", () => {
    const stream = zlib.deflateRawSync(TEXT);
    const other = Buffer.from(TEXT);
    other[other.length - 1]! ^= 1;
    expect(openEnded(stream, other)).toBeUndefined();
    expect(openEnded(stream, TEXT.subarray(1))).toBeUndefined();
    expect(openEnded(stream, Buffer.concat([TEXT, Buffer.alloc(1)]))).toBeUndefined();
    expect(openEnded(stream.subarray(0, -1), TEXT)).toBeUndefined();
    for (const junk of [Buffer.alloc(2), Buffer.from("junk"), zlib.deflateRawSync(Buffer.alloc(0)), stream]) {
      expect(openEnded(Buffer.concat([stream, junk]), TEXT)).toBeUndefined();
    }
  });

  test("is not made of a stream that refers to what came before it, though that would be right in one place", () => {
    const before = someBytes(20_000, "dictionary");
    const content = Buffer.concat([before.subarray(100), TEXT]);
    const stream = zlib.deflateRawSync(content, { dictionary: before, memLevel: 9 });
    expect(zlib.inflateRawSync(stream, { dictionary: before }).equals(content)).toBe(true);
    expect(openEnded(stream, content)).toBeUndefined();
  });

  test("does not change the stream that it is made of", () => {
    const stream = zlib.deflateRawSync(TEXT);
    const copy = Buffer.from(stream);
    openEnded(stream, TEXT);
    expect(stream.equals(copy)).toBe(true);
  });

  test("of any bytes is refused or right", () => {
    const stream = zlib.deflateRawSync(TEXT.subarray(0, 600));
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 12 }), fc.nat(stream.length), (bytes, at) => {
        const hostile = Buffer.concat([stream.subarray(0, at), bytes, stream.subarray(at + bytes.length)]);
        hostile[0]! |= 1;
        const open = openEnded(hostile, TEXT.subarray(0, 600));
        if (open !== undefined) {
          const whole = Buffer.concat([open, zlib.deflateRawSync(Buffer.from("after"))]);
          expect(zlib.inflateRawSync(whole).toString()).toBe(`${TEXT.subarray(0, 600)}after`);
        }
      }),
    );
  });
});

test("neither a stream of several blocks nor an empty one is a single block", () => {
  const parts = [zlib.deflateRawSync(TEXT, { finishFlush: zlib.constants.Z_SYNC_FLUSH }), zlib.deflateRawSync(TEXT)];
  expect(isSingleBlock(Buffer.concat(parts))).toBe(false);
  expect(isSingleBlock(Buffer.alloc(0))).toBe(false);
});
