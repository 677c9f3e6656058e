// What both readers of the worker's input have in common: bytes come in any split, whole requests go out.

/**
 * Length of the longest request accepted. A request of a real build holds some megabytes at most; a longer one is taken
 * for garbage instead of being waited for.
 */
export const maximumFrameLength = 256 * 1024 * 1024;

/** The worker's input is not a sequence of requests; nothing after it can be read, so the worker ends. */
export class FrameError extends Error {
  override readonly name = "FrameError";
}

/** Cuts a stream of bytes into frames. */
export interface FrameReader {
  /**
   * Yields the frames that the bytes so far complete, in their order; the rest waits for the next call. Whatever is
   * wrong with the bytes is thrown as FrameError after the good frames before it; the reader cannot be used afterwards.
   */
  read(chunk: Uint8Array): Iterable<Uint8Array>;
  /** Throws FrameError if the input ends inside a frame. */
  end(): void;
}

/** The beginning of a frame that has not come to its end yet; chunks are joined once, when it has. */
export class PartialFrame {
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(chunk: Uint8Array): void {
    if (chunk.length > 0) {
      this.#chunks.push(chunk);
      this.#length += chunk.length;
    }
  }

  /** Everything appended, as one array; the partial frame is empty afterwards. */
  take(): Uint8Array {
    const whole = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks, this.#length);
    this.#chunks.length = 0;
    this.#length = 0;
    return whole;
  }
}
