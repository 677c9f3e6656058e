// Encodes the header blocks of one tar entry, as docs/blob-format.md says; equal metadata gives equal bytes.

import { requireImagePath, requireLinkTarget } from "./image-path";

export const BLOCK_SIZE = 512;

/** Two blocks of zeros end an archive (POSIX.1-2017, pax, ustar Interchange Format). */
export const END_OF_ARCHIVE_SIZE = 2 * BLOCK_SIZE;

/** What differs between entries. */
export type EntryKind =
  | { readonly kind: "file"; readonly size: number; readonly executable: boolean }
  | { readonly kind: "symlink"; readonly target: string }
  | { readonly kind: "directory" };

/** What all entries of a build have in common. */
export interface EntryOwnership {
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970. */
  readonly mtime: number;
}

/** The fields of a ustar block that are not the same in all of ours. */
interface Block extends EntryOwnership {
  readonly name: string;
  readonly prefix: string;
  readonly mode: number;
  readonly size: number;
  readonly typeflag: string;
  readonly linkname: string;
}

const MAX_SIZE = 0o77777777777;
const MAX_ID = 0o7777777;
const NAME_LENGTH = 100;
const PREFIX_LENGTH = 155;

/**
 * The header of an entry: a ustar block, with pax records before it only where ustar cannot say path, target, size or owner.
 *
 * @param path Path in the image, without a leading slash.
 * @throws ActionError for a path or a target that may not be in an image.
 */
export function tarHeader(path: string, entry: EntryKind, ownership: EntryOwnership): Buffer {
  requireImagePath(path);
  const fullPath = entry.kind === "directory" ? `${path}/` : path;
  const target = entry.kind === "symlink" ? requireLinkTarget(entry.target, path) : "";
  const size = entry.kind === "file" ? entry.size : 0;
  const { uid, gid } = ownership;
  const split = splitPath(fullPath);
  const fits = { uid: uid <= MAX_ID, gid: gid <= MAX_ID, size: size <= MAX_SIZE, target: isField(target) };
  const block = ustarBlock({
    ...(split ?? { name: asField(fullPath), prefix: "" }),
    mode: entry.kind === "symlink" ? 0o777 : entry.kind === "directory" || entry.executable ? 0o755 : 0o644,
    uid: fits.uid ? uid : 0,
    gid: fits.gid ? gid : 0,
    size: fits.size ? size : 0,
    mtime: ownership.mtime,
    typeflag: ({ file: "0", symlink: "2", directory: "5" } as const)[entry.kind],
    linkname: fits.target ? target : asField(target),
  });
  if (split !== undefined && fits.uid && fits.gid && fits.size && fits.target) {
    return block;
  }
  const records = Buffer.concat([
    ...(fits.gid ? [] : [paxRecord("gid", `${gid}`)]),
    ...(fits.target ? [] : [paxRecord("linkpath", target)]),
    ...(split !== undefined ? [] : [paxRecord("path", fullPath)]),
    ...(fits.size ? [] : [paxRecord("size", `${size}`)]),
    ...(fits.uid ? [] : [paxRecord("uid", `${uid}`)]),
  ]);
  const paxBlock = ustarBlock({
    ...{ name: "PaxHeader", prefix: "", linkname: "", typeflag: "x" },
    ...{ mode: 0o644, uid: 0, gid: 0, size: records.length, mtime: ownership.mtime },
  });
  return Buffer.concat([paxBlock, records, Buffer.alloc(paddingSize(records.length)), block]);
}

/** The two fields of a path; undefined when it does not fit them. The first is as long as it can be. */
function splitPath(path: string): { name: string; prefix: string } | undefined {
  if (!isPrintable(path)) {
    return undefined;
  }
  if (path.length <= NAME_LENGTH) {
    return { name: path, prefix: "" };
  }
  const slash = path.lastIndexOf("/", Math.min(PREFIX_LENGTH, path.length - 2));
  const name = path.slice(slash + 1);
  return slash > 0 && name.length <= NAME_LENGTH ? { name, prefix: path.slice(0, slash) } : undefined;
}

/** ustar's text is ISO/IEC 646; control characters, like everything else that readers may take differently, go to pax records. */
function isPrintable(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function isField(text: string): boolean {
  return text.length <= NAME_LENGTH && isPrintable(text);
}

/** The field for a text that a pax record has: each byte that the field cannot have is an underscore. */
function asField(text: string): string {
  return Buffer.from(text)
    .toString("latin1")
    .replace(/[^\x20-\x7e]/g, "_")
    .slice(0, NAME_LENGTH);
}

/** A block as POSIX.1-2017, pax, ustar Interchange Format has it. */
function ustarBlock(fields: Block): Buffer {
  const block = Buffer.alloc(BLOCK_SIZE);
  const numbers =
    octal(fields.mode, 8) +
    octal(fields.uid, 8) +
    octal(fields.gid, 8) +
    octal(fields.size, 12) +
    octal(fields.mtime, 12);
  const link = `        ${fields.typeflag}${fields.linkname}`;
  const rest = octal(0, 8) + octal(0, 8) + fields.prefix;
  block.write(fields.name, 0, "latin1");
  block.write(numbers, 100, "latin1");
  block.write(link, 148, "latin1");
  block.write(MAGIC, 257, "latin1");
  block.write(rest, 329, "latin1");
  // Sums the texts alone: most of the block is zeros, and a package has thousands of blocks.
  const sum = [fields.name, numbers, link, MAGIC, rest].reduce((total, text) => total + sumOf(text), 0);
  block.write(octal(sum, 8), 148, "latin1");
  return block;
}

const MAGIC = "ustar\x0000";

function sumOf(latin1: string): number {
  let sum = 0;
  for (let at = 0; at < latin1.length; at += 1) {
    sum += latin1.charCodeAt(at);
  }
  return sum;
}

/** A number in a field of `width` bytes: octal digits, a space where there is room, a zero byte. */
function octal(number: number, width: number): string {
  const digits = number.toString(8).padStart(width - 2, "0");
  return `${digits.length < width - 1 ? `${digits} ` : digits}\0`;
}

/** A pax record, whose length counts its own digits (POSIX.1-2017, pax, pax Extended Header). */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`);
  let length = rest.length;
  while (`${length}`.length + rest.length !== length) {
    length = `${length}`.length + rest.length;
  }
  return Buffer.concat([Buffer.from(`${length}`), rest]);
}

/** How many zero bytes follow content of this size, so that the next header starts at a block. */
export function paddingSize(size: number): number {
  return (BLOCK_SIZE - (size % BLOCK_SIZE)) % BLOCK_SIZE;
}
