import { FuzzFailure, fuzz, orRefusal } from "./fuzz-target";
import { mutate } from "./mutate";
import { createRandom } from "./random";
import { targets } from "./targets";

/** Fixed, so that the cases of the unit tests are the same every time; `npm run fuzz` goes on from here. */
const seeds = [1, 2, 3];

test.each(targets)("$name: nothing fails in the fixed cases", async (target) => {
  for (const seed of seeds) {
    await fuzz(target, seed, 0, Math.ceil(100 * target.share));
  }
});

test.each(targets)("$name: the right inputs themselves are no failure", async ({ corpus, check }) => {
  for (const bytes of corpus) {
    await check(Uint8Array.from(bytes), createRandom(0));
  }
});

test("a case depends only on the seed and its number", () => {
  const corpus = [Buffer.from("abcdefgh"), Buffer.from("01234567")];
  const cases = [1, 2, 3, 1].map((seed) => Buffer.from(mutate(corpus, createRandom(seed))).toString("hex"));
  expect(cases[0]).toBe(cases[3]);
  expect(new Set(cases).size).toBeGreaterThan(1);
  expect(corpus.map(String)).toEqual(["abcdefgh", "01234567"]);
});

test("a target that misbehaves is reported with what brings the case back", async () => {
  const target = {
    name: "broken",
    corpus: [Buffer.from("ok")],
    share: 1,
    check: () => {
      throw new TypeError("broken");
    },
  };
  await expect(fuzz(target, 7, 0, 1)).rejects.toThrow(FuzzFailure);
  await expect(fuzz(target, 7, 0, 1)).rejects.toThrow(/^broken fails with seed 7 at ".*": broken$/);
});

test("orRefusal lets only the named errors pass as refusals", () => {
  expect(orRefusal(() => 1, TypeError)).toBe(1);
  const refuse = () => {
    throw new RangeError("no");
  };
  expect(orRefusal(refuse, TypeError, RangeError)).toBeUndefined();
  expect(() => orRefusal(refuse, TypeError)).toThrow("no");
});
