import { refusePathClashes } from "../../src/image/path-clashes";
import type { LayerDescriptor } from "../../src/layer/layer-descriptor";
import { describeLayer } from "../layer/describe-layer";

const layer = (name: string, files: LayerDescriptor["files"], version = "1.0") =>
  describeLayer({ name, version, files });

test.each<[string, LayerDescriptor[]]>([
  ["no layers", []],
  ["other paths", [layer("a", [["x/a.py", 1, 2]]), layer("b", [["x/b.py", 1, 2]])]],
  ["the same file in three packages", ["a", "b", "c"].map((name) => layer(name, [["x/__init__.py", 0, 0]]))],
  ["the same link", ["a", "b"].map((name) => layer(name, [["x/link", "target"]]))],
  ["a file whose name begins like a directory", [layer("a", [["x", 1, 2]]), layer("b", [["x.py/y", 1, 2]])]],
  ["a directory that many share", [layer("a", [["x/y/a", 1, 2]]), layer("b", [["x/y/b", 1, 2]])]],
])("%s: no clash", (_name, layers) => {
  expect(() => refusePathClashes(layers)).not.toThrow();
});

const NAMES = "first 1.0 and second 2.0";

test.each<[string, LayerDescriptor["files"], LayerDescriptor["files"], string, string]>([
  ["another size", [["x/a", 1, 7]], [["x/a", 2, 7]], "have different files at one path", "x/a"],
  ["another content", [["x/a", 1, 7]], [["x/a", 1, 8]], "have different files at one path", "x/a"],
  ["another target", [["x/a", "y"]], [["x/a", "z"]], "have different files at one path", "x/a"],
  ["a link and a file", [["x/a", "y"]], [["x/a", 1, 7]], "have different files at one path", "x/a"],
  ["a file and a directory", [["x", 1, 7]], [["x/y/z", 1, 7]], "have a file and a directory at one path", "x"],
  ["a link and a directory", [["lib/x", "y"]], [["lib/x/z", 1, 7]], "have a file and a directory at one path", "lib/x"],
])("%s at one path: the error names both packages, the path and the remedy", (_name, first, second, what, path) => {
  const other = layer("other", [["other/x/a", 1, 7]]);
  expect(() => refusePathClashes([layer("first", first), other, layer("second", second, "2.0")])).toThrow(
    expect.objectContaining({
      message: `two layers ${what}`,
      details: {
        package: NAMES,
        file: path,
        remedy: "leave one of the two packages out, or take versions that do not share the file",
      },
    }),
  );
});

test("a directory of the first layer clashes with a file of the second too", () => {
  const layers = [layer("first", [["x/y", 1, 7]]), layer("second", [["x", 1, 7]], "2.0")];
  expect(() => refusePathClashes(layers)).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ file: "x", package: "second 2.0 and first 1.0" }) }),
  );
});

test("a layer without a version is named without one", () => {
  const layers = [layer("application", [["app", 1, 7]], ""), layer("interpreter", [["app", 1, 8]], "")];
  expect(() => refusePathClashes(layers)).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ package: "application and interpreter" }) }),
  );
});
