// How likely a bundle of n packages is to change between two revisions, in whole numbers, so that no engine's rounding of
// Math.exp can move a package.

/** round(2^64 e^(-1/160)): the chance that nothing changes, for one package and one layer, in units of 2^-64. */
const unchanged = 18331811461790466576n;

/** What a weight is when change is certain. */
const certain = 1_000_000_000n;

/**
 * weights[i] = round(10^9 (1 - e^(-i / 160))), up to where it is certain. Made by multiplying whole numbers, the same on
 * every machine; a test computes the same from the formula with more digits.
 */
const weights: readonly bigint[] = table();

function table(): bigint[] {
  const rows: bigint[] = [];
  for (let kept = 1n << 64n; rows.at(-1) !== certain; kept = (kept * unchanged + (1n << 63n)) >> 64n) {
    rows.push((((1n << 64n) - kept) * certain + (1n << 63n)) >> 64n);
  }
  return rows;
}

/**
 * Weight of a bundle of so many packages under a cap of so many layers: the chance 1 - e^(-n k / 160) that at least one of
 * n packages changes, each with the same small chance. In parts of 10^9; grows with both, at most 10^9.
 *
 * The chance of one package is taken to grow with the number of layers k. It does not really; but with few layers bundles
 * are large, and only a weight that still tells them apart divides them well, and with many layers they are small.
 *
 * @param members a whole number, 0 or more
 * @param layers the cap, a whole number, 1 or more
 */
export function changeWeight(members: number, layers: number): bigint {
  return weights[members * layers] ?? certain;
}
