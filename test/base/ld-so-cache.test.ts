// The loader's cache: the form of today, the older one around it, damage.

import { readFileSync } from "node:fs";
import { readLdSoCache } from "../../src/base/ld-so-cache";
import { saySkipped } from "../say-skipped";

function cacheBytes(
  libraries: readonly (readonly [name: string, path: string, hwcap?: number, flags?: number])[],
): Buffer {
  const header = Buffer.alloc(48);
  header.write("glibc-ld.so.cache1.1", "latin1");
  header.writeUInt32LE(libraries.length, 20);
  const entries = Buffer.alloc(24 * libraries.length);
  let strings = Buffer.alloc(0);
  const start = 48 + entries.length;
  const put = (text: string) => {
    const at = start + strings.length;
    strings = Buffer.concat([strings, Buffer.from(`${text}\0`)]);
    return at;
  };
  libraries.forEach(([name, path, hwcap = 0, flags = 0x0303], index) => {
    entries.writeInt32LE(flags, 24 * index);
    entries.writeUInt32LE(put(name), 24 * index + 4);
    entries.writeUInt32LE(put(path), 24 * index + 8);
    entries.writeUInt32LE(hwcap, 24 * index + 20);
  });
  return Buffer.concat([header, entries, strings]);
}

const bytes = cacheBytes([
  ["libz.so.1", "/lib/libz.so.1"],
  ["libm.so.6", "/lib/glibc-hwcaps/x86-64-v3/libm.so.6", 0x40000000],
  ["libold.so.1", "/lib/libold.so.1", 0, 0x0001],
]);
const expected = [
  { name: "libz.so.1", path: "/lib/libz.so.1", special: false },
  { name: "libm.so.6", path: "/lib/glibc-hwcaps/x86-64-v3/libm.so.6", special: true },
];

test("a cache lists what is for glibc 2, and what is for some processors alone", () => {
  expect(readLdSoCache(bytes)).toEqual(expected);
});

test("the older form is followed by today's", () => {
  const old = Buffer.alloc(16 + 12 + 4);
  old.write("ld.so-1.7.0", "latin1");
  old.writeUInt32LE(1, 12);
  expect(readLdSoCache(Buffer.concat([old, bytes]))).toEqual(expected);
});

test("damage gives no cache, wherever it is cut off", () => {
  expect(readLdSoCache(Buffer.from("something else"))).toBeUndefined();
  for (let length = 0; length < bytes.length; length += 1) {
    expect(readLdSoCache(bytes.subarray(0, length))).toBeUndefined();
  }
});

test("this machine's own cache has its C library", () => {
  let own: Buffer;
  try {
    own = readFileSync("/etc/ld.so.cache");
  } catch {
    saySkipped("this machine has no /etc/ld.so.cache");
    return;
  }
  expect(readLdSoCache(own)?.some(({ name }) => name.startsWith("libc.so."))).toBe(true);
});
