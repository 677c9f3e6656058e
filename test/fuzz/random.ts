// Pseudo-random numbers that a seed decides, so that every case can be had again.

/** Numbers from 0 up to, but without, the bound. */
export type Random = (bound: number) => number;

/** The generator mulberry32 (by Tommy Ettinger, public domain): small, fast, good enough to choose cases. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}
