import { changeWeight } from "../../src/plan/change-weight";

const precision = 10n ** 50n;

/** e^(-1/160) in units of 10^-50, by its series. */
function exponential(): bigint {
  let sum = 0n;
  let term = precision;
  for (let i = 1n; term !== 0n; i++) {
    sum += term;
    term = -term / (160n * i);
  }
  return sum;
}

test("the table is 10^9 (1 - e^(-i/160)), rounded", () => {
  const factor = exponential();
  let power = precision;
  for (let index = 0; index < 4000; index++) {
    const exact = (precision - power) * 10n ** 9n;
    expect(changeWeight(index, 1)).toBe((2n * exact + precision) / (2n * precision));
    power = (power * factor) / precision;
  }
});

test("members and layers count alike, and change is certain in the end", () => {
  expect(changeWeight(12, 7)).toBe(changeWeight(84, 1));
  expect(Number(changeWeight(5, 32)) / 1e9).toBeCloseTo(1 - Math.exp(-1), 8);
  expect(changeWeight(100_000, 500)).toBe(1_000_000_000n);
  expect(changeWeight(0, 32)).toBe(0n);
});
