import fc from "fast-check";
import { ActionError } from "../../src/action/action-error";
import { type Plan, type PlanPackage, plan } from "../../src/plan/plan";
import { sizeClass } from "../../src/plan/split";

const pack = (name: string, bytes: number, mergeable = true): PlanPackage => ({
  id: name,
  name,
  version: "1.0",
  bytes,
  mergeable,
});

const packagesArbitrary = (maxLength: number) =>
  fc
    .uniqueArray(
      fc.tuple(
        fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/),
        fc.oneof(
          fc.constant(0),
          fc.constant(4096),
          fc.nat(2000),
          fc.nat(10 ** 9),
          fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
        ),
      ),
      { selector: ([name]) => name, minLength: 1, maxLength, size: "max" },
    )
    .map((pairs) => pairs.map(([name, bytes]) => pack(name, bytes)));

const contents = ({ layers }: Plan) => layers.map(({ packages }) => packages);

test("min(n, k) layers and every package exactly once", () => {
  fc.assert(
    fc.property(packagesArbitrary(2000), fc.integer({ min: 1, max: 500 }), (packages, layers) => {
      const { layers: planned, packages: places } = plan(packages, { layerCost: 0, layers });
      expect(planned).toHaveLength(Math.min(packages.length, layers));
      expect(planned.flatMap(({ packages }) => packages).sort()).toEqual(packages.map(({ id }) => id).sort());
      expect(places.size).toBe(packages.length);
      planned.forEach(({ kind, packages: ids, bytes, why }, index) => {
        expect(kind).toBe(ids.length === 1 ? "own" : "bundle");
        expect(why).not.toBe("");
        for (const id of ids) {
          expect(places.get(id)).toMatchObject({ layer: index, expectedUpgradeBytes: bytes });
        }
      });
    }),
    { numRuns: 25 },
  );
});

test("the order of the input does not matter", () => {
  const shuffled = packagesArbitrary(300).chain((packages) =>
    fc.tuple(fc.constant(packages), fc.shuffledSubarray(packages, { minLength: packages.length })),
  );
  fc.assert(
    fc.property(shuffled, fc.integer({ min: 1, max: 130 }), ([packages, other], layers) => {
      expect(plan(other, { layerCost: 0, layers })).toEqual(plan(packages, { layerCost: 0, layers }));
    }),
  );
});

/** An upgrade of one package within its class; `grow` from 0 to 1 chooses the size there. */
function upgrade(packages: readonly PlanPackage[], index: number, grow: number): PlanPackage[] {
  return packages.map((one, at) => {
    if (at !== index) {
      return one;
    }
    const least = sizeClass(one.bytes) === 0 ? 0 : 2 ** sizeClass(one.bytes);
    const greatest = 2 ** (sizeClass(one.bytes) + 1) - 1;
    return { ...one, version: "2.0", bytes: least + Math.floor((greatest - least) * grow) };
  });
}

test("an upgrade within its class moves nothing", () => {
  const cases = packagesArbitrary(300).chain((packages) =>
    fc.tuple(fc.constant(packages), fc.nat(packages.length - 1), fc.double({ min: 0, max: 1, noNaN: true })),
  );
  fc.assert(
    fc.property(cases, fc.integer({ min: 1, max: 130 }), ([packages, index, grow], layers) => {
      const upgraded = upgrade(packages, index, grow);
      expect(contents(plan(upgraded, { layerCost: 0, layers }))).toEqual(
        contents(plan(packages, { layerCost: 0, layers })),
      );
    }),
  );
});

describe("one package that comes, goes or grows", () => {
  // As in a real image: 120 packages from 10 kB to 100 MB, small ones many.
  const image = Array.from({ length: 120 }, (_, i) => pack(`package-${i}`, Math.round(10 ** (4 + 4 * (i / 120) ** 2))));
  const bytes = new Map(image.map((one) => [one.id, one.bytes]));
  const total = image.reduce((sum, one) => sum + one.bytes, 0);

  /** Bytes of packages, the changed one aside, that are in layers that were not there before, as a share of the image. */
  const moved = (before: Plan, after: Plan, changed: string) => {
    const known = new Set(contents(before).map((ids) => ids.join()));
    const pushed = contents(after).filter((ids) => ids.includes(changed) || !known.has(ids.join()));
    const sum = pushed.flat().reduce((sum, id) => sum + (id === changed ? 0 : bytes.get(id)!), 0);
    return sum / total;
  };

  test.each([
    [16, 0.13, 0.06],
    [32, 0.03, 0.0095],
    [64, 0.002, 0.0006],
  ])("with %d layers pushes at most %d of the image beside itself, %d on average", (layers, worst, mean) => {
    const before = plan(image, { layerCost: 0, layers });
    const shares = image.flatMap((one) => {
      const others = image.filter((other) => other !== one);
      return [
        others,
        [...others, { ...one, bytes: Math.round(one.bytes * 1.5) }],
        [...others, { ...one, bytes: one.bytes * 3 }],
        [...image, pack(`new-${one.id}`, one.bytes)],
      ].map((after, kind) =>
        moved(before, plan(after, { layerCost: 0, layers }), kind === 3 ? `new-${one.id}` : one.id),
      );
    });
    expect(Math.max(...shares)).toBeLessThanOrEqual(worst);
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeLessThanOrEqual(mean);
  });
});

