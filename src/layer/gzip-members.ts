// Reads a gzip blob member by member: where each begins, in the blob and in the tar, and its content.

import { once } from "node:events";
import * as zlib from "node:zlib";
import { ActionError } from "../action/action-error";
import type { ReadInto } from "./buffer-pool";
import { GZIP_HEADER_SIZE, GZIP_TRAILER_SIZE } from "./compress-member";

/** Bytes that are read and decompressed at a time. */
const PIECE = 1 << 20;

/** Where a member is: its deflate stream in the blob, and its content in the tar. Offsets in bytes. */
export interface GzipMember {
  readonly stream: number;
  readonly content: number;
}

/**
 * Reads all members, one after the other.
 *
 * @param file Path of the blob, for errors.
 * @param size Length of the blob.
 * @param onMember Told of each member before its content.
 * @param onContent Given the content in pieces that it does not keep.
 * @throws ActionError when the blob is not one of this project's gzip blobs.
 */
export async function readGzipMembers(
  file: string,
  size: number,
  read: ReadInto,
  signal: AbortSignal,
  onMember: (member: GzipMember) => void,
  onContent: (content: Buffer) => void,
): Promise<void> {
  let content = 0;
  if (size === 0) {
    throw damaged(file, "is an empty file");
  }
  for (let at = 0; at < size; ) {
    const header = Buffer.alloc(Math.min(GZIP_HEADER_SIZE, size - at));
    read(header, at);
    if (header.length < GZIP_HEADER_SIZE || header.readUInt32BE(0) !== 0x1f8b0800) {
      throw damaged(file, `has no gzip member at byte ${at}`);
    }
    const stream = at + GZIP_HEADER_SIZE;
    onMember({ stream, content });
    at =
      stream +
      (await inflateOne(file, size, stream, read, signal, (piece) => {
        content += piece.length;
        onContent(piece);
      })) +
      GZIP_TRAILER_SIZE;
  }
}

/** Inflates the stream that begins at `start`, and gives its length. */
async function inflateOne(
  file: string,
  size: number,
  start: number,
  read: ReadInto,
  signal: AbortSignal,
  onContent: (content: Buffer) => void,
): Promise<number> {
  const inflate = zlib.createInflateRaw({ chunkSize: PIECE });
  let ended = false;
  inflate.on("data", (content: Buffer) => {
    try {
      onContent(content);
    } catch (error) {
      // An error thrown in this callback would end the process.
      inflate.destroy(error as Error);
    }
  });
  const end = once(inflate, "end").then(
    () => {
      ended = true;
    },
    (cause: unknown) => {
      throw cause instanceof ActionError ? cause : damaged(file, `cannot be decompressed from byte ${start} on`, cause);
    },
  );
  end.catch(() => {});
  for (let at = start; !ended && at < size; ) {
    signal.throwIfAborted();
    const piece = Buffer.allocUnsafe(Math.min(PIECE, size - at));
    read(piece, at);
    at += piece.length;
    const taken = new Promise<void>((resolve) => inflate.write(piece, () => resolve()));
    await Promise.race([taken, end]);
  }
  inflate.end();
  await end;
  return inflate.bytesWritten;
}

function damaged(file: string, what: string, cause?: unknown): ActionError {
  return new ActionError(`a layer ${what}`, { file, remedy: "remove it and build again", cause });
}
