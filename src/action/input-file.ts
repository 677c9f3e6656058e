// Reads whole small inputs, such as JSON documents: regular files of a bounded size, each as one state of it.

import { type BigIntStats, constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { mostThreads } from "./action-threads";

/** Bytes of a document; the descriptor of a package with a million files has some 100 MB. */
const LARGEST_DOCUMENT = 256 << 20;

/** Why a file that can be opened is still not an input. */
export class NoInput extends Error {
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.code = code;
  }
}

/**
 * What tells one state of a file from another: device, inode, size, and the times of the last change of its content and of
 * its inode in nanoseconds. A file that is replaced has another inode; one that is written to has other times, of which a
 * program cannot set the second.
 */
export function identityOf({
  dev,
  ino,
  size,
  mtimeNs,
  ctimeNs,
}: Pick<BigIntStats, "dev" | "ino" | "size" | "mtimeNs" | "ctimeNs">): string {
  return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
}

/** Most files open at a time, over all requests in all threads: an image may have ten thousand descriptors, and a process 1,024 open files. */
const OPEN_AT_A_TIME = 64;

let openFiles = 0;
const waiting: (() => void)[] = [];

/** A regular file that is open. */
export interface OpenInput {
  readonly handle: FileHandle;
  readonly size: number;
  /** Rejects with NoInput unless the file is as it was opened. Called after the last read, it vouches for all of them. */
  readonly requireUnchanged: () => Promise<void>;
}

/**
 * Opens a file, reads it and closes it, when its turn has come. Never waits for a pipe. `read` must not open another file this
 * way, or all could wait for each other.
 *
 * Rejects with the system's error, with NoInput for what is not a regular file, and with what `read` rejects with.
 */
export async function withInputFile<T>(file: string, read: (input: OpenInput) => Promise<T>): Promise<T> {
  if (openFiles >= Math.floor(OPEN_AT_A_TIME / mostThreads())) {
    await new Promise<void>((goOn) => waiting.push(goOn));
  } else {
    openFiles += 1;
  }
  try {
    return await withOpenFile(file, read);
  } finally {
    const next = waiting.shift();
    if (next === undefined) {
      openFiles -= 1;
    } else {
      next();
    }
  }
}

/**
 * Whether a file is as it was found. One that has got or lost a hard link meanwhile has another ctime for that: image layouts are
 * made of links to layers that other actions are reading.
 */
function isUnchanged(found: BigIntStats, now: BigIntStats): boolean {
  const ctimeNs = now.nlink === found.nlink ? now.ctimeNs : found.ctimeNs;
  return identityOf({ ...now, ctimeNs }) === identityOf(found);
}

async function withOpenFile<T>(file: string, read: (input: OpenInput) => Promise<T>): Promise<T> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = await handle.stat({ bigint: true });
    if (!found.isFile()) {
      throw found.isDirectory() ? new NoInput("it is a directory", "EISDIR") : new NoInput("it is not a file");
    }
    const requireUnchanged = async () => {
      if (!isUnchanged(found, await handle.stat({ bigint: true }))) {
        throw new NoInput("it changed while it was read");
      }
    };
    return await read({ handle, size: Number(found.size), requireUnchanged });
  } finally {
    await handle.close();
  }
}

/** Bytes that are read at a time. */
const PIECE = 1 << 20;

/**
 * A part of an open input. Each piece is a buffer of its own, so that the caller may still hold one while it asks for the next.
 *
 * Rejects with NoInput when the file ends before it.
 */
export async function* piecesOf({ handle }: OpenInput, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(Math.min(PIECE, end - at)), { position: at });
    if (bytesRead === 0) {
      throw new NoInput("it changed while it was read");
    }
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** The bytes of a document. Rejects as withInputFile does, and with NoInput for one that is larger than any document. */
export function readDocument(file: string): Promise<Buffer> {
  return withInputFile(file, async ({ handle, size, requireUnchanged }) => {
    if (size > LARGEST_DOCUMENT) {
      throw new NoInput(`it has ${size} bytes, and at most ${LARGEST_DOCUMENT} are read`);
    }
    const bytes = await handle.readFile();
    await requireUnchanged();
    return bytes;
  });
}
