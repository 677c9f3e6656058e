// Reads a tar from a stream of bytes, entry by entry, and holds only what the reader of an entry takes.

import { Header } from "tar/header";
import { Pax } from "tar/pax";

/** One entry of a tar, before its content. */
export interface TarEntry {
  /** Without `./` before it and without a slash at its end; empty for the root. */
  readonly path: string;
  readonly kind: "file" | "directory" | "symlink" | "hardlink" | "other";
  readonly size: number;
  readonly mode: number;
  /** Of links only. */
  readonly target: string;
}

/** The tar is damaged or ends too early. */
export class TarError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "TarError";
  }
}

const BLOCK = 512;
/** A path of a file system has at most 4096 bytes; the records that tar programs write about an entry have a few more. */
const LONGEST_PATH = 4096;
const LARGEST_EXTENSION = 1 << 20;

const KINDS: Readonly<Record<string, TarEntry["kind"]>> = {
  File: "file",
  OldFile: "file",
  ContiguousFile: "file",
  Directory: "directory",
  SymbolicLink: "symlink",
  Link: "hardlink",
};

/** The content of one entry; what is not taken is skipped. */
export class TarContent {
  readonly #source: ByteSource;
  #left: number;

  constructor(source: ByteSource, size: number) {
    this.#source = source;
    this.#left = size;
  }

  /** The next bytes of the content, fewer than asked for only at its end. */
  async take(length: number): Promise<Buffer> {
    const bytes = await this.#source.take(Math.min(length, this.#left));
    this.#left -= bytes.length;
    return bytes;
  }

  async skip(): Promise<void> {
    await this.#source.skip(this.#left);
    this.#left = 0;
  }
}

/**
 * Calls `visit` for each entry in the order of the tar.
 *
 * @param visit Takes what it needs of the content before it settles.
 * @throws TarError, and whatever `chunks` and `visit` throw.
 */
export async function readTar(
  chunks: AsyncIterable<Buffer>,
  visit: (entry: TarEntry, content: TarContent) => Promise<void>,
): Promise<void> {
  const source = new ByteSource(chunks);
  let global: Pax | undefined;
  let extended: { path?: string; linkpath?: string; size?: number } = {};
  while (!(await source.isAtEnd())) {
    const block = await source.take(BLOCK);
    if (block.every((byte) => byte === 0)) {
      // The end of the archive; concatenated tars, which some tools make, go on after it.
      continue;
    }
    const header = readHeader(block, extended, global);
    const size = header.size ?? 0;
    const type = header.type;
    if (type === "ExtendedHeader" || type === "GlobalExtendedHeader" || /^NextFileHas|^OldGnuLong/.test(type)) {
      if (size > LARGEST_EXTENSION) {
        throw new TarError(`what it says of one entry has ${size} bytes`);
      }
      const text = (await source.take(size)).toString("utf8");
      await source.skip(padding(size));
      if (type === "GlobalExtendedHeader") {
        global = Pax.parse(text, global, true);
      } else if (type === "ExtendedHeader") {
        extended = { ...extended, ...definedFields(Pax.parse(text, undefined, false)) };
      } else if (type === "NextFileHasLongLinkpath") {
        extended = { ...extended, linkpath: text.replace(/\0.*$/s, "") };
      } else {
        extended = { ...extended, path: text.replace(/\0.*$/s, "") };
      }
      continue;
    }
    const kind = KINDS[type] ?? "other";
    const contentSize = kind === "file" ? size : kind === "other" && type !== "Unsupported" ? size : 0;
    const content = new TarContent(source, contentSize);
    const entry: TarEntry = {
      path: plainPath(extended.path ?? header.path ?? ""),
      kind,
      size: contentSize,
      mode: header.mode ?? 0,
      target: extended.linkpath ?? header.linkpath ?? "",
    };
    for (const [what, text] of [["path", entry.path] as const, ["link target", entry.target] as const]) {
      if (text.length > LONGEST_PATH) {
        throw new TarError(`has a ${what} of ${text.length} characters`);
      }
    }
    await visit(entry, content);
    await content.skip();
    await source.skip(padding(contentSize));
    extended = {};
  }
}

function readHeader(block: Buffer, extended: object, global: Pax | undefined): Header {
  const header = new Header();
  try {
    header.decode(block, 0, extended, global);
  } catch (error) {
    throw new TarError(`has a damaged header: ${(error as Error).message}`);
  }
  if (!header.cksumValid) {
    throw new TarError("has a header with a wrong checksum");
  }
  return header;
}

function definedFields(pax: Pax): { path?: string; linkpath?: string; size?: number } {
  const { path, linkpath, size } = pax;
  return {
    ...(path === undefined ? {} : { path }),
    ...(linkpath === undefined ? {} : { linkpath }),
    ...(size === undefined ? {} : { size }),
  };
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

/** A path as a place below the root: no empty parts, no `.`; `..` never leads out of the root. */
export function plainPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") {
      parts.pop();
    } else if (part !== "" && part !== ".") {
      parts.push(part);
    }
  }
  return parts.join("/");
}

/** Bytes of a stream, as many at a time as are asked for. */
class ByteSource {
  readonly #chunks: AsyncIterator<Buffer>;
  #current: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async isAtEnd(): Promise<boolean> {
    return this.#current.length === 0 && !(await this.#fill());
  }

  async take(length: number): Promise<Buffer> {
    if (length <= this.#current.length) {
      return this.#cut(length);
    }
    const parts: Buffer[] = [];
    for (let left = length; left > 0; ) {
      if (this.#current.length === 0 && !(await this.#fill())) {
        throw new TarError("ends too early");
      }
      const part = this.#cut(Math.min(left, this.#current.length));
      parts.push(part);
      left -= part.length;
    }
    return Buffer.concat(parts);
  }

  async skip(length: number): Promise<void> {
    for (let left = length; left > 0; ) {
      if (this.#current.length === 0 && !(await this.#fill())) {
        throw new TarError("ends too early");
      }
      left -= this.#cut(Math.min(left, this.#current.length)).length;
    }
  }

  #cut(length: number): Buffer {
    const part = this.#current.subarray(0, length);
    this.#current = this.#current.subarray(length);
    return part;
  }

  /** Whether there are more bytes. */
  async #fill(): Promise<boolean> {
    for (;;) {
      const { done, value } = await this.#chunks.next();
      if (done === true) {
        return false;
      }
      if (value.length > 0) {
        this.#current = value;
        return true;
      }
    }
  }
}
