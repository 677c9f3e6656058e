import { compareImages } from "../../src/compare/compare-images";
import { changesOf, formatComparison, formatMarkdown } from "../../src/compare/format-comparison";
import { type ContentLayer, contentsOfImage } from "../../src/compare/image-contents";

/** A layer whose digest is made of what it holds. */
const layer = (size: number, kind: ContentLayer["kind"], ...packages: string[]): ContentLayer => ({
  digest: `sha256:${Buffer.from(`${kind} ${packages.join()}`).toString("hex").padEnd(64, "0").slice(0, 64)}`,
  size,
  kind,
  packages: packages.map((text) => {
    const [name, version] = text.split("=") as [string, string];
    return { name, version };
  }),
});
const base = layer(100, "base");
const before = {
  layers: [base, layer(50, "package", "a=1"), layer(40, "bundle", "b=1", "c=1"), layer(5, "application")],
};

test("what is the same is kept, and nothing is pushed", () => {
  expect(compareImages(before, before)).toEqual({
    kept: before.layers,
    pushed: [],
    gone: [],
    pulledAgain: [],
    packages: [],
    bytesToPush: 0,
    bytes: 195,
    bytesBefore: 195,
  });
});

test("an upgrade pushes its layer; its neighbours count as unchanged", () => {
  const after = {
    layers: [base, layer(50, "package", "a=1"), layer(42, "bundle", "b=2", "c=1"), layer(5, "application")],
  };
  const comparison = compareImages(before, after);
  expect(comparison.pushed).toEqual([after.layers[2]]);
  expect(comparison.gone).toEqual([before.layers[2]]);
  expect(comparison.pulledAgain).toEqual([after.layers[3]]);
  expect(comparison.packages).toEqual([{ name: "b", change: "upgraded", before: "1", after: "2" }]);
  expect(comparison.bytesToPush).toBe(42);
});

test("packages that come, go, and move to another layer", () => {
  const after = {
    layers: [base, layer(60, "bundle", "a=1", "d=3"), layer(30, "package", "b=1"), layer(5, "application")],
  };
  const comparison = compareImages(before, after);
  expect(changesOf(comparison.packages)).toEqual(["added: d 3", "removed: c 1", "moved: a, b"]);
  expect(comparison.bytesToPush).toBe(90);
  expect(comparison.kept).toHaveLength(2);
});

test("a package of the same version with other bytes is rebuilt", () => {
  const after = {
    layers: before.layers.map((one, i) => (i === 1 ? { ...one, digest: `sha256:${"f".repeat(64)}` } : one)),
  };
  expect(compareImages(before, after).packages).toEqual([{ name: "a", change: "rebuilt", before: "1", after: "1" }]);
});

test("a layer that is twice in an image is pushed once", () => {
  const twice = layer(7, "package", "x=1");
  expect(compareImages({ layers: [] }, { layers: [twice, twice] }).bytesToPush).toBe(7);
});

describe("an image that lies in a layout or a registry", () => {
  const descriptor = (size: number) => ({ mediaType: "x", digest: `sha256:${String(size).padStart(64, "0")}`, size });
  const manifest = { schemaVersion: 2 as const, config: descriptor(9), layers: [1, 2, 3, 4, 5].map(descriptor) };
  const config = (history: { created_by: string; empty_layer?: boolean }[]) => ({
    architecture: "amd64",
    os: "linux",
    rootfs: { type: "layers" as const, diff_ids: [] },
    history,
  });

  test("tells what its layers hold by its history", () => {
    const history = [
      { created_by: "debootstrap" },
      { created_by: "ENV X=1", empty_layer: true },
      { created_by: "package_layers: numpy 2.4.6" },
      { created_by: "package_layers: attrs 26.1, six" },
      { created_by: "package_layers: application" },
      { created_by: "another tool" },
    ];
    expect(contentsOfImage(manifest, config(history)).layers.map(({ kind, packages }) => [kind, packages])).toEqual([
      ["base", []],
      ["package", [{ name: "numpy", version: "2.4.6" }]],
      [
        "bundle",
        [
          { name: "attrs", version: "26.1" },
          { name: "six", version: "" },
        ],
      ],
      ["application", []],
      ["application", []],
    ]);
  });

  test("has layers of unknown content if the history is short", () => {
    const { layers } = contentsOfImage(manifest, config([{ created_by: "package_layers: numpy 1" }]));
    expect(layers.map(({ kind }) => kind)).toEqual(Array(5).fill("base"));
  });
});

describe("for people", () => {
  const after = {
    layers: [base, layer(50, "package", "a=1"), layer(42_000, "bundle", "b=2", "c=1"), layer(5, "application")],
  };
  const changed = { image: "services/api/layers", comparison: compareImages(before, after) };
  const same = { image: "other", comparison: compareImages(before, before) };

  test("in a terminal", () => {
    expect(formatComparison(changed).split("\n")).toEqual([
      "services/api/layers: 42.0 kB to push, 1 of 4 layers",
      "      compressed  digest        holds",
      `push     42.0 kB  ${after.layers[2]!.digest.slice(7, 19)}  2 packages: b 2, c 1`,
      `gone        40 B  ${before.layers[2]!.digest.slice(7, 19)}  2 packages: b 1, c 1`,
      "upgraded: b 1 → 2",
      "kept: 3 layers; the image is 42.2 kB (+42.0 kB)",
      "Docker's classic store pulls 1 kept layers above the first changed one again, 5 B",
    ]);
    expect(formatComparison(same)).toContain("the layers are the same");
  });

  test("as Markdown, one table for all images", () => {
    const text = formatMarkdown([changed, same]);
    expect(text.split("\n").slice(0, 5)).toEqual([
      "**Image layers**: 42.0 kB to push for 1 image; 1 unchanged.",
      "",
      "| image | to push | pushed | kept | gone | packages moved | compressed |",
      "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
      "| `services/api/layers` | **42.0 kB** | 1 | 3 | 1 | 0 | 42.2 kB (+42.0 kB) |",
    ]);
    expect(text).toContain("- upgraded: b 1 → 2");
    expect(formatMarkdown([same])).toBe("**Image layers**: nothing to push; 1 image unchanged.\n");
    expect(formatMarkdown([changed, { ...changed, image: "b" }])).toMatch(
      /^\*\*Image layers\*\*: 42\.0 kB to push for 2 images, layers that they share counted once/,
    );
  });

  test("names never become markup", () => {
    const odd = { layers: [layer(1, "package", "<b>|*x*=1")] };
    const text = formatMarkdown([{ image: "a|`b", comparison: compareImages({ layers: [] }, odd) }]);
    expect(text).not.toContain("<b>");
    expect(text).toContain("\\<b\\>\\|\\*x\\* 1");
    expect(text).toContain("| `a\\|'b` |");
  });
});
