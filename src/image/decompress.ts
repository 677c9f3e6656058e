// Decompresses blobs of many members, to compute the digest of their content.

import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import * as zlib from "node:zlib";
import { ActionError } from "../action/action-error";
import { type LayerDescriptor, layerMediaTypes } from "../layer/layer-descriptor";
import { takeZstdFrames } from "./zstd-frames";

/**
 * Bytes that gunzip gives at a time: with Node's 16 KiB, most of the time would go into turns between threads. gunzip allocates
 * room for them at once, so a small package asks for as little as a hundredth of it.
 */
const CHUNK_SIZE = 1 << 20;
const LEAST_CHUNK_SIZE = 16 << 10;

/** Most bytes of an unfinished frame; our frames hold a piece of the tar and are far smaller. */
const LONGEST_FRAME = 64 << 20;

/** Members in pieces, cut anywhere. */
type Members = Iterable<Buffer> | AsyncIterable<Buffer>;

/**
 * Decompresses the members of a blob, any number of them, one after the other.
 *
 * @param members Whole members (RFC 1952 §2.2) or frames (RFC 8878 §3.1); may be empty.
 * @param size Bytes that are to be expected of them, where that is known; others may come.
 * @throws ActionError when this Node has no zstd; RangeError when bytes are left that are not a member; whatever error the
 * decompressor has when the bytes are damaged.
 */
export async function* decompressMembers(
  members: Members,
  mediaType: LayerDescriptor["mediaType"],
  size = CHUNK_SIZE,
): AsyncGenerator<Buffer> {
  switch (mediaType) {
    case layerMediaTypes.none:
      yield* members;
      return;
    case layerMediaTypes.gzip:
      yield* gunzipMembers(members, Math.max(LEAST_CHUNK_SIZE, Math.min(size, CHUNK_SIZE)));
      return;
    case layerMediaTypes.zstd:
      yield* unzstdFrames(members);
  }
}

async function* gunzipMembers(members: Members, chunkSize: number): AsyncGenerator<Buffer> {
  const gunzip = zlib.createGunzip({ chunkSize });
  let given = 0;
  let isAllGiven = false;
  const counted = async function* () {
    for await (const piece of members) {
      given += piece.length;
      yield piece;
    }
    isAllGiven = true;
  };
  let failure: unknown;
  const feeding = pipeline(counted, gunzip).catch((error: unknown) => {
    failure ??= error;
  });
  try {
    yield* gunzip;
  } catch (error) {
    // No member at all is fine here, though not for zlib.
    if (given > 0 || !isAllGiven) {
      throw error;
    }
  } finally {
    gunzip.destroy();
    await feeding;
  }
  // To Node, zeros after a member are padding, and it reads nothing after them; Go, and so every runtime, refuses them.
  if (!isAllGiven || gunzip.bytesWritten !== given) {
    throw (failure as NodeJS.ErrnoException)?.code?.startsWith("ERR_STREAM") === false
      ? failure
      : new RangeError(`what follows byte ${gunzip.bytesWritten} is not a gzip member`);
  }
}

async function* unzstdFrames(members: Members): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const piece of members) {
    if (zlib.zstdDecompress === undefined) {
      throw new ActionError(`this Node (${process.versions.node}) has no zstd`, {
        remedy:
          "use Node 22.15 or later in the toolchain, or gzip with --@package_layers//bazel/settings:compression=gzip",
      });
    }
    const taken = takeZstdFrames(rest.length === 0 ? piece : Buffer.concat([rest, piece]));
    rest = Buffer.from(taken.rest);
    if (rest.length > LONGEST_FRAME) {
      throw new RangeError(`a zstd frame has more than ${LONGEST_FRAME} bytes`);
    }
    for (const frame of taken.frames) {
      yield await promisify<zlib.InputType, Buffer>(zlib.zstdDecompress)(frame);
    }
  }
  if (rest.length > 0) {
    throw new RangeError("the last zstd frame is cut off");
  }
}
