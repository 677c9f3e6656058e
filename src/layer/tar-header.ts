// Encodes the header blocks of one tar entry; equal metadata gives equal bytes.

import { Header } from "tar/header";
import { Pax } from "tar/pax";
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

/**
 * The header of an entry: a ustar block, with pax records before it only where ustar cannot say path, target or size.
 *
 * @param path Path in the image, without a leading slash.
 * @throws ActionError for a path or a target that may not be in an image.
 */
export function tarHeader(path: string, entry: EntryKind, ownership: EntryOwnership): Buffer {
  requireImagePath(path);
  const fields = {
    path: entry.kind === "directory" ? `${path}/` : path,
    mode: entry.kind === "file" ? (entry.executable ? 0o755 : 0o644) : entry.kind === "symlink" ? 0o777 : 0o755,
    uid: ownership.uid,
    gid: ownership.gid,
    size: entry.kind === "file" ? entry.size : 0,
    mtime: new Date(ownership.mtime * 1000),
    type: ({ file: "File", symlink: "SymbolicLink", directory: "Directory" } as const)[entry.kind],
    linkpath: entry.kind === "symlink" ? requireLinkTarget(entry.target, path) : "",
  };
  const block = Buffer.alloc(BLOCK_SIZE);
  new Header(fields).encode(block, 0);
  const records = {
    ...(isAscii(fields.path) && pathIn(block) === fields.path ? {} : { path: fields.path }),
    ...(isAscii(fields.linkpath) && textIn(block, 157, 100) === fields.linkpath ? {} : { linkpath: fields.linkpath }),
    ...(fields.size > MAX_USTAR_SIZE ? { size: fields.size } : {}),
    ...(fields.uid > MAX_USTAR_ID ? { uid: fields.uid } : {}),
    ...(fields.gid > MAX_USTAR_ID ? { gid: fields.gid } : {}),
  };
  return Object.keys(records).length === 0 ? block : Buffer.concat([new Pax(records).encode(), block]);
}

/** The path that a block says: node-tar cuts what does not fit, and puts "." before some names of 100 bytes. */
function pathIn(block: Buffer): string {
  const [name, prefix] = [textIn(block, 0, 100), textIn(block, 345, 155)];
  return prefix === "" ? name : `${prefix}/${name}`;
}

/** A field of a ustar block, which ends with its first zero byte or its room. */
function textIn(block: Buffer, start: number, room: number): string {
  const end = block.indexOf(0, start);
  return block.toString("latin1", start, end < 0 ? start + room : Math.min(end, start + room));
}

const MAX_USTAR_SIZE = 0o77777777777;
const MAX_USTAR_ID = 0o7777777;

/** ustar's names are of ISO/IEC 646; control characters go the way of all else that readers may take differently. */
function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** How many zero bytes follow content of this size, so that the next header starts at a block. */
export function paddingSize(size: number): number {
  return (BLOCK_SIZE - (size % BLOCK_SIZE)) % BLOCK_SIZE;
}
