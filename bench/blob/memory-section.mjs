// Peak memory for packages of 0.1 to 6 GiB, of which one file has five sixths.
import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, rmSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import * as path from "node:path";
import { hasZstd, ours } from "./contenders.mjs";
import { measure } from "./measure.mjs";
import { log, must } from "./tools.mjs";

const GIB = 2 ** 30;
const SIZES = [0.1, 1, 6];
/** How many files share what the large one leaves. */
const OTHERS = 16;

/** Writes bytes that no compressor makes smaller. */
function writeRandom(file, size) {
  const descriptor = openSync(file, "w");
  const piece = Buffer.alloc(1 << 20);
  let digest = Buffer.from(file);
  for (let written = 0; written < size; written += piece.length) {
    for (let at = 0; at < piece.length; at += digest.length) {
      digest = at % 4096 === 0 ? createHash("sha256").update(digest).digest() : digest;
      digest.copy(piece, at);
    }
    // Repeated only beyond deflate's window.
    writeSync(descriptor, piece.subarray(0, size - written));
  }
  closeSync(descriptor);
}

/** A package of `size` bytes: the large file is sparse, the others are not. */
function makePackage(folder, size) {
  mkdirSync(folder);
  const large = path.join(folder, "large.so");
  writeFileSync(large, "");
  truncateSync(large, Math.round((size * 5) / 6));
  for (let index = 0; index < OTHERS; index += 1) {
    writeRandom(path.join(folder, `part_${index}.so`), Math.round(size / 6 / OTHERS));
  }
}

/**
 * @param {string} folder Empty; with the largest package it holds 3 GiB.
 * @returns {string[][]} Rows of a table: contender, then peak MiB and seconds for each of the sizes.
 */
export function memoryRows(folder) {
  const contenders = [
    ["carry-over", ours("gzip", true)],
    ["gzip", ours("gzip", false)],
    ...(hasZstd ? [["zstd", ours("zstd", false)]] : []),
  ];
  const rows = contenders.map(([name]) => [name]);
  for (const size of SIZES) {
    log(`memory: a package of ${size} GiB`);
    const files = path.join(folder, "files");
    const wheel = path.join(folder, "files.whl");
    makePackage(files, size * GIB);
    const zip =
      "import os, sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as z:\n  for name in sorted(os.listdir(sys.argv[2])): z.write(os.path.join(sys.argv[2], name), name)";
    must("python3", ["-c", zip, wheel, files]);
    const job = { name: "files", folder: files, wheel, output: path.join(folder, "blob") };
    for (const [index, [, command]] of contenders.entries()) {
      const { rss_bytes, seconds } = measure(command(job), job.output);
      rows[index].push(`${(rss_bytes / 2 ** 20).toFixed(0)}`, seconds.toFixed(1));
    }
    rmSync(files, { recursive: true });
    rmSync(wheel);
  }
  return rows;
}

export const memoryHeader = ["contender", ...SIZES.flatMap((size) => [`${size} GiB: MiB`, "s"])];
