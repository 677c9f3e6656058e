import { BasePaths, formatBasePaths } from "../../src/base/base-paths";

const paths = new BasePaths(
  formatBasePaths([
    { path: "app", kind: "directory" },
    { path: "app/empty", kind: "directory" },
    { path: "app-2", kind: "directory" },
    { path: "app-2/file", kind: "file" },
    { path: "lib", kind: "symlink", target: "usr/\tlib" },
    { path: "usr", kind: "directory" },
    { path: "usr/bin", kind: "directory" },
    { path: "usr/bin/env", kind: "file" },
    { path: "odd\nname\t\\", kind: "file" },
  ]),
  "base.paths",
);

test("what is at a path is found, and nothing where there is nothing", () => {
  expect(["app", "lib", "usr/bin/env", "odd\nname\t\\"].map((path) => paths.at(path))).toEqual([
    "directory",
    "symlink",
    "file",
    "file",
  ]);
  expect(["ap", "bin/env", "usr/bin/env/x", "name\t\\", ""].map((path) => paths.at(path))).toEqual(
    Array(5).fill(undefined),
  );
});

test("all of them are given, with the targets of links", () => {
  expect([...paths]).toEqual([
    { path: "app", kind: "directory" },
    { path: "app-2", kind: "directory" },
    { path: "app-2/file", kind: "file" },
    { path: "app/empty", kind: "directory" },
    { path: "lib", kind: "symlink", target: "usr/\tlib" },
    { path: "odd\nname\t\\", kind: "file" },
    { path: "usr", kind: "directory" },
    { path: "usr/bin", kind: "directory" },
    { path: "usr/bin/env", kind: "file" },
  ]);
});

test("what is below a directory is found, whatever has a name that begins like it, and not directories alone", () => {
  expect(paths.firstBelow("app")).toBeUndefined();
  expect(paths.firstBelow("app-2")).toBe("app-2/file");
  expect(paths.firstBelow("usr")).toBe("usr/bin/env");
  expect(paths.firstBelow("absent")).toBeUndefined();
});

test("a base that could not be read says why", () => {
  expect(paths.unread).toBeUndefined();
  expect(new BasePaths(formatBasePaths([], "too old"), "x").unread).toBe("too old");
});

test("another file is refused", () => {
  expect(() => new BasePaths("usr/bin\td\n", "base.paths")).toThrow("the list of the base's paths is damaged");
  const line = new BasePaths(formatBasePaths([]).concat("usr/bin\tx\n"), "base.paths");
  expect(() => [...line]).toThrow("the list of the base's paths is damaged");
});
