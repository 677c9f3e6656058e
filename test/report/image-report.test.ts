import type { LayerDescriptor } from "../../src/layer/layer-descriptor";
import { imageReport, type ReportInput } from "../../src/report/image-report";
import { packageTree } from "../../src/report/package-tree";
import { savingsOf } from "../../src/report/savings";
import { application, describePackage, packages, planOf } from "./example-image";

const input = (given: Partial<ReportInput> = {}): ReportInput => ({
  image: "//:layers",
  platform: "linux/amd64",
  base: "//base:debian",
  layout: "runfiles",
  plan: planOf(packages, application),
  descriptors: [...packages, application],
  others: [],
  findings: [],
  licences: new Map([["numeric", "BSD-3-Clause"]]),
  ...given,
});

test("a row for each package and each other layer, with its own compressed bytes also in a bundle", () => {
  const { rows } = imageReport(input());
  expect(
    rows.map(({ name, layer, compressed, upgrade, beside }) => [name, layer, compressed, upgrade, beside]),
  ).toEqual([
    ["base layer 1", 1, 30_000_000, undefined, 0],
    ["arrow", 2, 43_333_667, 43_333_667, 1],
    ["numeric", 3, 16_866_667, 16_866_667, 1],
    ["tiny-one", 4, 10_000, 56_667, 2],
    ["tiny-two", 4, 46_667, 56_667, 2],
    ["application", 5, 41_300, 41_300, 1],
  ]);
  expect(rows.map(({ licence }) => licence)).toEqual(["", "", "BSD-3-Clause", "", "", ""]);
});

test("the base is drawn apart, and the tiles are all the rest", () => {
  const { strip, tiles, baseBytes, totals } = imageReport(input());
  expect(strip.map(({ name, bytes }) => [name, bytes])).toEqual([
    ["base", 30_000_000],
    ["packages alone", 60_200_334],
    ["bundles", 56_667],
    ["application", 41_300],
  ]);
  expect(tiles.map(({ name, bytes, colour }) => [name, bytes, colour])).toEqual([
    ["arrow", 43_333_667, "own"],
    ["numeric", 16_866_667, "own"],
    ["2 packages", 56_667, "bundle"],
    ["application", 41_300, "application"],
  ]);
  expect(baseBytes + tiles.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(totals.compressed);
});

test("says what other images share, and which images", () => {
  const other = {
    image: "//:api",
    plan: planOf([packages[1]!, describePackage("else", { "else.py": 10 })], application),
  };
  const { shared, rows, tiles } = imageReport(input({ others: [other] }));
  expect(shared).toEqual({ layers: 2, bytes: 16_866_667 + 41_300, images: ["//:api"] });
  expect(rows.filter(({ alsoIn }) => alsoIn.length > 0).map(({ name }) => name)).toEqual([
    "base layer 1",
    "numeric",
    "application",
  ]);
  expect(tiles.find(({ name }) => name === "numeric")).toMatchObject({ colour: "shared", detail: "also in //:api" });
  expect(imageReport(input()).shared).toBeUndefined();
});

test("findings of plan and check, warnings first", () => {
  const note = { id: "odd", severity: "note" as const, message: "a note", remedy: "nothing" };
  const warning = { id: "bad", severity: "warning" as const, message: "it cannot start", remedy: "mend it" };
  const { findings } = imageReport(input({ findings: [note, warning] }));
  expect(findings.map(({ message }) => message)).toEqual([
    'heavy "^torch$" matches no package',
    "it cannot start",
    "a note",
  ]);
});

describe("the parts of a package", () => {
  test("are its directories and largest files; its only directory stands for the package itself", () => {
    expect(packageTree(packages[0]!, 1300, 10)).toEqual([
      { name: "libarrow.so", bytes: 900 },
      { name: "lib.so", bytes: 300 },
      { name: "tests/", bytes: 80 },
      { name: "include/", bytes: 20 },
    ]);
  });

  test("of which the small ones are drawn as one", () => {
    expect(packageTree(packages[0]!, 1300, 100)).toEqual([
      { name: "libarrow.so", bytes: 900 },
      { name: "lib.so", bytes: 300 },
      { name: "other files", bytes: 100 },
    ]);
  });

  test("are several directories where it has them", () => {
    expect(packageTree(packages[1]!, 506, 1).map(({ name }) => name)).toEqual(["numeric.libs/", "numeric/"]);
  });

  test("are none if it is empty", () => {
    expect(packageTree({ files: [] }, 100, 1)).toEqual([]);
  });
});

describe("what could go", () => {
  const texts = (list: readonly LayerDescriptor[]) => savingsOf(list).map(({ text }) => text);

  test("tests, headers and stubs, the largest first, with the patterns that leave them out", () => {
    expect(texts(packages)).toEqual([
      "tests of packages: 8.00 MB uncompressed in 1 package",
      "C and C++ headers and Cython sources: 2.00 MB uncompressed in 1 package",
      "type stubs: 600 kB uncompressed in 1 package",
    ]);
    expect(savingsOf(packages)[0]).toMatchObject({ excludes: ["tests/", "test/"], examples: ["arrow 8.00 MB"] });
  });

  test("static libraries and debug symbols", () => {
    expect(texts([describePackage("x", { "x/lib.a": 5e6, "x/x.so.debug": 7e6, "x/latest/a": 1e6 })])).toEqual([
      "debug symbols: 7.00 MB uncompressed in 1 package",
      "static libraries and object files: 5.00 MB uncompressed in 1 package",
    ]);
  });

  test("a large file that several packages have", () => {
    const [a, b] = ["a", "b"].map((name) => describePackage(name, { [`${name}/libgfortran.so`]: 2_000_000 }));
    expect(savingsOf([a!, b!])).toEqual([
      {
        text: "1 large file is in several packages, by size and CRC-32: 2.00 MB more than once",
        excludes: [],
        bytes: 2_000_000,
        examples: ["libgfortran.so: a, b"],
      },
    ]);
  });

  test("little is not worth a line", () => {
    expect(texts([describePackage("x", { "tests/test_x.py": 5000 })])).toEqual([]);
  });
});
