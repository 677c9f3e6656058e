import { changeWeight } from "../../src/plan/change-weight";

const precision = 10n ** 50n;

/** e^(-1/10) in units of 10^-50, by its series. */
function exponential(): bigint {
  let sum = 0n;
  let term = precision;
  for (let i = 1n; term !== 0n; i++) {
    sum += term;
    term = -term / (10n * i);
  }
  return sum;
}

test("the table is 10^9 (1 - e^(-n/10)), rounded", () => {
  const factor = exponential();
  let power = precision;
  for (let members = 0; members < 400; members++) {
    const exact = (precision - power) * 10n ** 9n;
    expect(changeWeight(members)).toBe((2n * exact + precision) / (2n * precision));
    power = (power * factor) / precision;
  }
});

test("agrees with Math.exp and is certain in the end", () => {
  for (let members = 0; members < 400; members++) {
    expect(Math.abs(Number(changeWeight(members)) - 1e9 * (1 - Math.exp(-members / 10)))).toBeLessThan(0.51);
  }
  expect(changeWeight(100_000)).toBe(1_000_000_000n);
});
