// Fuzz targets of the package part: wheels, the paths in them, descriptors.

import assert from "node:assert/strict";
import { crc32, deflateRawSync, gunzipSync, inflateRawSync } from "node:zlib";
import { ActionError } from "../../src/action/action-error";
import { parseJson } from "../../src/action/json-document";
import { EndOfFile, PIECE_SIZE, type ReadInto } from "../../src/layer/buffer-pool";
import { memberPieces, streamOffset } from "../../src/layer/carry-over";
import { imagePath } from "../../src/layer/image-path";
import { layerDescriptorSchema } from "../../src/layer/layer-descriptor";
import { isSingleBlock, openEnded } from "../../src/layer/open-ended-stream";
import { givesContent } from "../../src/layer/stream-check";
import { BrokenArchive, pathInSitePackages, readWheelDirectory } from "../../src/layer/wheel-archive";
import { readWheelContent } from "../../src/layer/wheel-content";
import { wheelPlaces } from "../../src/layer/wheel-places";
import { type FuzzTarget, orRefusal } from "./fuzz-target";
import { zipBytes } from "./zip-bytes";

const contents = new Map([
  ["numpy/__init__.py", Buffer.from("import os\n".repeat(30))],
  ["numpy/core.so", Buffer.from(Array.from({ length: 500 }, (_, index) => (index * index) & 0xff))],
  ["numpy-1.0.data/purelib/extra.py", Buffer.from("x = 1\n")],
  ["numpy-1.0.dist-info/RECORD", Buffer.alloc(0)],
]);
const files = [...contents].map(([name, content]) => ({ name, content }));

/** The zip64 form: what does not fit is 0xffffffff in the end record, and the larger record says it. */
function withZip64End(archive: Buffer): Buffer {
  const end = Buffer.from(archive.subarray(-22));
  const record = Buffer.alloc(56);
  record.write("PK\x06\x06", 0, "latin1");
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(end.readUInt16LE(10)), 24);
  record.writeBigUInt64LE(BigInt(end.readUInt16LE(10)), 32);
  record.writeBigUInt64LE(BigInt(end.readUInt32LE(12)), 40);
  record.writeBigUInt64LE(BigInt(end.readUInt32LE(16)), 48);
  const locator = Buffer.alloc(20);
  locator.write("PK\x06\x07", 0, "latin1");
  locator.writeBigUInt64LE(BigInt(archive.length - 22), 8);
  locator.writeUInt32LE(1, 16);
  end.writeUInt32LE(0xffffffff, 16);
  return Buffer.concat([archive.subarray(0, -22), record, locator, end]);
}

const archives = [
  zipBytes(files),
  zipBytes([...files, { name: "stored.txt", content: Buffer.from("stored"), stored: true }], "a comment"),
  zipBytes([...files, files[0]!]),
  withZip64End(zipBytes(files)),
  zipBytes([]),
];

/** Reads from memory under the same terms as from a file, and notes any attempt to hold more than there is. */
function readerOf(bytes: Uint8Array): ReadInto {
  return (target, position) => {
    assert(Number.isSafeInteger(position), "a place that no file has");
    assert(target.length <= Math.max(bytes.length, 1024), `it asks for ${target.length} of ${bytes.length} bytes`);
    if (position < 0 || position + target.length > bytes.length) {
      throw new EndOfFile("beyond the end");
    }
    target.set(bytes.subarray(position, position + target.length));
  };
}

function checkWheel(bytes: Uint8Array): void {
  const read = readerOf(bytes);
  const entries = orRefusal(() => readWheelDirectory(bytes.length, read), BrokenArchive);
  const buffer = Buffer.alloc(PIECE_SIZE);
  for (const [name, entry] of entries ?? []) {
    assert(entry.name === name);
    assert(entry.headerOffset + entry.compressedSize <= bytes.length, "a stream beyond the end");
    const content = contents.get(name) ?? Buffer.from("x");
    const offset = streamOffset(entry, content.length, read);
    const members =
      offset === undefined ? [] : orRefusal(() => [...memberPieces(entry, offset, read, buffer)], EndOfFile);
    if (members?.length === 1 && givesContent(members[0]!, content, gunzipSync)) {
      assert(gunzipSync(members[0]!).equals(content), "a stream that gives other bytes");
    }
    const unpacked = orRefusal(() => readWheelContent(entry, read, "numpy.whl"), ActionError);
    if (unpacked !== undefined) {
      assert(
        unpacked.content.length === entry.size && crc32(unpacked.content) === entry.crc32,
        "not what the wheel says",
      );
    }
  }
  const places = orRefusal(() => wheelPlaces([...(entries ?? new Map()).values()], NUMPY, "venv"), ActionError);
  for (const path of places?.keys() ?? []) {
    assert(path.startsWith("venv/") && !path.split("/").includes(".."), `${path} leaves the environment`);
  }
}

