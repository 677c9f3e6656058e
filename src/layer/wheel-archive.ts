// Reads the central directory of a wheel: where each file's deflate stream lies, how long it is and what it should give.

import { machineFault } from "../action/machine-error";
import { EndOfFile, type ReadInto } from "./buffer-pool";

/** One file of the archive as its central directory tells it. */
export interface WheelEntry {
  readonly name: string;
  readonly crc32: number;
  /** Whether the archive stores it as it is; otherwise as a deflate stream. */
  readonly stored: boolean;
  /** Length of its bytes in the archive. */
  readonly compressedSize: number;
  /** Length of the file. */
  readonly size: number;
  /** Where the entry's local header starts. */
  readonly headerOffset: number;
}

// Signatures and sizes of APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12, 4.3.14, 4.3.15 and 4.3.16.
const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_SIZE = 30;
const CENTRAL_HEADER = 0x02014b50;
const CENTRAL_HEADER_SIZE = 46;
const END = 0x06054b50;
const END_SIZE = 22;
const ZIP64_END = 0x06064b50;
const ZIP64_END_SIZE = 56;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_LOCATOR_SIZE = 20;

const LONGEST_COMMENT = 0xffff;
const ZIP64_EXTRA = 0x0001;
const METHOD_STORED = 0;
const METHOD_DEFLATE = 8;
const FLAG_ENCRYPTED = 1;
const FLAG_UTF8 = 1 << 11;

/** No wheel has a directory larger than this. */
const LARGEST_DIRECTORY = 256 << 20;

/** An archive is truncated, or its directory is not one. */
export class BrokenArchive extends Error {}

/**
 * The deflated and stored files of a wheel by name. Encrypted and otherwise compressed ones are left out, and so is every
 * name that occurs twice: nothing says which of the two was unpacked.
 *
 * @throws BrokenArchive, which says what is wrong with it.
 */
export function readWheelDirectory(size: number, read: ReadInto): Map<string, WheelEntry> {
  const readAt = (offset: number, length: number) => {
    const bytes = Buffer.allocUnsafe(length);
    read(bytes, offset);
    return bytes;
  };
  try {
    const { offset, length, count } = findDirectory(size, readAt);
    if (length > LARGEST_DIRECTORY || offset + length > size) {
      throw new RangeError("its directory does not lie within the file");
    }
    return parseDirectory(readAt(offset, length), count, offset);
  } catch (cause) {
    if (machineFault(cause) !== undefined || !(cause instanceof RangeError || cause instanceof EndOfFile)) {
      throw cause;
    }
    throw new BrokenArchive(cause.message, { cause });
  }
}

type ReadAt = (offset: number, length: number) => Buffer;

function findDirectory(size: number, readAt: ReadAt): { offset: number; length: number; count: number } {
  if (size < END_SIZE) {
    throw new RangeError("it is too short");
  }
  const tailSize = Math.min(size, END_SIZE + LONGEST_COMMENT);
  const tail = readAt(size - tailSize, tailSize);
  let at = tail.length - END_SIZE;
  while (tail.readUInt32LE(at) !== END || at + END_SIZE + tail.readUInt16LE(at + 20) !== tail.length) {
    at -= 1;
    if (at < 0) {
      throw new RangeError("its end record is missing");
    }
  }
  const directory = {
    count: tail.readUInt16LE(at + 10),
    length: tail.readUInt32LE(at + 12),
    offset: tail.readUInt32LE(at + 16),
  };
  const locatorOffset = size - tailSize + at - ZIP64_LOCATOR_SIZE;
  if (directory.count !== 0xffff && directory.length !== 0xffffffff && directory.offset !== 0xffffffff) {
    return directory;
  }
  if (locatorOffset < 0) {
    return directory;
  }
  const locator = readAt(locatorOffset, ZIP64_LOCATOR_SIZE);
  if (locator.readUInt32LE(0) !== ZIP64_LOCATOR) {
    return directory;
  }
  const end = readAt(toNumber(locator.readBigUInt64LE(8)), ZIP64_END_SIZE);
  if (end.readUInt32LE(0) !== ZIP64_END) {
    throw new RangeError("its zip64 end record is missing");
  }
  return {
    count: toNumber(end.readBigUInt64LE(32)),
    length: toNumber(end.readBigUInt64LE(40)),
    offset: toNumber(end.readBigUInt64LE(48)),
  };
}

function toNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new RangeError("it has a size that no file has");
  }
  return Number(value);
}

