// What a layer with its wheel needs whoever makes it: each part alone, on one thread, by what Node has for it.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import * as path from "node:path";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { median } from "./measure.mjs";

const PIECE = 1 << 20;
const ROUNDS = 7;

/** From these sizes on a file is carried over: LARGE_FILE and LEAST_CARRIED of src/layer/write-layer.ts. */
const CARRIED = 64 << 10;
const CARRIED_OF_ONE_BLOCK = 32 << 10;

/** Prints the entries of a wheel as JSON: name, whether it is deflated, where its bytes begin, how many there are, and its size. */
const LIST = `import json, struct, sys, zipfile
wheel = open(sys.argv[1], "rb")
def begin(entry):
    wheel.seek(entry.header_offset + 26)
    name, extra = struct.unpack("<HH", wheel.read(4))
    return entry.header_offset + 30 + name + extra
print(json.dumps([[entry.filename, entry.compress_type == 8, begin(entry), entry.compress_size, entry.file_size]
    for entry in zipfile.ZipFile(wheel).infolist() if not entry.is_dir()]))`;

function milliseconds(work) {
  const times = Array.from({ length: ROUNDS }, () => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  });
  return median(times);
}

function eachPiece(file, take, buffer) {
  const descriptor = openSync(file, "r");
  for (let size = readSync(descriptor, buffer); size > 0; size = readSync(descriptor, buffer)) {
    take(buffer.subarray(0, size));
  }
  closeSync(descriptor);
}

/**
 * @param {{wheel: string, folder: string}} job
 * @param {string} output File that is written.
 * @returns {{rows: [part: string, milliseconds: number][], sum: number}} The parts, and the milliseconds that they take together.
 */
export function neededWork({ wheel, folder }, output) {
  const entries = JSON.parse(
    spawnSync("python3", ["-c", LIST, wheel], { encoding: "utf8", maxBuffer: 1 << 28 }).stdout,
  );
  const blob = readFileSync(wheel);
  const isCarried = ([, isDeflated, begin, , size]) =>
    isDeflated && (size >= CARRIED || (size >= CARRIED_OF_ONE_BLOCK && (blob[begin] & 1) === 1));
  const carried = entries.filter(isCarried);
  const fileOf = ([name]) => path.join(folder, name);
  const others = Buffer.concat(
    entries.filter((entry) => !isCarried(entry)).map((entry) => readFileSync(fileOf(entry))),
  );
  const buffer = Buffer.alloc(PIECE);
  const inflated = carried.map(([, , begin, length]) => inflateRawSync(blob.subarray(begin, begin + length)));
  const readAll = (list, take) => {
    for (const entry of list) {
      eachPiece(fileOf(entry), take, buffer);
    }
  };
  const rows = [
    ["reading the files", milliseconds(() => readAll(entries, () => {}))],
    [
      "SHA-256 of the files' bytes, and of as many as the wheel has",
      milliseconds(() => {
        const [tar, whole] = [createHash("sha256"), createHash("sha256")];
        for (const bytes of inflated) {
          tar.update(bytes);
        }
        tar.update(others).digest();
        whole.update(blob).digest();
      }),
    ],
    [
      "inflating what is carried over",
      milliseconds(() => {
        for (const [, , begin, length, size] of carried) {
          inflateRawSync(blob.subarray(begin, begin + length), { chunkSize: Math.min(size, PIECE) });
        }
      }),
    ],
    [
      "reading it again and comparing it",
      milliseconds(() => {
        for (const [index, entry] of carried.entries()) {
          let at = 0;
          eachPiece(
            fileOf(entry),
            (bytes) => {
              if (inflated[index].compare(bytes, 0, bytes.length, at, at + bytes.length) !== 0) {
                throw new Error(`${entry[0]}: the wheel has other bytes`);
              }
              at += bytes.length;
            },
            buffer,
          );
        }
      }),
    ],
    [
      "compressing the other files",
      milliseconds(() => {
        for (let at = 0; at < others.length; at += PIECE) {
          deflateRawSync(others.subarray(at, at + PIECE), { level: 5 });
        }
      }),
    ],
    [
      "writing as many bytes as the wheel has",
      milliseconds(() => {
        const descriptor = openSync(output, "w");
        for (let at = 0; at < blob.length; ) {
          at += writeSync(descriptor, blob, at, Math.min(PIECE, blob.length - at));
        }
        closeSync(descriptor);
      }),
    ],
  ];
  return { rows, sum: rows.reduce((sum, [, ms]) => sum + ms, 0) };
}
