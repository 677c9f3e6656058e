// Layers upon layers: replacing, whiteouts, links among directories.

import { FileTree, type TreeNode } from "../../src/base/file-tree";

const file = (content: string): TreeNode<string> => ({ kind: "file", content });
const link = (target: string): TreeNode<string> => ({ kind: "symlink", target });
const directory = (): TreeNode<string> => ({ kind: "directory", children: new Map() });

function treeOf(...layers: Readonly<Record<string, TreeNode<string>>>[]): FileTree<string> {
  const tree = new FileTree<string>();
  for (const layer of layers) {
    tree.beginLayer();
    for (const [path, node] of Object.entries(layer)) {
      tree.add(path, node);
    }
  }
  return tree;
}

const listed = (tree: FileTree<string>) =>
  Object.fromEntries(
    [...tree.entries()].map(([path, node]) => [path, node.kind === "file" ? node.content : `-> ${node.target}`]),
  );

test("a later layer replaces files, and directories by files", () => {
  const tree = treeOf({ "a/one": file("1"), "b/two": file("2") }, { "a/one": file("new"), b: file("no directory") });
  expect(listed(tree)).toEqual({ "a/one": "new", b: "no directory" });
});

test("a whiteout removes what lower layers have, and nothing of its own layer", () => {
  const tree = treeOf(
    { "etc/a": file("1"), "etc/b": file("2"), "lib/c/d": file("3") },
    { "etc/.wh.a": file(""), "lib/.wh.c": file(""), "etc/new": file("4"), "etc/.wh.new": file("") },
  );
  expect(listed(tree)).toEqual({ "etc/b": "2", "etc/new": "4" });
});

test("an opaque whiteout removes everything that lower layers have in a directory", () => {
  const tree = treeOf(
    { "etc/a": file("1"), "etc/deep/b": file("2") },
    { "etc/own": file("3"), "etc/.wh..wh..opq": file("") },
  );
  expect(listed(tree)).toEqual({ "etc/own": "3" });
});

test("entries go where links of lower layers lead", () => {
  const tree = treeOf({ "usr/lib": directory(), lib: link("usr/lib") }, { "lib/libz.so": file("z") });
  expect(listed(tree)).toEqual({ lib: "-> usr/lib", "usr/lib/libz.so": "z" });
  expect(tree.find("/lib/libz.so")?.path).toBe("usr/lib/libz.so");
});

test.each([
  ["a relative link", "a/b/link", "a/c/file"],
  ["an absolute link", "absolute", "a/c/file"],
  ["a link to a link", "again", "a/c/file"],
  ["dots", "a/./b/../c//file", "a/c/file"],
  ["dots that leave the root", "../../a/c/file", "a/c/file"],
])("a path is found through %s", (_, path, real) => {
  const tree = treeOf({
    "a/c/file": file("x"),
    "a/b/link": link("../c/file"),
    absolute: link("/a/c/file"),
    again: link("a/b/link"),
  });
  expect(tree.find(path)).toEqual({ path: real, node: file("x") });
});

test("links that lead in a circle, nowhere, or through a file lead to nothing", () => {
  const tree = treeOf({ circle: link("circle"), away: link("nothing/there"), file: file("x") });
  expect(["circle", "away", "file/below", "none"].map((path) => tree.find(path))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(tree.findLink("circle")?.node).toEqual(link("circle"));
});

test("a tree of more entries than any image has is refused, those that replace others counted", () => {
  const tree = new FileTree<string>();
  const one = file("1");
  const add = () => {
    for (let index = 0; index <= 1_000_000; index += 1) {
      tree.add(`file${index % 10}`, one);
    }
  };
  expect(add).toThrow("the base has more than 1000000 files, or paths longer than 256 MiB together");
});

test("a tree of longer paths than any image has is refused, those of links counted", () => {
  const target = link("t".repeat(4096));
  const add = () => {
    const tree = new FileTree<string>();
    for (let index = 0; index <= 65_536; index += 1) {
      tree.add("l", target);
    }
  };
  expect(add).toThrow("the base has more than 1000000 files, or paths longer than 256 MiB together");
});

test("links that make a path longer than a system takes are refused", () => {
  const folder = "d/".repeat(1500);
  expect(() => treeOf({ [`${folder}f`]: file("1"), l: link(folder), [`l/${folder}f`]: file("2") })).toThrow(
    "a path of the base has 4097 characters",
  );
});
