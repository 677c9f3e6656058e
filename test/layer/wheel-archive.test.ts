import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { crc32, inflateRawSync } from "node:zlib";
import { EndOfFile, type ReadInto } from "../../src/layer/buffer-pool";
import {
  BrokenArchive,
  deflateStreamOffset,
  pathInSitePackages,
  readWheelDirectory,
} from "../../src/layer/wheel-archive";
import { zipBytes } from "../fuzz/zip-bytes";

const INIT = { name: "numpy/__init__.py", content: Buffer.from("import os\n".repeat(30)) };
const CORE = { name: "numpy/core.so", content: Buffer.from(`\x7fELF${"core ".repeat(200)}`, "latin1") };

const readerOf =
  (archive: Buffer): ReadInto =>
  (target, position) => {
    if (position + target.length > archive.length) {
      throw new EndOfFile("beyond the end");
    }
    archive.copy(target, 0, position);
  };
const directoryOf = (archive: Buffer) => readWheelDirectory(archive.length, readerOf(archive));

/** What the entries of an archive inflate to, by name. */
function contentsOf(archive: Buffer): Record<string, string> {
  const read = readerOf(archive);
  return Object.fromEntries(
    [...directoryOf(archive)].map(([name, entry]) => {
      const offset = deflateStreamOffset(entry, read)!;
      const packed = archive.subarray(offset, offset + entry.compressedSize);
      const content = entry.stored ? packed : inflateRawSync(packed);
      expect(content.length).toBe(entry.size);
      expect(crc32(content)).toBe(entry.crc32);
      return [name, content.toString("latin1")];
    }),
  );
}

const expected = Object.fromEntries([INIT, CORE].map(({ name, content }) => [name, content.toString("latin1")]));

/** Where the directory's record of an entry starts. */
const recordOf = (archive: Buffer, name: string) => archive.lastIndexOf(name) - 46;

