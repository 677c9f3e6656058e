// Reads /etc/ld.so.cache, the list of libraries that glibc's loader uses (glibc, sysdeps/generic/dl-cache.h).

/** One library of the cache, in the cache's order. */
export interface CachedLibrary {
  readonly name: string;
  /** Absolute path. */
  readonly path: string;
  /** True where it is for some processors only. */
  readonly special: boolean;
}

const OLD_MAGIC = "ld.so-1.7.0";
const NEW_MAGIC = "glibc-ld.so.cache1.1";
const HEADER_SIZE = 48;
const ENTRY_SIZE = 24;
const MOST_LIBRARIES = 1 << 16;
/** Low byte of an entry's flags: an ELF library for glibc 2. */
const ELF_LIBC6 = 3;

/** The libraries of a cache; undefined when it is damaged or in a form that glibc since 2.2 does not read. */
export function readLdSoCache(bytes: Buffer): CachedLibrary[] | undefined {
  const start = newFormatStart(bytes);
  if (start === undefined) {
    return undefined;
  }
  // Byte 28 says in which order the machine has its bytes: 3 is the most significant one first.
  const isBig = (bytes[start + 28]! & 3) === 3;
  const u32 = (at: number) => (isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at));
  const count = u32(start + 20);
  if (count > MOST_LIBRARIES || start + HEADER_SIZE + count * ENTRY_SIZE > bytes.length) {
    return undefined;
  }
  const libraries: CachedLibrary[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = start + HEADER_SIZE + index * ENTRY_SIZE;
    const [flags, key, value] = [u32(at), start + u32(at + 4), start + u32(at + 8)];
    const name = stringAt(bytes, key);
    const path = stringAt(bytes, value);
    if (name === undefined || path === undefined) {
      return undefined;
    }
    if ((flags & 0xff) === ELF_LIBC6) {
      libraries.push({ name, path, special: u32(at + 16) !== 0 || u32(at + 20) !== 0 });
    }
  }
  return libraries;
}

/** Where the new format begins: at the start, or after the old one, which it follows at a multiple of eight. */
function newFormatStart(bytes: Buffer): number | undefined {
  const isNew = (at: number) =>
    bytes.length >= at + HEADER_SIZE && bytes.toString("latin1", at, at + NEW_MAGIC.length) === NEW_MAGIC;
  if (isNew(0)) {
    return 0;
  }
  if (bytes.length < 16 || bytes.toString("latin1", 0, OLD_MAGIC.length) !== OLD_MAGIC) {
    return undefined;
  }
  const count = bytes.readUInt32LE(12);
  const start = Math.ceil((16 + count * 12) / 8) * 8;
  return isNew(start) ? start : undefined;
}

function stringAt(bytes: Buffer, at: number): string | undefined {
  const end = at < bytes.length ? bytes.indexOf(0, at) : -1;
  return end < 0 ? undefined : bytes.toString("utf8", at, end);
}
