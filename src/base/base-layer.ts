// Reads the entries of one layer of a base image, whatever tool made it.

import { createReadStream } from "node:fs";
import * as zlib from "node:zlib";
import { ActionError } from "../action/action-error";
import { readTar, type TarContent, type TarEntry, TarError } from "./tar-reader";

const GZIP = /[+.]gzip$/;
const ZSTD = /[+.]zstd$/;
const PIECE = 1 << 20;

/** Whether this Node decompresses zstd (Node 22.15 and later). */
export function readsZstd(): boolean {
  return zlib.createZstdDecompress !== undefined;
}

/** How a layer of a media type is compressed, OCI's or Docker's; undefined for what is not known to be a tar. */
export function baseCompression(mediaType: string): "gzip" | "zstd" | "none" | undefined {
  return GZIP.test(mediaType) ? "gzip" : ZSTD.test(mediaType) ? "zstd" : /\.tar$/.test(mediaType) ? "none" : undefined;
}

/**
 * Gives each entry of a layer.
 *
 * @param compression one that this Node reads
 * @throws ActionError when the layer is damaged
 */
export async function readBaseLayer(
  file: string,
  compression: "gzip" | "zstd" | "none",
  signal: AbortSignal,
  visit: (entry: TarEntry, content: TarContent) => Promise<void>,
): Promise<void> {
  try {
    await readTar(decompressed(file, compression, signal), visit);
  } catch (cause) {
    if (cause instanceof TarError || (cause as NodeJS.ErrnoException).code?.startsWith("Z_") === true) {
      throw new ActionError(`a layer of the base cannot be read: ${(cause as Error).message}`, {
        file,
        remedy: "fetch the base again; what is there is damaged",
        cause,
      });
    }
    throw cause;
  }
}

function decompressed(file: string, compression: "gzip" | "zstd" | "none", signal: AbortSignal): AsyncIterable<Buffer> {
  const blob = createReadStream(file, { highWaterMark: PIECE, signal });
  if (compression === "none") {
    return blob;
  }
  const decompressor =
    compression === "gzip" ? zlib.createGunzip({ chunkSize: PIECE }) : zlib.createZstdDecompress({ chunkSize: PIECE });
  // An error of the source is passed on to what it is piped into, which would otherwise wait forever.
  blob.once("error", (error) => decompressor.destroy(error));
  return blob.pipe(decompressor);
}