describe("the algorithm by hand", () => {
  test("few packages have a layer each, the largest first", () => {
    expect(contents(plan([pack("b", 5), pack("a", 5), pack("c", 9)], { layerCost: 0, layers: 3 }))).toEqual([
      ["c"],
      ["a"],
      ["b"],
    ]);
  });

  test("what wastes most is cut first: large classes come off, and small ones stay together", () => {
    const packages = [
      pack("a", 400),
      pack("b", 300),
      pack("c", 200),
      ...["d", "e", "f", "g"].map((name) => pack(name, 25)),
    ];
    const { layers } = plan(packages, { layerCost: 0, layers: 4 });
    expect(layers.map(({ packages }) => packages)).toEqual([["a"], ["b"], ["c"], ["d", "e", "f", "g"]]);
    expect(layers[2]!.why).toBe("a layer of its own: dividing the packages of 128 B to 256 B leaves it by itself");
  });

  test("one layer holds all", () => {
    expect(contents(plan([pack("b", 1), pack("a", 0)], { layerCost: 0, layers: 1 }))).toEqual([["a", "b"]]);
  });

  test("no packages, no layers", () => {
    expect(plan([], { layerCost: 0, layers: 0 }).layers).toEqual([]);
  });
});

test("those of the fewest packages lie lowest", () => {
  const small = Array.from({ length: 40 }, (_, i) => pack(`small-${i}`, 1000 + i));
  const middle = Array.from({ length: 5 }, (_, i) => pack(`middle-${i}`, 3_000_000 + i));
  const counts = plan([...small, ...middle, pack("heavy", 9_000_000)], { layerCost: 0, layers: 6 }).layers.map(
    ({ packages }) => packages.length,
  );
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
});

describe("packages above the merge limit whose blobs can be read", () => {
  const heavy = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      ...pack(`heavy-${i}`, 100_000_000 * (i + 1)),
      overLimit: true as const,
    }));
  const small = Array.from({ length: 300 }, (_, i) => pack(`small-${i}`, 100_000 + 1000 * i));
  const alone = (layers: number, count: number) =>
    plan([...heavy(count), ...small], { layerCost: 0, layers }).layers.filter(({ why }) =>
      why.includes("at or above the merge limit"),
    );

  test("are alone while they take half of the layers at most", () => {
    expect(alone(16, 8)).toHaveLength(8);
    expect(alone(30, 15)).toHaveLength(15);
  });

  test("share layers where they would take more: the limit goes up by doubling", () => {
    expect(alone(16, 15).length).toBeLessThanOrEqual(8);
    const planned = plan([...heavy(15), ...small], { layerCost: 0, layers: 16 });
    expect(planned.layers).toHaveLength(16);
    expect(plan(heavy(15), { layers: 3 }).layers).toHaveLength(3);
  });

  test("stay where a lock has them", () => {
    const packages = heavy(2);
    const lock = {
      schema: 2 as const,
      mostLayers: 1,
      layers: ["all"],
      packages: Object.fromEntries(packages.map(({ id }) => [id, "all"])),
    };
    expect(contents(plan(packages, { layers: 9, lock }))).toEqual([["heavy-0", "heavy-1"]]);
  });
});

describe("packages above the merge limit", () => {
  test("are alone however small their share", () => {
    const packages = [pack("z", 1, false), ...Array.from({ length: 20 }, (_, i) => pack(`p${i}`, 1000))];
    const { layers } = plan(packages, { layerCost: 0, layers: 3 });
    expect(layers.find(({ packages }) => packages.includes("z"))).toMatchObject({
      packages: ["z"],
      why: "its blob is at or above the merge limit, so it cannot be part of a bundle",
    });
    expect(layers).toHaveLength(3);
  });

  test("may fill the cap when nothing else is left", () => {
    expect(plan([pack("a", 1, false), pack("b", 2, false)], { layerCost: 0, layers: 2 }).layers).toHaveLength(2);
  });

  test("more of them than the cap holds is an error with both numbers and what to raise", () => {
    const packages = [pack("a", 1, false), pack("b", 2, false), pack("c", 3)];
    let error: unknown;
    try {
      plan([...packages, pack("d", 3)], { layerCost: 0, layers: 2 });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ActionError);
    expect((error as ActionError).describe()).toBe(
      [
        "package_layers: the packages need 3 layers, and 2 are left for packages: 2 must be alone (2 at or above the merge limit), the rest needs one more",
        "  package: a",
        "  remedy: raise max_layers by 1, or raise the merge limit so that some packages may share a layer",
      ].join("\n"),
    );
  });

  test("no layer left for packages is an error", () => {
    expect(() => plan([pack("a", 1)], { layerCost: 0, layers: 0 })).toThrow(
      "the image's packages need at least one layer, and 0 are left",
    );
  });
});