const NUMPY = {
  name: "numpy",
  sitePackages: "venv/lib/python3.11/site-packages",
  distInfo: "venv/lib/python3.11/site-packages/numpy-1.0.dist-info",
  headers: "venv/include/site/python3.11",
};

const descriptor = {
  schema: 1,
  kind: "package",
  name: "numpy",
  version: "1.0",
  mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
  level: 6,
  ownership: { uid: 0, gid: 0, mtime: 315_619_200 },
  digest: `sha256:${"0a".repeat(32)}`,
  size: 100,
  diffId: `sha256:${"b1".repeat(32)}`,
  tarSize: 2048,
  mergeable: true,
  closingSize: 29,
  directoriesSize: 60,
  carried: { files: 1, bytes: 10, mismatched: 0 },
  directories: ["app", "app/numpy"],
  files: [
    ["app/numpy/__init__.py", 5, 123],
    ["app/link", "target"],
  ],
};

const text = Buffer.from("def function(argument):\n    return argument\n".repeat(20));
const more = Buffer.from("what follows");

/** An open-ended stream gives its content wherever it stands, or there is none. */
function checkStream(bytes: Uint8Array): void {
  const stream = Buffer.from(bytes);
  const open = isSingleBlock(stream) ? openEnded(stream, text) : undefined;
  if (open !== undefined) {
    assert(inflateRawSync(Buffer.concat([open, deflateRawSync(more)])).equals(Buffer.concat([text, more])));
  }
}

/** Every target of the package part. */
export const packageTargets: readonly FuzzTarget[] = [
  { name: "wheels", corpus: archives, share: 2, check: checkWheel },
  {
    name: "streams",
    corpus: [0, 1, 5, 9].map((level) => deflateRawSync(text, { level })),
    share: 1,
    check: checkStream,
  },
  {
    name: "paths",
    corpus: ["numpy/__init__.py", "a/../../b", "/etc/passwd", "a/.wh.b", "n-1.data/purelib/../x", "ñ/漢\0"].map(
      (path) => Buffer.from(path),
    ),
    share: 2,
    check: (bytes) => {
      const name = Buffer.from(bytes).toString();
      for (const root of ["", "/", "app", "/app/lib/"]) {
        const path = orRefusal(() => imagePath(root, pathInSitePackages(name) ?? name), ActionError);
        if (path !== undefined) {
          const parts = path.split("/");
          assert(!parts.some((part) => ["", ".", ".."].includes(part) || part.startsWith(".wh.")), `${path} escapes`);
          assert(!path.includes("\0"));
          assert(path.startsWith(root.replaceAll(/^\/|\/$/g, "")));
        }
      }
    },
  },
  {
    name: "descriptors",
    corpus: [descriptor, { ...descriptor, files: [], mergeable: false }].map((value) =>
      Buffer.from(JSON.stringify(value)),
    ),
    share: 2,
    check: (bytes) => {
      const text = Buffer.from(bytes).toString();
      const parsed = orRefusal(
        () => parseJson(layerDescriptorSchema, text, { name: "d", remedy: "make it again" }),
        ActionError,
      );
      if (parsed !== undefined) {
        assert(/^sha256:[0-9a-f]{64}$/.test(parsed.digest) && /^sha256:[0-9a-f]{64}$/.test(parsed.diffId));
        assert(
          [parsed.size, parsed.tarSize, parsed.closingSize].every((size) => Number.isSafeInteger(size) && size >= 0),
        );
      }
    },
  },
];
