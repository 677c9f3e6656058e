import fc from "fast-check";
import { FrameError } from "../../src/worker/frame-reader";
import { JsonFrameReader } from "../../src/worker/json-frame-reader";

function readAll(chunks: Uint8Array[]): string[] {
  const reader = new JsonFrameReader();
  const frames = chunks.flatMap((chunk) => [...reader.read(chunk)].map((frame) => Buffer.from(frame).toString()));
  reader.end();
  return frames;
}

test("objects may have a newline, other white space or nothing between them", () => {
  expect(readAll([Buffer.from('{"a":1}\n{"b":{}}{"c":[{}]}\r\n \t{}')])).toEqual([
    '{"a":1}',
    '{"b":{}}',
    '{"c":[{}]}',
    "{}",
  ]);
});

test("braces and quotes inside strings do not count", () => {
  const text = JSON.stringify({ 'a"}{': '\\"}}{\\', b: "\\" });
  expect(readAll([Buffer.from(text + text)])).toEqual([text, text]);
});

test("any split and any grouping gives the same objects", () => {
  const object = fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue({ stringUnit: "binary" }));
  const space = fc.constantFrom("", "\n", "\r\n", " \t");
  fc.assert(
    fc.property(
      fc.array(fc.tuple(object, space), { maxLength: 6 }),
      fc.array(fc.nat(), { maxLength: 12 }),
      (objects, cuts) => {
        const texts = objects.map(([value]) => JSON.stringify(value));
        const bytes = Buffer.from(objects.map(([, after], index) => texts[index]! + after).join(""));
        const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
        expect(readAll(ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end)))).toEqual(texts);
      },
    ),
  );
});

test.each([2 ** 16 - 1, 2 ** 16, 2 ** 16 + 1, 2 ** 24])("an object with a string of %d characters", (length) => {
  const bytes = Buffer.from(`${JSON.stringify({ a: "x".repeat(length) })}\n`);
  const chunks: Buffer[] = [];
  for (let offset = 0; offset < bytes.length; offset += 65_536) {
    chunks.push(bytes.subarray(offset, offset + 65_536));
  }
  expect(readAll(chunks)[0]).toHaveLength(bytes.length - 1);
});

test.each(["x", "[1]", '"a"', "}", "\u0000", "\ufeff{}"])("%j is no beginning of a request", (text) => {
  expect(() => readAll([Buffer.from(text)])).toThrow(FrameError);
});

test("good objects before garbage are read", () => {
  const reader = new JsonFrameReader();
  const frames = reader.read(Buffer.from("{}!"))[Symbol.iterator]();
  expect(Buffer.from(frames.next().value!).toString()).toBe("{}");
  expect(() => frames.next()).toThrow('the byte 0x21 instead of "{"');
});

test.each(["{", '{"a":"}', '{"a":{}'])("an input that ends inside %j is an error", (text) => {
  expect(() => readAll([Buffer.from(text)])).toThrow("ends inside a request");
});
