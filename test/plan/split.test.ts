import fc from "fast-check";
import { nameKey, type SplitItem, sizeClass, split } from "../../src/plan/split";

const item = (name: string, bytes: number): SplitItem => ({ id: name, name, bytes });

test.each([
  [0, 0],
  [1, 0],
  [2, 1],
  [3, 1],
  [4, 2],
  [2 ** 30 - 1, 29],
  [2 ** 30, 30],
  [Number.MAX_SAFE_INTEGER, 52],
])("%d bytes are of class %d", (bytes, expected) => {
  expect(sizeClass(bytes)).toBe(expected);
});

test("the key is the start of SHA-256", () => {
  expect(nameKey("numpy").toString(16)).toBe("73dd0baf8e5438da");
});

/** Divisible by every number to 60. */
const denominator = Array.from({ length: 60 }, (_, i) => BigInt(i + 1)).reduce(
  (product, factor) => product * factor,
  1n,
);

/** The algorithm once more, slowly and from its description, with arrays instead of ranges. */
function slowSplit(items: readonly SplitItem[], count: number): string[][] {
  const weight = (node: readonly SplitItem[]) =>
    node.reduce((sum, { bytes }) => sum + 2n ** BigInt(sizeClass(bytes)), 0n);
  const oneClass = (node: readonly SplitItem[]) => new Set(node.map(({ bytes }) => sizeClass(bytes))).size === 1;
  // S + S/2n, over a common denominator of all numbers of members.
  const waste = (node: readonly SplitItem[]) =>
    (oneClass(node) ? 7n : 8n) * weight(node) * (2n * denominator + denominator / BigInt(node.length));
  const least = (node: readonly SplitItem[]) => node.map(({ name }) => name).sort()[0]!;
  let nodes: (readonly SplitItem[])[] = [items];
  while (nodes.length < Math.min(count, items.length)) {
    const node = nodes
      .filter(({ length }) => length > 1)
      .sort((a, b) => (waste(b) > waste(a) ? 1 : waste(b) < waste(a) ? -1 : least(a) < least(b) ? -1 : 1))[0]!;
    const highest = Math.max(...node.map(({ bytes }) => sizeClass(bytes)));
    let halves = [true, false].map((value) => node.filter(({ bytes }) => (sizeClass(bytes) === highest) === value));
    if (halves[1]!.length === 0) {
      const bits = (name: string) => nameKey(name).toString(2).padStart(64, "0");
      let bit = 0;
      while (new Set(node.map(({ name }) => bits(name)[bit])).size === 1) {
        bit += 1;
      }
      halves = ["0", "1"].map((value) => node.filter(({ name }) => bits(name)[bit] === value));
    }
    nodes = [...nodes.filter((other) => other !== node), ...halves];
  }
  return nodes.map((node) => node.map(({ name }) => name).sort()).sort();
}

test("is the algorithm of the description", () => {
  const items = fc
    .uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 4 }), fc.oneof(fc.nat(40), fc.nat(10 ** 8))), {
      selector: ([name]) => name,
      minLength: 1,
      maxLength: 60,
    })
    .map((pairs) => pairs.map(([name, bytes]) => item(name, bytes)));
  fc.assert(
    fc.property(items, fc.integer({ min: 1, max: 40 }), (all, count) => {
      const parts = split(all, { count }).map(({ items }) => items.map(({ name }) => name).sort());
      expect(parts.sort()).toEqual(slowSplit(all, count));
    }),
  );
});

test("items that share a name are cut by id", () => {
  const parts = split(
    ["b", "c", "a"].map((id) => ({ id, name: "same", bytes: 5 })),
    { count: 3 },
  );
  expect(parts.map(({ items }) => items.map(({ id }) => id)).sort()).toEqual([["a"], ["b"], ["c"]]);
});

test("no part is smaller than the minimum unless all is", () => {
  const items = Array.from({ length: 50 }, (_, i) => item(`package-${i}`, 1000 + i));
  const parts = split(items, { count: 50, minimumBytes: 6000 });
  expect(parts.length).toBeGreaterThan(3);
  for (const { items } of parts) {
    expect(items.reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThanOrEqual(6000);
  }
  expect(split(items, { count: 50, minimumBytes: 10 ** 9 })).toHaveLength(1);
});

test("a class too small for a part of its own goes with the class below it", () => {
  const items = [item("large", 2 ** 20), item("middle", 2 ** 19), item("small", 2 ** 18), item("tiny", 1)];
  const parts = split(items, { count: 4, minimumBytes: 3 * 2 ** 18 }).map(({ items }) =>
    items.map(({ name }) => name).sort(),
  );
  expect(parts.sort()).toEqual([["large"], ["middle", "small", "tiny"]]);
  expect(split(items, { count: 4, minimumBytes: 5 * 2 ** 18 })).toHaveLength(1);
});

test("says what the items of a part have in common", () => {
  const items = Array.from({ length: 20 }, (_, i) => item(`package-${i}`, 100 + i));
  for (const { items: members, hashPrefix, lowestClass, highestClass } of split(items, { count: 6 })) {
    expect([lowestClass, highestClass]).toEqual([6, 6]);
    for (const { name } of members) {
      expect(nameKey(name).toString(2).padStart(64, "0").startsWith(hashPrefix)).toBe(true);
    }
  }
});

test("divides no items into no parts", () => {
  expect(split([], { count: 4 })).toEqual([]);
});
