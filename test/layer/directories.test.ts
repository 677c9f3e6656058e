import fc from "fast-check";
import { directoryHeaders, layerContent } from "../../src/layer/directories";
import { type LayerEntry, sortByPath } from "../../src/layer/layer-entry";
import { readTar } from "./read-tar";

const file = (path: string): LayerEntry => ({ path, kind: "file", size: 0, source: undefined });
const link = (path: string): LayerEntry => ({ path, kind: "symlink", target: "x" });
const directory = (path: string): LayerEntry => ({ path, kind: "directory" });
const listed = (entries: readonly LayerEntry[], own: readonly string[]) =>
  layerContent(sortByPath(entries), own).directories;

describe("the directories of a layer", () => {
  test("are those below its own that hold something, and its own themselves, sorted", () => {
    const entries = [file("app.runfiles/_main/pkg/a.py"), link("app.runfiles/_main/b"), file("app")];
    expect(listed(entries, ["app.runfiles", "venv"])).toEqual([
      "app.runfiles",
      "app.runfiles/_main",
      "app.runfiles/_main/pkg",
    ]);
  });

  test("do not have what lies above, at the image's root, or has another name that begins alike", () => {
    const entries = [file("usr/app/lib/x"), file("usr/application/y"), link("usr/local/bin/app"), file("lib/z")];
    expect(listed(entries, ["usr/app"])).toEqual(["usr/app", "usr/app/lib"]);
  });

  test("have empty ones wherever they are", () => {
    expect(listed([directory("app/empty"), directory("opt/data")], ["app"])).toEqual(["app", "app/empty", "opt/data"]);
  });

  test("are bytewise in order, so that each comes after the one that holds it", () => {
    const entries = [file("a/b/c/x"), file("a/b-d/y"), file("a/漢/z"), file("a/😀/z"), file("a/b.e/y")];
    expect(listed(entries, ["a"])).toEqual(["a", "a/b", "a/b-d", "a/b.e", "a/b/c", "a/漢", "a/😀"]);
  });

  test.each([
    ["a file", file("app/x")],
    ["a link", link("app/x")],
  ])("are never %s too", (_, entry) => {
    for (const own of [["app"], []]) {
      expect(() => listed([entry, file("app/x/y/z")], own)).toThrow("a file has the path of a directory in the layer");
    }
  });

  test("are separate from everything else, of which nothing is lost", () => {
    const name = fc.constantFrom("a", "b", "c-", "ä");
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => [...parts, "f"].join("/"));
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 20 }), (paths) => {
        const entries = sortByPath(paths.map(file));
        const { directories, entries: rest } = layerContent(entries, ["a"]);
        expect(rest).toEqual(entries);
        const expected = paths.flatMap((path) =>
          path.split("/").flatMap((_, index, parts) => (index === 0 ? [] : [parts.slice(0, index).join("/")])),
        );
        expect([...directories].sort()).toEqual([...new Set(expected.filter((path) => /^a(\/|$)/.test(path)))].sort());
      }),
    );
  });
});

test("a directory's header says 0755, owner and time", async () => {
  const tar = directoryHeaders(["app", "app/漢"], { uid: 1000, gid: 100, mtime: 315_619_200 });
  const common = { type: "Directory", mode: 0o755, uid: 1000, gid: 100, mtime: 315_619_200, size: 0 };
  expect(await readTar(Buffer.concat([tar, Buffer.alloc(1024)]))).toMatchObject([
    { ...common, path: "app/" },
    { ...common, path: "app/漢/" },
  ]);
});
