// Fuzz targets of what is read of packages' files and of bases: ELF files, the loader's cache, tars.

import assert from "node:assert/strict";
import { readLdSoCache } from "../../src/base/ld-so-cache";
import { plainPath, readTar, TarError } from "../../src/base/tar-reader";
import { ElfError, type ReadAt, readElf, readExports } from "../../src/facts/elf";
import { elfFactsSchema } from "../../src/facts/layer-facts";
import { tarBytes } from "../base/tar-bytes";
import { elfBytes } from "../facts/elf-bytes";
import { type FuzzTarget, orRefusal } from "./fuzz-target";

const whole = {
  interpreter: "/lib64/ld-linux-x86-64.so.2",
  soname: "libfirst.so.1",
  needed: ["libm.so.6", "libc.so.6"],
  rpath: "$ORIGIN/../first.libs",
  needs: { "libm.so.6": ["GLIBC_2.29"], "libc.so.6": ["GLIBC_2.34", "?GLIBC_2.36"] },
  defines: ["FIRST_1.0", "FIRST_1.1"],
  symbols: [["malloc", "GLIBC_2.34"]] as const,
  exports: ["first_open"],
};

function checkElf(bytes: Uint8Array): void {
  let reads = 0;
  const read: ReadAt = (target, position) => {
    reads += 1;
    assert(position >= 0 && position + target.length <= bytes.length, "reads beyond the end");
    target.set(bytes.subarray(position, position + target.length));
  };
  const facts = orRefusal(() => readElf(read, bytes.length), ElfError);
  orRefusal(() => readExports(read, bytes.length), ElfError);
  if (facts !== undefined) {
    elfFactsSchema.parse(facts);
  }
  assert(reads < 1000, `${reads} reads of ${bytes.length} bytes`);
}

function checkCache(bytes: Uint8Array): void {
  for (const { name, path } of readLdSoCache(Buffer.from(bytes)) ?? []) {
    assert(name.length + path.length <= 2 * bytes.length, "a name that is not in the cache");
  }
}

async function checkTar(bytes: Uint8Array): Promise<void> {
  let content = 0;
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += 700) {
      yield Buffer.from(bytes.subarray(at, at + 700));
    }
  }
  try {
    await readTar(chunks(), async (entry, of) => {
      assert(plainPath(entry.path) === entry.path, "a path that is not plain");
      content += (await of.take(10)).length;
    });
  } catch (error) {
    assert(error instanceof TarError, String(error));
  }
  assert(content <= bytes.length, "more content than bytes");
}

const cache = Buffer.alloc(48 + 24 + 40);
cache.write("glibc-ld.so.cache1.1", "latin1");
cache.writeUInt32LE(1, 20);
cache.writeUInt32LE(0x303, 48);
cache.writeUInt32LE(72, 52);
cache.writeUInt32LE(82, 56);
cache.write("libz.so.1\0/lib/libz.so.1\0", 72, "latin1");

export const factsTargets: readonly FuzzTarget[] = [
  {
    name: "ELF files",
    share: 1,
    corpus: [elfBytes(whole), elfBytes({ ...whole, bits: 32 }), elfBytes({ ...whole, bigEndian: true }), elfBytes()],
    check: checkElf,
  },
  { name: "the loader's cache", share: 1, corpus: [cache], check: checkCache },
  {
    name: "layers of a base",
    share: 1,
    corpus: [
      tarBytes([
        { path: "usr/lib/a.so", content: "x".repeat(600) },
        { path: `long/${"p".repeat(200)}/b`, content: "y" },
        { path: "link", symlink: "usr/lib" },
        { path: "hard", hardlink: "usr/lib/a.so" },
      ]),
    ],
    check: checkTar,
  },
];
