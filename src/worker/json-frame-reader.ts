// Cuts the input into JSON objects. Bazel says newline-delimited, but its releases before 7 write no newline.

import { FrameError, type FrameReader, maximumFrameLength, PartialFrame } from "./frame-reader";

const quote = 0x22;
const backslash = 0x5c;
const openingBrace = 0x7b;
const closingBrace = 0x7d;

/**
 * Frames are JSON objects, with any white space or none between them. Only braces outside strings are counted; whether
 * the object is sound JSON is for the parser to say. Bytes of characters beyond ASCII are never equal to the ASCII ones
 * looked for (RFC 3629, section 3), so a split inside a character does no harm.
 */
export class JsonFrameReader implements FrameReader {
  readonly #partial = new PartialFrame();
  #depth = 0;
  #inString = false;
  #escaped = false;

  *read(chunk: Uint8Array): Generator<Uint8Array> {
    let start = 0;
    for (let offset = 0; offset < chunk.length; offset += 1) {
      const byte = chunk[offset]!;
      if (this.#inString) {
        if (this.#escaped) {
          this.#escaped = false;
        } else if (byte === backslash) {
          this.#escaped = true;
        } else if (byte === quote) {
          this.#inString = false;
        }
      } else if (byte === openingBrace) {
        if (this.#depth === 0) {
          start = offset;
        }
        this.#depth += 1;
      } else if (this.#depth === 0) {
        requireWhiteSpace(byte);
      } else if (byte === quote) {
        this.#inString = true;
      } else if (byte === closingBrace) {
        this.#depth -= 1;
        if (this.#depth === 0) {
          this.#append(chunk.subarray(start, offset + 1));
          yield this.#partial.take();
        }
      }
    }
    if (this.#depth > 0) {
      this.#append(chunk.subarray(start));
    }
  }

  end(): void {
    if (this.#depth > 0) {
      throw new FrameError(`the input ends inside a request, after ${this.#partial.length} bytes of it`);
    }
  }

  #append(bytes: Uint8Array): void {
    if (this.#partial.length + bytes.length > maximumFrameLength) {
      throw new FrameError(`a request is longer than the ${maximumFrameLength} bytes that are accepted`);
    }
    this.#partial.append(bytes);
  }
}

function requireWhiteSpace(byte: number): void {
  if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) {
    throw new FrameError(`a request begins with the byte 0x${byte.toString(16).padStart(2, "0")} instead of "{"`);
  }
}
