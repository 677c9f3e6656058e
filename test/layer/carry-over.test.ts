import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import { PIECE_SIZE } from "../../src/layer/buffer-pool";
import { memberPieces, memberSize } from "../../src/layer/carry-over";
import { gzipFrame } from "../../src/layer/compress-member";
import type { WheelEntry } from "../../src/layer/wheel-archive";
import { LEAST_CARRIED } from "../../src/layer/write-layer";
import { zipBytes } from "../fuzz/zip-bytes";
import { makeLayer } from "./make-layer";
import { readTar } from "./read-tar";
import { someBytes, someText } from "./some-bytes";

const IN_IMAGE = "app.runfiles/pkg/site-packages/";
// One shares a member with its neighbours; of the others, one is proved in one go and one in pieces.
const SHARED = { name: "pkg/shared.py", content: someText(50_000, "shared") };
const HELD = { name: "pkg/held.so", content: someBytes(100_000, "held") };
const LARGE = { name: "pkg/large.so", content: someBytes(1.5 * PIECE_SIZE + 345, "large") };
const SMALL = { name: "pkg/__init__.py", content: Buffer.from("import os\n") };
const ALL = [SMALL, SHARED, HELD, LARGE];
const CARRIED = [SHARED, HELD, LARGE];

let folder: string;
let files: Record<string, Buffer>;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "carry-over-"));
  files = Object.fromEntries(ALL.map(({ name, content }) => [IN_IMAGE + name, content]));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Where the directory's record of an entry starts. */
const recordOf = (archive: Buffer, name: string) => archive.lastIndexOf(name) - 46;
/** Where an entry's stream starts. */
const streamOf = (archive: Buffer, name: string) => archive.indexOf(name) + name.length;

async function layerWith(archive: Buffer, flags: object = {}) {
  const wheel = path.join(folder, "pkg.whl");
  writeFileSync(wheel, archive);
  const layer = await makeLayer(folder, "carried", files, { wheel, ...flags });
  return { ...layer, bytes: readFileSync(layer.blob) };
}

/** The layer that is made of the same files without a wheel. */
async function layerWithout(flags: object = {}): Promise<Buffer> {
  return readFileSync((await makeLayer(folder, "compressed", files, flags)).blob);
}

