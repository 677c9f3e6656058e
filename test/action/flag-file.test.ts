import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { ActionError } from "../../src/action/action-error";
import { expandFlagFileFlags, expandFlagFiles, parseFlagFile } from "../../src/action/flag-file";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "flag-file-"));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(name: string, ...lines: string[]): void {
  writeFileSync(join(root, name), lines.join("\n"));
}

test("a flag file is replaced by its lines where it stands", async () => {
  write("flags", "--a=1", "--b=2");
  expect(await expandFlagFiles(["layer", "@flags", "--c=3"], root)).toEqual(["layer", "--a=1", "--b=2", "--c=3"]);
});

test("lines stay as they are: quotes, spaces, unicode, tabs, backslashes, empty lines", async () => {
  const lines = ["'--a=1'", ' "b" ', "ñ 漢字 🐍", "a\tb", "\\n\\", "", "#x", "-"];
  write("flags", ...lines, "");
  expect(await expandFlagFiles(["@flags"], root)).toEqual(lines);
});

test("lines that begin with @ are expanded again, relative to the root and not to the file", async () => {
  mkdirSync(join(root, "sub"));
  write("outer", "--a=1", "@sub/inner", "--d=4");
  write("sub/inner", "--b=2", "@inner");
  write("inner", "--c=3");
  expect(await expandFlagFiles(["@outer"], root)).toEqual(["--a=1", "--b=2", "--c=3", "--d=4"]);
});

test("what Bazel does not expand stays: @@, labels of other repositories, a lone @", async () => {
  const kept = ["@@escaped", "@repository//package:target", "@//:target", "@", "a@b"];
  write("flags", ...kept);
  expect(await expandFlagFiles([...kept, "@flags"], root)).toEqual([...kept, ...kept]);
});

test("--flagfile= is expanded as well, which Bazel leaves to the worker", async () => {
  write("one", "--a=1");
  write("two", "--b=2", "@one");
  expect(await expandFlagFiles(["--flagfile=two", "-flagfile=one"], root)).toEqual(["--b=2", "--a=1", "--a=1"]);
  expect(await expandFlagFileFlags(["@one", "--flagfile=two"], root)).toEqual(["@one", "--b=2", "--a=1"]);
  expect(await expandFlagFileFlags(["@one", "--x=1"], root)).toEqual(["@one", "--x=1"]);
});

test("100,000 lines", async () => {
  const lines = Array.from({ length: 100_000 }, (_, index) => `--file=site-packages/ä ${index}\texternal/${index}`);
  write("flags", ...lines);
  expect(await expandFlagFiles(["@flags"], root)).toEqual(lines);
});

test("a file that includes itself, directly or not, is an error", async () => {
  write("self", "@self");
  write("one", "@two");
  write("two", "@one");
  await expect(expandFlagFiles(["@self"], root)).rejects.toThrow("includes itself");
  await expect(expandFlagFiles(["@one"], root)).rejects.toThrow(ActionError);
});

test("one file named twice is not a cycle", async () => {
  write("flags", "--a=1");
  expect(await expandFlagFiles(["@flags", "@flags"], root)).toEqual(["--a=1", "--a=1"]);
});

test("a missing file and a directory are errors that name them", async () => {
  for (const name of ["missing", "."]) {
    const expand = expandFlagFiles([`@${name}`], root);
    await expect(expand).rejects.toThrow("cannot be read");
    await expect(expand).rejects.toMatchObject({ details: { file: name } });
  }
});

test("the remedy is that of the cause, if the machine is to blame", async () => {
  symlinkSync("loop", join(root, "loop"));
  await expect(expandFlagFiles(["@loop"], root)).rejects.toMatchObject({
    details: { remedy: "name a path without a loop of symlinks" },
  });
});

test("a file that is not UTF-8 is an error", async () => {
  writeFileSync(join(root, "flags"), Buffer.from([0x2d, 0xff]));
  await expect(expandFlagFiles(["@flags"], root)).rejects.toThrow("not UTF-8");
});

test("lines end at each of \\n, \\r\\n and \\r, and an unfinished last line counts", () => {
  expect(parseFlagFile(Buffer.from("a\nb\r\nc\rd"), "f")).toEqual(["a", "b", "c", "d"]);
  expect(parseFlagFile(Buffer.from("a\n\n"), "f")).toEqual(["a", ""]);
  expect(parseFlagFile(Buffer.from(""), "f")).toEqual([]);
});

test("what Bazel writes in its multiline format is read back", () => {
  const line = fc.string({ unit: "binary" }).map((text) => text.replace(/[\r\n]/g, ""));
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(""));
      expect(parseFlagFile(bytes, "f")).toEqual(lines);
    }),
  );
});
