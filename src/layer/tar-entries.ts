// Finds the entries of one of this project's tars as it streams past: what each header says, and where the content is.

import { ActionError } from "../action/action-error";
import { BLOCK_SIZE, paddingSize } from "./tar-header";

/** An entry of a tar; offsets and sizes in bytes. */
export interface TarEntryPlace {
  /** A directory's ends with a slash. */
  readonly path: string;
  readonly kind: "file" | "symlink" | "directory";
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970. */
  readonly mtime: number;
  readonly link: string;
  readonly size: number;
  /** Where the content is; for an entry without content, where it would be. */
  readonly offset: number;
  /** What pax records say of it. */
  readonly records: ReadonlyMap<string, string>;
}

/** Bytes of the pax records of an entry: a path and a target of 4,096 bytes each, and some numbers. */
const LARGEST_RECORDS = 1 << 16;

const KINDS: Readonly<Record<string, TarEntryPlace["kind"]>> = { "0": "file", "2": "symlink", "5": "directory" };

/** Takes a tar in pieces of any length. */
export class TarEntries {
  readonly entries: TarEntryPlace[] = [];
  /** Bytes of the tar that were taken. */
  #offset = 0;
  /** Bytes of content left to skip. */
  #skip = 0;
  #wanted = BLOCK_SIZE;
  #held = Buffer.alloc(0);
  #records: Map<string, string> | undefined;
  #inRecords = 0;
  #ended = false;

  /** @throws ActionError for anything that no tar of this project has. */
  take(piece: Buffer): void {
    for (let at = 0; at < piece.length; ) {
      const skipped = Math.min(this.#skip, piece.length - at);
      const length = skipped > 0 ? skipped : Math.min(this.#wanted - this.#held.length, piece.length - at);
      if (skipped > 0) {
        this.#skip -= skipped;
      } else {
        this.#held = Buffer.concat([this.#held, piece.subarray(at, at + length)]);
      }
      at += length;
      this.#offset += length;
      if (skipped === 0 && this.#held.length === this.#wanted) {
        const held = this.#held;
        this.#held = Buffer.alloc(0);
        this.#complete(held);
      }
    }
  }

  /** Called after the last piece. @throws ActionError for a tar that is cut off */
  end(): void {
    if (!this.#ended || this.#skip > 0 || this.#held.length > 0) {
      throw notOurs("ends too early");
    }
  }

  /** Length of the tar, after the last piece. */
  get size(): number {
    return this.#offset;
  }

  #complete(held: Buffer): void {
    if (this.#inRecords > 0) {
      this.#records = paxRecords(held.subarray(0, this.#inRecords));
      this.#inRecords = 0;
      this.#wanted = BLOCK_SIZE;
    } else if (held[0] === 0) {
      this.#ended = true;
    } else if (this.#ended) {
      throw notOurs("has something after its end");
    } else {
      this.#header(held);
    }
  }

  #header(block: Buffer): void {
    const typeflag = textIn(block, 156, 1);
    const size = numberIn(block, 124, 12);
    if (!(size >= 0)) {
      throw notOurs("has an entry without a size");
    }
    if (typeflag === "x") {
      if (size > LARGEST_RECORDS) {
        throw notOurs(`has records of ${size} bytes`);
      }
      this.#inRecords = size;
      this.#wanted = size + paddingSize(size);
      return;
    }
    const kind = KINDS[typeflag];
    if (kind === undefined) {
      throw notOurs(`has an entry of the type ${JSON.stringify(typeflag)}`);
    }
    const records = this.#records ?? new Map<string, string>();
    const [name, prefix] = [textIn(block, 0, 100), textIn(block, 345, 155)];
    const contentSize = Number(records.get("size") ?? size);
    if (!(contentSize >= 0 && contentSize <= Number.MAX_SAFE_INTEGER)) {
      throw notOurs("has an entry without a size");
    }
    this.entries.push({
      path: records.get("path") ?? (prefix === "" ? name : `${prefix}/${name}`),
      kind,
      mode: numberIn(block, 100, 8),
      uid: Number(records.get("uid") ?? numberIn(block, 108, 8)),
      gid: Number(records.get("gid") ?? numberIn(block, 116, 8)),
      mtime: numberIn(block, 136, 12),
      link: records.get("linkpath") ?? textIn(block, 157, 100),
      size: contentSize,
      offset: this.#offset,
      records,
    });
    this.#records = undefined;
    this.#skip = contentSize + paddingSize(contentSize);
  }
}

/** POSIX.1-2017, pax, pax Extended Header: each record begins with its length. */
function paxRecords(bytes: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(" ", at);
    const length = Number.parseInt(bytes.toString("latin1", at, space), 10);
    const equals = bytes.indexOf("=", space);
    if (!(length > 0) || equals < 0) {
      throw notOurs("has a malformed pax record");
    }
    records.set(bytes.toString("utf8", space + 1, equals), bytes.toString("utf8", equals + 1, at + length - 1));
    at += length;
  }
  return records;
}

function textIn(block: Buffer, start: number, room: number): string {
  const end = block.indexOf(0, start);
  return block.toString("latin1", start, end < 0 ? start + room : Math.min(end, start + room));
}

function numberIn(block: Buffer, start: number, room: number): number {
  return Number.parseInt(textIn(block, start, room), 8);
}

function notOurs(what: string): ActionError {
  return new ActionError(`a layer's tar ${what}`, { remedy: "give a layer that package_layers made" });
}
