// What can be fuzzed: a reader of untrusted bytes, right inputs to begin with, and what must hold for any input.

import { mutate } from "./mutate";
import { createRandom, type Random } from "./random";

/** A reader of bytes that others write. */
export interface FuzzTarget {
  readonly name: string;
  /** Right inputs, which cases are made from. */
  readonly corpus: readonly Uint8Array[];
  /** How many of the cases of a long run it gets, relative to the others: fewer for what is slow. */
  readonly share: number;
  /**
   * Reads one case and throws if the reader misbehaves: an error that is not one of its own kind, a result that breaks
   * what it promises, a read or write outside what it was given.
   */
  readonly check: (bytes: Uint8Array, random: Random) => void | Promise<void>;
}

/** A case that a target failed; enough to have it again. */
export class FuzzFailure extends Error {
  constructor(target: FuzzTarget, seed: number, bytes: Uint8Array, cause: unknown) {
    super(
      `${target.name} fails with seed ${seed} at ${JSON.stringify(Buffer.from(bytes).toString("base64"))}: ${(cause as Error)?.message}`,
      { cause },
    );
    this.name = "FuzzFailure";
  }
}

/** Runs cases `first` up to, but without, `first + count` of a target; a case depends on its own number and the seed alone. */
export async function fuzz(target: FuzzTarget, seed: number, first: number, count: number): Promise<void> {
  for (let number = first; number < first + count; number += 1) {
    const caseSeed = (Math.imul(seed, 0x9e3779b1) + number) >>> 0;
    const random = createRandom(caseSeed);
    const bytes = mutate(target.corpus, random);
    try {
      const pending = target.check(bytes, random);
      if (pending !== undefined) {
        await pending;
      }
    } catch (cause) {
      throw new FuzzFailure(target, seed, bytes, cause);
    }
  }
}

/** Runs `read` and gives back its result, or undefined if it refuses with one of the errors it may throw. */
export function orRefusal<T>(read: () => T, ...refusals: (abstract new (...args: never[]) => Error)[]): T | undefined {
  try {
    return read();
  } catch (error) {
    if (refusals.some((refusal) => error instanceof refusal)) {
      return undefined;
    }
    throw error;
  }
}
