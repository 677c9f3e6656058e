// Takes a file out of a wheel that a rule set did not unpack.

import * as zlib from "node:zlib";
import { ActionError } from "../action/action-error";
import { machineFault } from "../action/machine-error";
import type { ReadInto } from "./buffer-pool";
import { deflateStreamOffset, type WheelEntry } from "./wheel-archive";

/** No script or data file of a wheel is larger, and a larger one would not fit into memory. */
const LARGEST_FILE = 1 << 30;

/** A file taken out of a wheel. */
export interface WheelContent {
  readonly content: Buffer;
  /** Where its deflate stream starts; undefined if it has none that is the content alone. */
  readonly streamOffset: number | undefined;
}

/**
 * Reads a file of a wheel and proves size and CRC-32.
 *
 * @param wheel Path of the wheel, for errors.
 * @throws ActionError when the file is not what the wheel's directory says, or larger than 1 GiB.
 */
export function readWheelContent(entry: WheelEntry, read: ReadInto, wheel: string): WheelContent {
  const refuse = (what: string, cause?: unknown): never => {
    throw new ActionError(`a file in a wheel ${what}`, {
      file: `${wheel}: ${entry.name}`,
      remedy: "fetch the wheel again; leave it out of the wheel_index if it has to stay as it is",
      cause,
    });
  };
  if (Math.max(entry.size, entry.compressedSize) > LARGEST_FILE) {
    refuse("is larger than 1 GiB");
  }
  const start = deflateStreamOffset(entry, read) ?? refuse("is not where the wheel's directory says");
  const packed = Buffer.allocUnsafe(entry.compressedSize);
  let content: Buffer = packed;
  let used = packed.length;
  try {
    read(packed, start);
    if (!entry.stored) {
      const { buffer, engine } = zlib.inflateRawSync(packed, {
        maxOutputLength: Math.max(entry.size, 1),
        info: true,
      }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
      content = buffer;
      used = engine.bytesWritten;
    }
  } catch (cause) {
    if (machineFault(cause) !== undefined) {
      throw cause;
    }
    refuse("cannot be read", cause);
  }
  if (content.length !== entry.size || zlib.crc32(content) !== entry.crc32) {
    refuse("is not what the wheel's directory says");
  }
  return { content, streamOffset: entry.stored || used !== packed.length ? undefined : start };
}
