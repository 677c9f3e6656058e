import { createCipheriv } from "node:crypto";
import {
  type BigIntStats,
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as zlib from "node:zlib";
import fc from "fast-check";
import { identityOf } from "../../src/action/input-file";
import { BufferPool } from "../../src/layer/buffer-pool";
import { directoryHeaders, layerContent } from "../../src/layer/directories";
import type { Compression } from "../../src/layer/layer-descriptor";
import type { LayerEntry } from "../../src/layer/layer-entry";
import { LARGE_FILE, type WrittenLayer, writeLayer } from "../../src/layer/write-layer";
import { digestOf } from "./describe-layer";
import { readTar } from "./read-tar";
import { resourcesOfThisThread } from "./resources-of-this-thread";

const OWNERSHIP = { uid: 1000, gid: 100, mtime: 1_700_000_000 };
const END = Buffer.alloc(1024);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "write-layer-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Puts content on disk and gives the entry for it; `size` is what was found when entries were collected. */
function fileEntry(name: string, content: string | Uint8Array, size = content.length): LayerEntry {
  const source = path.join(folder, `${digestOf(name).slice("sha256:".length)}.source`);
  writeFileSync(source, content);
  const identity = identityOf({ ...statSync(source, { bigint: true }), size: BigInt(size) } as BigIntStats);
  return { path: name, kind: "file", size, source, identity };
}

interface Written extends WrittenLayer {
  readonly blob: Buffer;
}

async function write(
  entries: readonly LayerEntry[],
  own: readonly string[] = [],
  compression: Compression = "gzip",
  signal = new AbortController().signal,
  resources = resourcesOfThisThread(),
): Promise<Written> {
  const file = path.join(folder, "blob");
  rmSync(file, { force: true });
  const output = openSync(file, "wx");
  try {
    const layer = await writeLayer(
      layerContent(entries, own),
      undefined,
      { compression, level: -1, ownership: OWNERSHIP },
      output,
      signal,
      resources,
    );
    return { ...layer, blob: readFileSync(file) };
  } finally {
    closeSync(output);
  }
}

/** Bytes that no compressor makes fewer, the same every time. */
const incompressible = (size: number) =>
  createCipheriv("aes-128-ctr", Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(size));

test.each(["#!", "\x7fELF", "\x1f\x8b\x08", "\xff"])(
  "a layer has the same bytes whatever its buffers held before: %j",
  async (before) => {
    class UsedBuffers extends BufferPool {
      override take(): Buffer {
        return super.take().fill(before, "latin1");
      }
    }
    const sizes = [0, 1, 2, 3, 4, 511, 512, 513, 5000, LARGE_FILE - 1, LARGE_FILE, LARGE_FILE + 1];
    const entries = sizes.map((size) => fileEntry(`${size}.py`, incompressible(size)));
    for (const compression of ["none", "gzip"] as const) {
      const used = { ...resourcesOfThisThread(), pieces: new UsedBuffers() };
      const { blob } = await write(entries, [], compression, undefined, used);
      expect(blob.equals((await write(entries, [], compression)).blob)).toBe(true);
    }
  },
);

test("an empty file after a program is no program", async () => {
  const { blob } = await write([fileEntry("a", "#!/bin/sh\n"), fileEntry("b", "")], [], "none");
  expect((await readTar(blob)).map(({ path, mode }) => [path, mode])).toEqual([
    ["a", 0o755],
    ["b", 0o644],
  ]);
});

test("a layer holds its entries with owner, time and the modes that content gives", async () => {
  const entries: LayerEntry[] = [
    { path: "app/empty", kind: "directory" },
    { path: "app/empty.py", kind: "file", size: 0, source: undefined },
    fileEntry("app/lib.so", "\x7fELF..."),
    { path: "app/link", kind: "symlink", target: "../lib.so" },
    { path: "app/made", kind: "made", content: Buffer.from("#!/bin/sh\nmade\n") },
    fileEntry("app/module.py", "import os\n"),
    fileEntry("app/run", "#!/usr/bin/env python\n"),
  ];
  const { blob } = await write(entries);
  const common = { uid: 1000, gid: 100, mtime: 1_700_000_000 };
  expect((await readTar(zlib.gunzipSync(blob))).map((entry) => ({ ...entry, content: `${entry.content}` }))).toEqual([
    { ...common, path: "app/empty/", type: "Directory", mode: 0o755, size: 0, link: "", content: "" },
    { ...common, path: "app/empty.py", type: "File", mode: 0o644, size: 0, link: "", content: "" },
    { ...common, path: "app/lib.so", type: "File", mode: 0o755, size: 7, link: "", content: "\x7fELF..." },
    { ...common, path: "app/link", type: "SymbolicLink", mode: 0o777, size: 0, link: "../lib.so", content: "" },
    { ...common, path: "app/made", type: "File", mode: 0o755, size: 15, link: "", content: "#!/bin/sh\nmade\n" },
    { ...common, path: "app/module.py", type: "File", mode: 0o644, size: 10, link: "", content: "import os\n" },
    { ...common, path: "app/run", type: "File", mode: 0o755, size: 22, link: "", content: "#!/usr/bin/env python\n" },
  ]);
});

test("the summary of a layer is right", async () => {
  const contents = { "a.py": "import os\n", "b.so": incompressible(3 * LARGE_FILE), "c.txt": "x" };
  const entries = Object.entries(contents).map(([name, content]) => fileEntry(name, content));
  const { blob, ...said } = await write(
    [...entries, { path: "d/link", kind: "symlink", target: "../a.py" }, { path: "e", kind: "directory" }],
    ["d"],
  );
  const tar = zlib.gunzipSync(blob);
  expect(said).toEqual({
    digest: digestOf(blob),
    size: blob.length,
    diffId: digestOf(tar),
    tarSize: tar.length - END.length,
    closingSize: expect.any(Number),
    directoriesSize: expect.any(Number),
    carried: { files: 0, bytes: 0, mismatched: 0 },
    files: [
      ...Object.entries(contents).map(([name, content]) => [name, content.length, zlib.crc32(content)]),
      ["d/link", "../a.py"],
    ],
  });
  expect(zlib.gunzipSync(blob.subarray(-said.closingSize))).toEqual(END);
  const directories = zlib.gunzipSync(blob.subarray(0, said.directoriesSize));
  expect(directories).toEqual(directoryHeaders(["d", "e"], OWNERSHIP));
  expect(directories.equals(tar.subarray(0, directories.length))).toBe(true);
  expect(zlib.gunzipSync(blob.subarray(0, -said.closingSize)).equals(tar.subarray(0, -END.length))).toBe(true);
});

test("a layer of nothing is the end of an archive", async () => {
  const { blob, tarSize, closingSize, size, files } = await write([]);
  expect(zlib.gunzipSync(blob)).toEqual(END);
  expect({ tarSize, files }).toEqual({ tarSize: 0, files: [] });
  expect(closingSize).toBe(size);
});

test("more directories than a member holds are several members of their own", async () => {
  const names = Array.from({ length: 2100 }, (_, index) => `app/${index}`.padEnd(9, "x"));
  const { blob, directoriesSize } = await write([...names.map((name) => ({ path: name, kind: "directory" }) as const)]);
  const tar = zlib.gunzipSync(blob.subarray(0, directoriesSize));
  expect(tar.equals(directoryHeaders([...names].sort(), OWNERSHIP))).toBe(true);
});

test.each([
  1,
  511,
  512,
  513,
  LARGE_FILE - 1,
  LARGE_FILE,
  LARGE_FILE + 1,
  (1 << 20) - 1,
  1 << 20,
  (1 << 20) + 1,
  9 << 20,
])("a file of %d bytes comes back, and so does the one after it", async (size) => {
  const content = incompressible(size);
  const { blob, files } = await write([fileEntry("large", content), fileEntry("next", "next")]);
  const [large, next] = await readTar(zlib.gunzipSync(blob));
  expect(large!.content.equals(content)).toBe(true);
  expect(next!.content.toString()).toBe("next");
  expect(files[0]).toEqual(["large", size, zlib.crc32(content)]);
});

test("whatever the files, the tar is the same in every compression and twice over", async () => {
  const content = fc.oneof(
    { weight: 4, arbitrary: fc.uint8Array({ maxLength: 3000 }) },
    { weight: 1, arbitrary: fc.integer({ min: LARGE_FILE - 600, max: 3 * LARGE_FILE }).map(incompressible) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(content, { maxLength: 8 }), async (contents) => {
      const entries = contents.map((each, index) => fileEntry(`app/${index}`, each));
      const plain = await write(entries, [], "none");
      const [first, second] = [await write(entries), await write(entries)];
      expect(second.blob.equals(first.blob)).toBe(true);
      expect(zlib.gunzipSync(first.blob).equals(plain.blob)).toBe(true);
      expect(plain.digest).toBe(plain.diffId);
      expect([first.diffId, first.tarSize, first.files]).toEqual([plain.diffId, plain.tarSize, plain.files]);
    }),
    { numRuns: 20 },
  );
});

test.each([
  ["small", 1000],
  ["large", 2 * LARGE_FILE],
])(
  "a %s file that is longer or shorter than it was found is an error with its name and the remedy",
  async (_kind, size) => {
    for (const found of [size - 1, size + 1]) {
      const entry = fileEntry("changed", Buffer.alloc(size, "x"), found) as LayerEntry & { source: string };
      await expect(write([fileEntry("before", "x"), entry])).rejects.toMatchObject({
        message: "a file changed while it was read",
        details: { file: entry.source, remedy: "make sure that nothing writes to it, and build again" },
      });
    }
  },
);

test.each([
  ["gzip", "1f8b08"],
  ["zstd", "28b52ffd"],
  ["xz", "fd377a585a00"],
])("a file that is compressed by %s already is in a gzip blob as it is, unless it is tiny", async (_, magic) => {
  const content = (size: number, text: string) =>
    Buffer.concat([Buffer.from(magic, "hex"), Buffer.alloc(size - magic.length / 2, text)]);
  const files = [content(4096, "just large enough "), content(LARGE_FILE - 1, "shared "), content(LARGE_FILE, "own ")];
  const tiny = content(4095, "too small ");
  const other = Buffer.concat([Buffer.from("x"), files[1]!]).subarray(0, LARGE_FILE - 1);
  const entries = [...files, tiny, other].map((bytes, index) => fileEntry(`file-${index}`, bytes));
  const { blob } = await write(entries);
  const plain = await write(entries, [], "none");
  expect(zlib.gunzipSync(blob).equals(plain.blob)).toBe(true);
  // A stored block has at most 65,535 bytes.
  expect(files.map((bytes) => blob.includes(bytes.subarray(0, 65_535)))).toEqual([true, true, true]);
  expect([tiny, other].map((bytes) => blob.includes(bytes))).toEqual([false, false]);
});

test("a file that is already compressed is cut where a member is full", async () => {
  const part = Buffer.concat([Buffer.from("1f8b08", "hex"), Buffer.alloc(60_000, "part ")]);
  const entries = Array.from({ length: 20 }, (_, index) => fileEntry(`file-${10 + index}`, part));
  const { blob } = await write(entries);
  const plain = await write(entries, [], "none");
  expect(zlib.gunzipSync(blob).equals(plain.blob)).toBe(true);
  expect(blob.length).toBeGreaterThan(20 * part.length);
});

test("an empty file that has grown, and a file that has gone, are errors too", async () => {
  await expect(write([fileEntry("grown", "x", 0)])).rejects.toThrow("a file changed while it was read");
  for (const size of [5, 2 * LARGE_FILE]) {
    const entry = fileEntry("gone", Buffer.alloc(size)) as LayerEntry & { source: string };
    rmSync(entry.source);
    await expect(write([entry])).rejects.toMatchObject({
      message: "a file changed while it was read",
      details: { file: entry.source },
    });
  }
});

test("a cancelled request stops", async () => {
  const abort = new AbortController();
  abort.abort();
  await expect(write([fileEntry("a", "x")], [], "gzip", abort.signal)).rejects.toThrow("aborted");
});
