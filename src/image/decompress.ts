// Decompresses blobs of many members, to know the digest of what is in them.

import { promisify } from "node:util";
import * as zlib from "node:zlib";
import { ActionError } from "../action/action-error";
import { type LayerDescriptor, layerMediaTypes } from "../layer/layer-descriptor";
import { zstdFrames } from "./zstd-frames";

/** Bytes that gunzip gives at a time: with Node's 16 KiB most of the time goes into the turns between threads. */
const CHUNK_SIZE = 1 << 20;

/**
 * Decompresses the members of a blob, any number of them, one behind the other.
 *
 * @param members Whole members (RFC 1952 §2.2) or frames (RFC 8878 §3.1); may be empty.
 * @throws ActionError when this Node has no zstd; RangeError when bytes are left that are no member; whatever error the
 * decompressor has when the bytes are damaged.
 */
export async function* decompressMembers(
  members: Buffer,
  mediaType: LayerDescriptor["mediaType"],
): AsyncGenerator<Buffer> {
  if (members.length === 0) {
    return;
  }
  switch (mediaType) {
    case layerMediaTypes.none:
      yield members;
      return;
    case layerMediaTypes.gzip: {
      const gunzip = zlib.createGunzip({ chunkSize: CHUNK_SIZE });
      gunzip.end(members);
      yield* gunzip;
      // Node takes zeros behind a member for padding and reads nothing after them; Go, and so every runtime, refuses them.
      if (gunzip.bytesWritten !== members.length) {
        throw new RangeError(`what follows byte ${gunzip.bytesWritten} is no gzip member`);
      }
      return;
    }
    case layerMediaTypes.zstd:
      if (zlib.zstdDecompress === undefined) {
        throw new ActionError(`this Node (${process.versions.node}) has no zstd`, {
          remedy:
            "use Node 22.15 or later in the toolchain, or gzip with --@package_layers//bazel/settings:compression=gzip",
        });
      }
      for (const frame of zstdFrames(members)) {
        yield await promisify<zlib.InputType, Buffer>(zlib.zstdDecompress)(frame);
      }
  }
}