describe("readWheelDirectory", () => {
  it("finds every deflated file", () => {
    expect(contentsOf(zipBytes([INIT, CORE], "a comment"))).toEqual(expected);
    expect(directoryOf(zipBytes([])).size).toBe(0);
  });

  it.each([
    ["as a file", "archive = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED)", ""],
    // What cannot seek has its sizes after each stream: data descriptors (APPNOTE.TXT, section 4.3.9).
    ["as a stream", "archive = zipfile.ZipFile(Pipe(), 'w', zipfile.ZIP_DEFLATED)", ""],
    ["in the zip64 form", "archive = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED)", "force_zip64=True"],
  ])("reads what Python's zipfile writes %s", (_, create, options) => {
    const folder = mkdtempSync(path.join(tmpdir(), "wheel-archive-"));
    try {
      const file = path.join(folder, "numpy.whl");
      const program = [
        "import sys, zipfile",
        "class Pipe:",
        "    def __init__(self): self.file = open(sys.argv[1], 'wb')",
        "    def write(self, data): return self.file.write(data)",
        "    def flush(self): self.file.flush()",
        create,
        "for name in sys.argv[2:]:",
        `    with archive.open(name.split('=', 1)[0], 'w', ${options}) as entry: entry.write(name.split('=', 1)[1].encode('latin1'))`,
        "archive.close()",
      ].join("\n");
      execFileSync("python3", [
        "-c",
        program,
        file,
        ...Object.entries(expected).map(([name, text]) => `${name}=${text}`),
      ]);
      expect(contentsOf(readFileSync(file))).toEqual(expected);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("reads sizes and places that only zip64 can say", () => {
    const archive = zipBytes([INIT, CORE]);
    const record = recordOf(archive, CORE.name);
    const end = archive.length - 22;
    const extra = Buffer.alloc(28);
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(24, 2);
    for (const [index, at] of [24, 20, 42].entries()) {
      extra.writeBigUInt64LE(BigInt(archive.readUInt32LE(record + at)), 4 + 8 * index);
      archive.writeUInt32LE(0xffffffff, record + at);
    }
    archive.writeUInt16LE(extra.length, record + 30);
    archive.writeUInt32LE(archive.readUInt32LE(end + 12) + extra.length, end + 12);
    const zip64 = Buffer.concat([archive.subarray(0, end), extra, archive.subarray(end)]);
    expect(contentsOf(zip64)).toEqual(expected);

    zip64.writeUInt16LE(2, record + 46 + CORE.name.length);
    expect(() => directoryOf(zip64)).toThrow("the zip64 sizes of numpy/core.so are missing");
  });

  it("has stored files too", () => {
    const stored = { name: "numpy/stored.txt", content: Buffer.from("stored"), stored: true };
    const archive = zipBytes([INIT, stored, CORE]);
    expect(contentsOf(archive)).toEqual({ ...expected, [stored.name]: "stored" });
    expect([...directoryOf(archive).values()].map((entry) => entry.stored)).toEqual([false, true, false]);
  });

  it("leaves out what nobody can read, or know to be the file", () => {
    expect(contentsOf(zipBytes([CORE, INIT, CORE]))).toEqual({ [INIT.name]: expected[INIT.name] });

    const encrypted = zipBytes([INIT, CORE]);
    encrypted.writeUInt16LE((1 << 11) | 1, recordOf(encrypted, CORE.name) + 8);
    expect(contentsOf(encrypted)).toEqual({ [INIT.name]: expected[INIT.name] });

    const beyond = zipBytes([INIT, CORE]);
    beyond.writeUInt32LE(beyond.length, recordOf(beyond, CORE.name) + 20);
    expect(contentsOf(beyond)).toEqual({ [INIT.name]: expected[INIT.name] });
  });

  it("names the entry of a directory that is cut off", () => {
    const archive = zipBytes([INIT, CORE]);
    const end = archive.length - 22;
    archive.writeUInt32LE(archive.readUInt32LE(end + 12) - 10, end + 12);
    expect(() => directoryOf(archive)).toThrow(
      expect.objectContaining({
        message: "entry 2 of 2, after numpy/__init__.py, is longer than its directory",
      }),
    );
    archive.writeUInt16LE(3, end + 10);
    archive.writeUInt32LE(archive.readUInt32LE(end + 12) + 10, end + 12);
    expect(() => directoryOf(archive)).toThrow("entry 3 of 3, after numpy/core.so, is missing from its directory");
  });

  it("refuses an archive that is truncated anywhere", () => {
    const archive = zipBytes([INIT, CORE]);
    for (let length = 0; length < archive.length; length++) {
      expect(() => directoryOf(archive.subarray(0, length))).toThrow(BrokenArchive);
    }
  });

  it("refuses a directory that does not lie within the file", () => {
    const archive = zipBytes([INIT]);
    archive.writeUInt32LE(archive.length, archive.length - 6);
    expect(() => directoryOf(archive)).toThrow("its directory does not lie within the file");
  });
});

describe("deflateStreamOffset", () => {
  it("is undefined when there is no local header", () => {
    const archive = zipBytes([INIT]);
    const entry = directoryOf(archive).get(INIT.name)!;
    expect(deflateStreamOffset({ ...entry, headerOffset: 1 }, readerOf(archive))).toBeUndefined();
    expect(deflateStreamOffset({ ...entry, headerOffset: archive.length }, readerOf(archive))).toBeUndefined();
  });
});

describe("pathInSitePackages", () => {
  it.each([
    ["numpy/core.so", "numpy/core.so"],
    ["numpy-1.0.data/purelib/numpy/a.py", "numpy/a.py"],
    ["numpy-1.0.data/platlib/numpy/a.so", "numpy/a.so"],
    ["numpy-1.0.data/scripts/f2py", undefined],
    ["numpy-1.0.data/data/share/doc", undefined],
    ["numpy/x.data/purelib/a.py", "numpy/x.data/purelib/a.py"],
  ])("puts %s at %s", (name, place) => {
    expect(pathInSitePackages(name)).toBe(place);
  });
});
