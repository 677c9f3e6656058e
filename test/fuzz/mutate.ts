// Makes inputs that are nearly right out of right ones, which reaches deeper than noise does.

import type { Random } from "./random";

/** Values at the edges of what bytes and numbers mean to parsers. */
const interestingBytes = [0x00, 0x01, 0x7f, 0x80, 0xff, 0x0a, 0x0d, 0x20, 0x22, 0x2f, 0x40, 0x5c, 0x7b, 0x7d];
const interestingNumbers = [
  0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];

/** A case: one of the right inputs after some changes; rarely none, rarely mere noise. */
export function mutate(corpus: readonly Uint8Array[], random: Random): Uint8Array {
  if (random(50) === 0) {
    return noise(random(200), random);
  }
  let bytes: Uint8Array = Uint8Array.from(corpus[random(corpus.length)]!);
  for (let changes = random(7); changes > 0; changes -= 1) {
    bytes = change(bytes, corpus, random);
  }
  return bytes;
}

function change(bytes: Uint8Array, corpus: readonly Uint8Array[], random: Random): Uint8Array {
  const at = random(bytes.length + 1);
  const length = random(random(4) === 0 ? bytes.length + 1 : 9);
  switch (random(9)) {
    case 0:
      return put(bytes, at, [(bytes[at] ?? 0) ^ (1 << random(8))]);
    case 1:
      return put(bytes, at, [interestingBytes[random(interestingBytes.length)]!]);
    case 2:
      return put(bytes, at, [random(256)]);
    case 3: {
      const number = interestingNumbers[random(interestingNumbers.length)]!;
      return put(
        bytes,
        at,
        [0, 8, 16, 24].slice(0, random(2) === 0 ? 2 : 4).map((shift) => (number >>> shift) & 0xff),
      );
    }
    case 4:
      return join(bytes.subarray(0, at), bytes.subarray(at + length));
    case 5:
      return join(bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at));
    case 6:
      return join(bytes.subarray(0, at), noise(length, random), bytes.subarray(at));
    case 7: {
      const other = corpus[random(corpus.length)]!;
      return join(bytes.subarray(0, at), other.subarray(random(other.length + 1)));
    }
    default:
      return bytes.subarray(0, at);
  }
}

function put(bytes: Uint8Array, at: number, values: readonly number[]): Uint8Array {
  for (const [index, value] of values.entries()) {
    if (at + index < bytes.length) {
      bytes[at + index] = value;
    }
  }
  return bytes;
}

function noise(length: number, random: Random): Uint8Array {
  return Uint8Array.from({ length }, () => random(256));
}

function join(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
