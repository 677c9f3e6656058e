import fc from "fast-check";
import { ActionError } from "../../src/action/action-error";
import { imagePath, requireImagePath, requireLinkTarget } from "../../src/layer/image-path";

test.each([
  ["", "numpy/__init__.py", "numpy/__init__.py"],
  ["app.runfiles", "numpy//core/./a.so", "app.runfiles/numpy/core/a.so"],
  ["/app/", "x/", "app/x"],
  ["a/./b", "..x/...", "a/b/..x/..."],
  ["", "x.wh.y/漢字 ñ", "x.wh.y/漢字 ñ"],
])("%j with %j is %j", (root, path, expected) => {
  expect(imagePath(root, path)).toBe(expected);
});

test.each([
  ["", "../etc/passwd", "contains .."],
  ["", "a/../b", "contains .."],
  ["..", "a", "contains .."],
  ["app", "/etc/passwd", "is absolute"],
  ["", "a\0b", "contains a NUL character"],
  ["", "a/.wh.b", "begins with .wh."],
  ["", ".wh..wh..opq", "begins with .wh."],
  ["app", "", "is empty"],
  ["app", ".//", "is empty"],
  ["", "a\ud800b", "is not valid Unicode"],
  ["", "é".repeat(128), "has a name of more than 255 bytes"],
  ["app", "d/".repeat(2046), "has more than 4094 bytes"],
])("%j with %j is refused: it %s", (root, path, reason) => {
  expect(() => imagePath(root, path)).toThrow(ActionError);
  expect(() => imagePath(root, path)).toThrow(reason);
});

test("the error names the file and the remedy", () => {
  expect(() => imagePath("", "a/.wh.b")).toThrow(
    expect.objectContaining({
      details: { file: "a/.wh.b", remedy: "rename the file, or leave it out of the package" },
    }),
  );
});

test("what is accepted is plain, below its root, and accepted again as it is", () => {
  const part = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("", ".", "..", ".wh.", "a", "/"));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), fc.constantFrom("", "/", "app", "/app/lib/"), (parts, root) => {
      const path = parts.join("/");
      let found: string;
      try {
        found = imagePath(root, path);
      } catch (error) {
        expect(error).toBeInstanceOf(ActionError);
        return;
      }
      const clean = root.split("/").filter(Boolean).join("/");
      expect(found.startsWith(clean === "" ? "" : `${clean}/`)).toBe(true);
      expect(found.split("/").filter((name) => ["", ".", ".."].includes(name) || name.startsWith(".wh."))).toEqual([]);
      expect(imagePath("", found)).toBe(found);
    }),
    { numRuns: 500 },
  );
});

test("names and paths as long as the system accepts are accepted", () => {
  expect(imagePath("", `${"n".repeat(255)}`)).toHaveLength(255);
  expect(imagePath("app", "d/".repeat(2045))).toHaveLength(4093);
});

test.each(["/a", "a//b", "a/", "./a", "a/./b", ""])(
  "the gate before the tar refuses %j, which is no plain path",
  (path) => {
    expect(() => requireImagePath(path)).toThrow("has an empty name in it");
  },
);

test.each([
  ["", "is empty"],
  ["a\0b", "contains a NUL character"],
  ["a\ud800", "is not valid Unicode"],
  ["t".repeat(4096), "has more than 4095 bytes"],
])("a link to %j is refused", (target, reason) => {
  expect(() => requireLinkTarget(target, "app/link")).toThrow(
    expect.objectContaining({
      message: expect.stringContaining(reason),
      details: expect.objectContaining({ file: "app/link" }),
    }),
  );
});