describe("a layer of a package with its wheel", () => {
  it("has the large files' streams as they are in the wheel, and the same tar as without it", async () => {
    const archive = zipBytes(ALL);
    const { bytes, descriptor } = await layerWith(archive);
    expect(descriptor.carried).toEqual({
      files: 3,
      bytes: SHARED.content.length + HELD.content.length + LARGE.content.length,
      mismatched: 0,
    });
    for (const { name } of [HELD, LARGE]) {
      const stream = archive
        .subarray(streamOf(archive, name))
        .subarray(0, archive.readUInt32LE(recordOf(archive, name) + 20));
      expect(bytes.includes(stream)).toBe(true);
    }
    expect(gunzipSync(bytes).equals(gunzipSync(await layerWithout()))).toBe(true);
    const entries = await readTar(gunzipSync(bytes));
    expect(entries.map(({ path, content }) => [path, content.equals(files[path]!)])).toEqual(
      Object.keys(files)
        .sort()
        .map((path) => [path, true]),
    );
  });

  it("is made without it when it is not gzip", async () => {
    const { bytes, descriptor } = await layerWith(zipBytes(ALL), { compression: "none" });
    expect(descriptor.carried).toEqual({ files: 0, bytes: 0, mismatched: 0 });
    expect(bytes.equals(await layerWithout({ compression: "none" }))).toBe(true);
  });

  it("takes streams from the directories that are merged into site-packages", async () => {
    const moved = ALL.map((file) => ({ ...file, name: `pkg-1.0.data/platlib/${file.name}` }));
    expect((await layerWith(zipBytes(moved))).descriptor.carried.files).toBe(3);
    // Either may have been unpacked last.
    expect((await layerWith(zipBytes([...ALL, ...moved]))).descriptor.carried.files).toBe(0);
  });

  it.each(CARRIED)("has $name as it is on disk when it was changed there", async ({ name, content }) => {
    files[IN_IMAGE + name] = Buffer.from(content);
    files[IN_IMAGE + name]![content.length - 1]! ^= 1;
    const { bytes, descriptor } = await layerWith(zipBytes(ALL));
    expect(descriptor.carried).toMatchObject({ files: 2, mismatched: 1 });
    const entry = (await readTar(gunzipSync(bytes))).find(({ path }) => path === IN_IMAGE + name)!;
    expect(entry.content.equals(files[entry.path]!)).toBe(true);
  });

  it.each(CARRIED)("has $name as it is on disk when it has another size there", async ({ name, content }) => {
    files[IN_IMAGE + name] = Buffer.concat([content, Buffer.from("patched")]);
    const { bytes, descriptor } = await layerWith(zipBytes(ALL));
    expect(descriptor.carried).toMatchObject({ files: 2, mismatched: 1 });
    expect(gunzipSync(bytes).equals(gunzipSync(await layerWithout()))).toBe(true);
  });

  describe.each([
    ["a wrong checksum", (archive: Buffer, record: number) => archive.writeUInt32LE(1, record + 16)],
    [
      "a stream that is said to be longer than it is",
      (archive: Buffer, record: number) => archive.writeUInt32LE(archive.readUInt32LE(record + 20) + 1, record + 20),
    ],
    [
      "a stream that is said to be shorter than it is",
      (archive: Buffer, record: number) => archive.writeUInt32LE(archive.readUInt32LE(record + 20) - 1, record + 20),
    ],
    ["an empty stream", (archive: Buffer, record: number) => archive.writeUInt32LE(0, record + 20)],
    [
      "a wrong size",
      (archive: Buffer, record: number) => archive.writeUInt32LE(archive.readUInt32LE(record + 24) - 1, record + 24),
    ],
    [
      "a stream of another entry",
      (archive: Buffer, record: number) =>
        archive.writeUInt32LE(archive.readUInt32LE(recordOf(archive, "pkg/other") + 42), record + 42),
    ],
    [
      "a stream that gives other bytes",
      (archive: Buffer, _: number, stream: number) => archive.fill(0x55, stream + 1000, stream + 1001),
    ],
    ["a stream that is none", (archive: Buffer, _: number, stream: number) => archive.fill(0xff, stream, stream + 1)],
    [
      "a local header that reaches beyond the end",
      (archive: Buffer, record: number) => archive.writeUInt16LE(65_535, archive.readUInt32LE(record + 42) + 28),
    ],
    [
      "no local header",
      (archive: Buffer, record: number) => archive.writeUInt32LE(0, archive.readUInt32LE(record + 42)),
    ],
  ])("whose directory tells %s", (_, lie) => {
    it.each(CARRIED)("is as without it for $name", async ({ name, content }) => {
      const other = {
        name: "pkg/other",
        content: (name === SHARED.name ? someText : someBytes)(content.length, "other"),
      };
      const archive = zipBytes([other, ...ALL]);
      lie(archive, recordOf(archive, name), streamOf(archive, name));
      const honest = ALL.filter((file) => file.name !== name && file !== SMALL);
      const { bytes, descriptor } = await layerWith(archive);
      expect(descriptor.carried).toMatchObject({ files: 2, mismatched: 1 });
      expect(bytes.equals((await layerWith(zipBytes(honest))).bytes)).toBe(true);
    });
  });

  it.each([
    ["is too small", someText(LEAST_CARRIED - 1, "small")],
    ["has a stream of several blocks", Buffer.from(someBytes(20_000, "blocks").toString("hex"))],
    ["is compressed already", Buffer.concat([Buffer.from("1f8b08", "hex"), someText(50_000, "compressed")])],
  ])("compresses or stores a file that shares its member and %s", async (_, content) => {
    const name = "pkg/other.py";
    files[IN_IMAGE + name] = content;
    const { bytes, descriptor } = await layerWith(zipBytes([...ALL, { name, content }]));
    expect(descriptor.carried).toMatchObject({ files: 3, mismatched: 0 });
    expect(bytes.equals((await layerWith(zipBytes(ALL))).bytes)).toBe(true);
  });

  it("compresses a file that lies in two members", async () => {
    const all = Array.from({ length: 30 }, (_, at) => ({
      name: `pkg/${at + 10}.py`,
      content: someText(50_000, `${at}`),
    }));
    files = Object.fromEntries(all.map(({ name, content }) => [IN_IMAGE + name, content]));
    const { bytes, descriptor } = await layerWith(zipBytes(all));
    // 1 MiB is full within the twenty-first file.
    expect(descriptor.carried).toMatchObject({ files: 29, mismatched: 0 });
    expect(gunzipSync(bytes).equals(gunzipSync(await layerWithout()))).toBe(true);
  });

  it("is made without it when the wheel is truncated, which is reported once", async () => {
    const { bytes, descriptor, logged } = await layerWith(zipBytes(ALL).subarray(0, -30));
    expect(descriptor.carried).toEqual({ files: 0, bytes: 0, mismatched: 0 });
    expect(bytes.equals(await layerWithout())).toBe(true);
    expect(logged).toEqual([expect.stringContaining("pkg.whl is not a whole zip archive (its end record is missing)")]);
  });

  it("is refused with the wheel's name when the wheel is away or a directory", async () => {
    const away = path.join(folder, "away.whl");
    await expect(makeLayer(folder, "carried", files, { wheel: away })).rejects.toMatchObject({
      message: "an input file cannot be read",
      details: { file: away, package: "carried 1.0" },
      cause: { code: "ENOENT" },
    });
    await expect(makeLayer(folder, "carried", files, { wheel: folder })).rejects.toMatchObject({
      message: "a wheel is not a file",
      details: { file: folder, package: "carried 1.0" },
    });
  });
});

describe("memberPieces", () => {
  it("gives head, stream and tail whatever their lengths, each piece whole in the buffer", () => {
    const stream = someBytes(2 * PIECE_SIZE + 100, "stream");
    for (const compressedSize of [
      1,
      ...[-19, -18, -17, -11, -10, -9, -1, 0, 1].map((by) => PIECE_SIZE + by),
      2 * PIECE_SIZE + 100,
    ]) {
      const entry: WheelEntry = { name: "a", stored: false, crc32: 7, size: 9, compressedSize, headerOffset: 0 };
      const buffer = Buffer.alloc(PIECE_SIZE);
      const { head, tail } = gzipFrame(7, 9);
      const pieces: Buffer[] = [];
      for (const piece of memberPieces(entry, 0, (target, at) => stream.copy(target, 0, at), buffer)) {
        expect(piece.buffer).toBe(buffer.buffer);
        pieces.push(Buffer.from(piece));
      }
      const member = Buffer.concat(pieces);
      expect(member.length).toBe(memberSize(entry));
      expect(member.equals(Buffer.concat([head, stream.subarray(0, compressedSize), tail]))).toBe(true);
      expect(pieces.length).toBe(Math.max(1, Math.ceil(memberSize(entry) / PIECE_SIZE)));
    }
  });
});
