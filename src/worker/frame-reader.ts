// Cuts a stream of bytes into the frames of either protocol, however the bytes are split or joined on the way.

/** Larger than any request of a real build; a length beyond it is garbage, not a request. */
export const LARGEST_FRAME = 1 << 30;

/** Takes bytes as they come and gives back whole frames. */
export interface FrameReader {
  /**
   * The frames that end within this chunk, in order.
   *
   * @throws Error when the bytes cannot be frames; the reader is of no more use then.
   */
  read(chunk: Uint8Array): Uint8Array[];
  /** Whether the bytes so far end in the middle of a frame. */
  readonly isInsideFrame: boolean;
}

/** Keeps the chunks of an unfinished frame apart, so that a frame in many chunks is copied once. */
class Pending {
  #chunks: Uint8Array[] = [];
  length = 0;

  push(chunk: Uint8Array): void {
    if (chunk.length > 0) {
      this.#chunks.push(chunk);
      this.length += chunk.length;
    }
  }

  /** The first `length` bytes, which are taken away. */
  take(length: number): Uint8Array {
    const all = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks, this.length);
    this.#chunks = [];
    this.length = 0;
    this.push(all.subarray(length));
    return all.subarray(0, length);
  }
}

/** Frames of protobuf messages: a varint with the length, then the message (protobuf's writeDelimitedTo). */
export class LengthDelimitedReader implements FrameReader {
  readonly #pending = new Pending();
  #length: number | undefined;
  #varint = 0;
  #varintBytes = 0;

  get isInsideFrame(): boolean {
    return this.#length !== undefined || this.#varintBytes > 0;
  }

  read(chunk: Uint8Array): Uint8Array[] {
    const frames: Uint8Array[] = [];
    let at = 0;
    while (true) {
      if (this.#length === undefined) {
        at = this.#readLength(chunk, at);
        if (this.#length === undefined) {
          return frames;
        }
      }
      const needed = this.#length - this.#pending.length;
      this.#pending.push(chunk.subarray(at, at + needed));
      if (chunk.length - at < needed) {
        return frames;
      }
      at += needed;
      frames.push(this.#length === 0 ? new Uint8Array(0) : this.#pending.take(this.#length));
      this.#length = undefined;
    }
  }

  #readLength(chunk: Uint8Array, at: number): number {
    for (let index = at; index < chunk.length; index++) {
      const byte = chunk[index]!;
      this.#varint += (byte & 0x7f) * 2 ** (7 * this.#varintBytes);
      this.#varintBytes++;
      if (byte < 0x80) {
        if (this.#varint > LARGEST_FRAME) {
          throw new Error(`a frame of ${this.#varint} bytes is announced; the input is no stream of work requests`);
        }
        this.#length = this.#varint;
        this.#varint = 0;
        this.#varintBytes = 0;
        return index + 1;
      }
      if (this.#varintBytes === 5) {
        throw new Error("a frame's length takes more than five bytes; the input is no stream of work requests");
      }
    }
    return chunk.length;
  }
}

const NEWLINE = 0x0a;

/** Frames of the JSON protocol: lines; empty ones are passed over. */
export class NewlineDelimitedReader implements FrameReader {
  readonly #pending = new Pending();

  get isInsideFrame(): boolean {
    return this.#pending.length > 0;
  }

  read(chunk: Uint8Array): Uint8Array[] {
    const frames: Uint8Array[] = [];
    let at = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, at)) {
      this.#pending.push(chunk.subarray(at, end));
      if (this.#pending.length > 0) {
        frames.push(this.#pending.take(this.#pending.length));
      }
      at = end + 1;
    }
    this.#pending.push(chunk.subarray(at));
    if (this.#pending.length > LARGEST_FRAME) {
      throw new Error("a line of more than 1 GiB; the input is no stream of work requests");
    }
    return frames;
  }
}