function parseDirectory(bytes: Buffer, count: number, directoryOffset: number): Map<string, WheelEntry> {
  const entries = new Map<string, WheelEntry>();
  const seen = new Set<string>();
  let at = 0;
  let previous = "";
  for (let index = 0; index < count; index++) {
    const which = `entry ${index + 1} of ${count}${previous && `, after ${previous},`}`;
    if (at + CENTRAL_HEADER_SIZE > bytes.length || bytes.readUInt32LE(at) !== CENTRAL_HEADER) {
      throw new RangeError(`${which} is missing from its directory`);
    }
    const flags = bytes.readUInt16LE(at + 8);
    const method = bytes.readUInt16LE(at + 10);
    const nameLength = bytes.readUInt16LE(at + 28);
    const extraLength = bytes.readUInt16LE(at + 30);
    const nameStart = at + CENTRAL_HEADER_SIZE;
    const extra = bytes.subarray(nameStart + nameLength, nameStart + nameLength + extraLength);
    const next = nameStart + nameLength + extraLength + bytes.readUInt16LE(at + 32);
    if (next > bytes.length) {
      throw new RangeError(`${which} is longer than its directory`);
    }
    // Without the flag, names are in code page 437, which wheels do not use beyond ASCII.
    const name = bytes.toString((flags & FLAG_UTF8) !== 0 ? "utf8" : "latin1", nameStart, nameStart + nameLength);
    const sizes = withZip64(name, extra, {
      size: bytes.readUInt32LE(at + 24),
      compressedSize: bytes.readUInt32LE(at + 20),
      headerOffset: bytes.readUInt32LE(at + 42),
    });
    if (seen.has(name)) {
      entries.delete(name);
    } else if (
      (method === METHOD_DEFLATE || method === METHOD_STORED) &&
      (flags & FLAG_ENCRYPTED) === 0 &&
      sizes.headerOffset + LOCAL_HEADER_SIZE + sizes.compressedSize <= directoryOffset
    ) {
      entries.set(name, { name, stored: method === METHOD_STORED, crc32: bytes.readUInt32LE(at + 16), ...sizes });
    }
    seen.add(name);
    previous = name;
    at = next;
  }
  return entries;
}

type Sizes = Pick<WheelEntry, "size" | "compressedSize" | "headerOffset">;

/** Replaces the fields that do not fit 32 bits by those of the zip64 extra field (section 4.5.3). */
function withZip64(name: string, extra: Buffer, sizes: Sizes): Sizes {
  const fields = (["size", "compressedSize", "headerOffset"] as const).filter((field) => sizes[field] === 0xffffffff);
  if (fields.length === 0) {
    return sizes;
  }
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== ZIP64_EXTRA) {
      continue;
    }
    const values = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
    if (values.length < 8 * fields.length) {
      break;
    }
    const large = Object.fromEntries(
      fields.map((field, index) => [field, toNumber(values.readBigUInt64LE(8 * index))]),
    );
    return { ...sizes, ...large };
  }
  throw new RangeError(`the zip64 sizes of ${name} are missing`);
}

/**
 * Where an entry's bytes start; undefined when there is no local header where the directory says, or when by that header the
 * bytes would end beyond the archive.
 */
export function deflateStreamOffset(entry: WheelEntry, read: ReadInto): number | undefined {
  const header = Buffer.allocUnsafe(LOCAL_HEADER_SIZE);
  try {
    read(header, entry.headerOffset);
    if (header.readUInt32LE(0) !== LOCAL_HEADER) {
      return undefined;
    }
    const start = entry.headerOffset + LOCAL_HEADER_SIZE + header.readUInt16LE(26) + header.readUInt16LE(28);
    // The local header may lie about its own length. Writing runs ahead of the proof, so this check comes before both.
    if (entry.compressedSize > 0) {
      read(header.subarray(0, 1), start + entry.compressedSize - 1);
    }
    return start;
  } catch (error) {
    if (error instanceof EndOfFile) {
      return undefined;
    }
    throw error;
  }
}

/** The directories of a wheel's `.data` that pip merges into site-packages (PEP 427, The .data directory). */
const MERGED_DATA = /^[^/]+\.data\/(?:purelib|platlib)\//;

/** Where pip puts an entry below site-packages, or undefined for what goes elsewhere (scripts, headers, data). */
export function pathInSitePackages(name: string): string | undefined {
  if (MERGED_DATA.test(name)) {
    return name.replace(MERGED_DATA, "");
  }
  return /^[^/]+\.data\//.test(name) ? undefined : name;
}
