// Cuts the input into protobuf messages, each preceded by its length (protobuf's writeDelimitedTo).

import { FrameError, type FrameReader, maximumFrameLength, PartialFrame } from "./frame-reader";

/** A length of up to 35 bits; protobuf's own reader takes no longer prefix either (CodedInputStream.readRawVarint32). */
const maximumPrefixLength = 5;

/** Frames are messages preceded by their length in bytes as a base 128 varint, least significant group first. */
export class DelimitedFrameReader implements FrameReader {
  readonly #partial = new PartialFrame();
  #prefixLength = 0;
  #frameLength = 0;
  #inPrefix = true;

  *read(chunk: Uint8Array): Generator<Uint8Array> {
    let offset = 0;
    while (offset < chunk.length) {
      if (this.#inPrefix) {
        this.#readPrefix(chunk[offset]!);
        offset += 1;
        if (this.#inPrefix) {
          continue;
        }
      }
      const end = Math.min(chunk.length, offset + this.#frameLength - this.#partial.length);
      this.#partial.append(chunk.subarray(offset, end));
      offset = end;
      if (this.#partial.length === this.#frameLength) {
        this.#inPrefix = true;
        this.#prefixLength = 0;
        this.#frameLength = 0;
        yield this.#partial.take();
      }
    }
  }

  end(): void {
    if (!this.#inPrefix) {
      throw new FrameError(`the input ends after ${this.#partial.length} of ${this.#frameLength} bytes of a request`);
    }
    if (this.#prefixLength > 0) {
      throw new FrameError("the input ends inside the length of a request");
    }
  }

  #readPrefix(byte: number): void {
    // A product and not a shift: the fifth group reaches beyond 32 bits.
    this.#frameLength += (byte & 0x7f) * 2 ** (7 * this.#prefixLength);
    this.#prefixLength += 1;
    this.#inPrefix = (byte & 0x80) !== 0;
    if (this.#inPrefix && this.#prefixLength === maximumPrefixLength) {
      throw new FrameError(`the length of a request has more than ${maximumPrefixLength} bytes`);
    }
    if (this.#frameLength > maximumFrameLength) {
      throw new FrameError(
        `a request of ${this.#frameLength} bytes is longer than the ${maximumFrameLength} that are accepted`,
      );
    }
  }
}
