import * as zlib from "node:zlib";
import { gzipSync } from "node:zlib";
import { decompressMembers } from "../../src/image/decompress";
import { layerMediaTypes } from "../../src/layer/layer-descriptor";
import { saySkipped } from "../say-skipped";

/** The bytes in pieces that end anywhere, those of one byte among them. */
function* inPieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0, length = 1; at < bytes.length; at += length, length = (length * 7) % 60_000 || 1) {
    yield bytes.subarray(at, at + length);
  }
}

async function decompress(members: Buffer, compression: keyof typeof layerMediaTypes): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of decompressMembers(inPieces(members), layerMediaTypes[compression])) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const pieces = [Buffer.from("first"), Buffer.alloc(3 << 20, "second"), Buffer.alloc(0), Buffer.from("last")];
const whole = Buffer.concat(pieces);

test("gzip members come out one after the other, also large and empty ones", async () => {
  expect((await decompress(Buffer.concat(pieces.map((piece) => gzipSync(piece))), "gzip")).equals(whole)).toBe(true);
});

test("without compression the bytes are what they are", async () => {
  expect((await decompress(whole, "none")).equals(whole)).toBe(true);
});

test.each(["gzip", "zstd", "none"] as const)("no members of %s are no bytes", async (compression) => {
  expect(await decompress(Buffer.alloc(0), compression)).toEqual(Buffer.alloc(0));
});

const members = Buffer.concat([gzipSync("first"), gzipSync("second")]);

test.each<[string, Buffer]>([
  ["cut off", members.subarray(0, -1)],
  ["cut off in its checksum's middle", members.subarray(0, -6)],
  ["changed in its checksum", Buffer.from(members).fill(0, members.length - 8, members.length - 4)],
  ["padded with zeros", Buffer.concat([members, Buffer.alloc(8)])],
  ["padded with zeros between members", Buffer.concat([gzipSync("first"), Buffer.alloc(8), gzipSync("second")])],
  ["no gzip at all", Buffer.from("no gzip at all")],
])("gzip that is %s is an error", async (_name, bytes) => {
  await expect(decompress(bytes, "gzip")).rejects.toThrow();
});

const hasZstd = zlib.zstdCompressSync !== undefined;
if (!hasZstd) {
  saySkipped(`Node ${process.versions.node} has no zstd`);
}

(hasZstd ? test : test.skip)("zstd frames come out one after the other", async () => {
  const frames = Buffer.concat(pieces.map((piece) => zlib.zstdCompressSync(piece)));
  expect((await decompress(frames, "zstd")).equals(whole)).toBe(true);
});

(hasZstd ? test.skip : test)("a Node without zstd says so and names the remedy", async () => {
  await expect(decompress(Buffer.from([1]), "zstd")).rejects.toMatchObject({
    message: `this Node (${process.versions.node}) has no zstd`,
    details: { remedy: expect.stringContaining("settings:compression=gzip") },
  });
});
