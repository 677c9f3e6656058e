// The reader of ELF files: every field, both sizes and orders, real files, and damage.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { ElfError, isPython, type ReadAt, readElf, readExports, readPythonElf } from "../../src/facts/elf";
import { saySkipped } from "../say-skipped";
import { type ElfRecipe, elfBytes } from "./elf-bytes";

function readerOf(bytes: Buffer): ReadAt {
  return (target, position) => {
    if (position < 0 || position + target.length > bytes.length) {
      throw new RangeError("read beyond the end");
    }
    target.set(bytes.subarray(position, position + target.length));
  };
}

const read = (bytes: Buffer) => readElf(readerOf(bytes), bytes.length);

const whole: ElfRecipe = {
  interpreter: "/lib64/ld-linux-x86-64.so.2",
  soname: "libfirst.so.1",
  needed: ["libm.so.6", "libc.so.6"],
  rpath: "$ORIGIN/../first.libs",
  runpath: "/opt/lib",
  flags1: 0x800,
  needs: { "libm.so.6": ["GLIBC_2.29"], "libc.so.6": ["GLIBC_2.34", "?GLIBC_2.36"] },
  defines: ["FIRST_1.0", "FIRST_1.1"],
  symbols: [
    ["pow", "GLIBC_2.29"],
    ["malloc", "GLIBC_2.34"],
    ["other", ""],
  ],
  exports: ["first_open"],
};

describe.each([64, 32] as const)("a file of %s bits", (bits) => {
  test.each([false, true])("says all that it says (most significant byte first: %s)", (bigEndian) => {
    const facts = read(elfBytes({ ...whole, bits, bigEndian }));
    expect(facts).toEqual({
      machine: "x86_64",
      bits,
      ...(bigEndian ? { bigEndian: true } : {}),
      interpreter: "/lib64/ld-linux-x86-64.so.2",
      soname: "libfirst.so.1",
      needed: ["libm.so.6", "libc.so.6"],
      rpath: "$ORIGIN/../first.libs",
      runpath: "/opt/lib",
      noDefaultDirectories: true,
      needs: [
        { file: "libm.so.6", versions: ["GLIBC_2.29"] },
        { file: "libc.so.6", versions: ["GLIBC_2.34"] },
      ],
      defines: ["FIRST_1.0", "FIRST_1.1"],
      libcSymbols: ["malloc", "pow"],
    });
  });

  test("exports what it defines", () => {
    const bytes = elfBytes({ ...whole, bits });
    expect(readExports(readerOf(bytes), bytes.length)).toEqual(["first_open"]);
  });
});

test("a Python says which modules it has built in", () => {
  const bytes = elfBytes({ exports: ["PyInit_posix", "PyInit__struct", "Py_Main"] });
  expect(readPythonElf(readerOf(bytes), bytes.length).builtIn).toEqual(["_struct", "posix"]);
  const names = [
    "usr/bin/python3.13t",
    "lib/libpython3.11.so.1.0",
    "bin/python3",
    "bin/python3-config",
    "x/python3.11/os.so",
  ];
  expect(names.filter(isPython)).toEqual(names.slice(0, 3));
});

test("a file that says nothing says its machine", () => {
  expect(read(elfBytes({ machine: 183 }))).toEqual({ machine: "aarch64", bits: 64 });
  expect(read(elfBytes({ machine: 4711 }))).toEqual({ machine: "machine-4711", bits: 64 });
});

test.each([
  ["is not an ELF file", Buffer.from("#!/bin/sh\nexec something else\n")],
  ["ends too early", elfBytes(whole).subarray(0, 70)],
  ["ends too early", Buffer.from([0x7f, 0x45, 0x4c, 0x46])],
  ["is of no known ELF class", Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 9, 1]), Buffer.alloc(64)])],
])("damage is refused: %s", (message, bytes) => {
  expect(() => read(bytes)).toThrow(new ElfError(message));
});

test("more program headers than any file has are refused before they are read", () => {
  const bytes = elfBytes(whole);
  bytes.writeUInt16LE(65_535, 56);
  expect(() => read(bytes)).toThrow(new ElfError("has 65535 program headers"));
});

test("a file that is cut off is refused, or says what the whole one says", () => {
  const bytes = elfBytes(whole);
  const facts = read(bytes);
  let refused = 0;
  for (let length = 0; length < bytes.length; length += 1) {
    try {
      expect(read(bytes.subarray(0, length))).toEqual(facts);
    } catch (error) {
      expect(error).toBeInstanceOf(ElfError);
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(bytes.length - 10);
});

test("the program that runs this test says what readelf says of it", () => {
  const { status, stdout } = spawnSync("readelf", ["--dynamic", "--wide", process.execPath], { encoding: "utf8" });
  if (status !== 0) {
    saySkipped("no readelf (binutils) to hold the reader against");
    return;
  }
  const bytes = readFileSync(process.execPath);
  const needed = [...stdout.matchAll(/\(NEEDED\).*\[(.*)\]/g)].map(([, name]) => name);
  expect(needed.length).toBeGreaterThan(2);
  expect(read(bytes).needed).toEqual(needed);
});
