import fc from "fast-check";
import { type SharedPackage, shareLayers } from "../../src/plan/share-layers";

const pack = (name: string, bytes: number, alone = false): SharedPackage => ({ key: name, name, bytes, alone });
const sorted = (layers: readonly (readonly string[])[]) => layers.map((keys) => [...keys].sort().join("+")).sort();

const worlds = fc
  .uniqueArray(fc.tuple(fc.stringMatching(/^[a-e][a-z]{0,3}$/), fc.oneof(fc.nat(100), fc.nat(10 ** 8))), {
    selector: ([name]) => name,
    minLength: 1,
    maxLength: 30,
  })
  .chain((pairs) =>
    fc.record({
      packages: fc.constant(pairs.map(([name, bytes]) => pack(name, bytes))),
      images: fc.array(fc.subarray(pairs.map(([name]) => name)), { minLength: 1, maxLength: 6 }),
    }),
  );

test("each image has each of its packages once, nothing else, and no more layers than the cap", () => {
  fc.assert(
    fc.property(worlds, fc.integer({ min: 1, max: 12 }), fc.boolean(), ({ packages, images }, layers, free) => {
      const planned = shareLayers(packages, images, layers, free ? 0 : undefined);
      expect(planned).toHaveLength(images.length);
      planned.forEach((division, image) => {
        expect(division.flat().sort()).toEqual([...images[image]!].sort());
        expect(division.length).toBeLessThanOrEqual(layers);
        expect(division.every((layer) => layer.length > 0)).toBe(true);
      });
      const turned = shareLayers([...packages].reverse(), images, layers, free ? 0 : undefined);
      expect(turned.map(sorted)).toEqual(planned.map(sorted));
    }),
  );
});

const common = Array.from({ length: 20 }, (_, i) => pack(`common-${i}`, 3_000_000 + i));
const mine = ["one", "two"].map((image) => Array.from({ length: 20 }, (_, i) => pack(`${image}-${i}`, 3_000_000 + i)));
const keys = (packages: readonly SharedPackage[]) => packages.map(({ key }) => key);
const two = mine.map((own) => keys([...common, ...own]));
const all = [...common, ...mine.flat()];

test("what both images use is a layer of both", () => {
  const [first, second] = shareLayers(all, two, 2, 0).map(sorted);
  const [shared, ...others] = first!.filter((layer) => second!.includes(layer));
  expect(shared).toBe(keys(common).sort().join("+"));
  expect(others).toEqual([]);
});

test("with one layer each, each has what it uses", () => {
  expect(shareLayers(all, two, 1, 0).map(sorted)).toEqual(two.map((image) => sorted([image])));
});

test("images of the same packages are of the same layers", () => {
  const image = keys(common);
  const [first, second, third] = shareLayers(common, [image, image, image], 8, 0);
  expect(second).toEqual(first);
  expect(third).toEqual(first);
  expect(first).toHaveLength(8);
});

test("what must be alone is, and leaves the others what is left", () => {
  const heavy = [pack("torch", 10 ** 9, true), pack("cuda", 10 ** 9, true)];
  const [division] = shareLayers([...common, ...heavy], [keys([...common, ...heavy])], 4, 0);
  expect(division).toHaveLength(4);
  expect(division!.filter((layer) => layer.length === 1).flat()).toEqual(expect.arrayContaining(["cuda", "torch"]));
});

test("a layer is made where it saves what it costs", () => {
  const small = Array.from({ length: 40 }, (_, i) => pack(`small-${i}`, 2000 + i));
  expect(shareLayers(small, [keys(small), keys(small.slice(20))], 50)).toEqual([
    [expect.arrayContaining(keys(small))],
    [expect.arrayContaining(keys(small.slice(20)))],
  ]);
  expect(shareLayers(small, [keys(small)], 50, 0)[0]!.length).toBeGreaterThan(20);
});

test("an upgrade within its size class changes the layers that hold the package and no other", () => {
  const before = shareLayers(all, two, 8, 0).map(sorted);
  const upgraded = all.map((one) => (one.name === "common-3" ? { ...one, key: "common-3-new" } : one));
  const names = (image: readonly string[]) => image.map((key) => (key === "common-3" ? "common-3-new" : key));
  const after = shareLayers(upgraded, two.map(names), 8, 0).map(sorted);
  after.forEach((layers, image) => {
    const renamed = layers.map((layer) => [...layer.replace("common-3-new", "common-3").split("+")].sort().join("+"));
    expect(renamed.sort()).toEqual(before[image]);
  });
});
