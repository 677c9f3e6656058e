import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { identityOf } from "../../src/action/input-file";
import type { LayerEntry } from "../../src/layer/layer-entry";
import { linkEqualPrograms } from "../../src/layer/link-equal-programs";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "package-layers-copies-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** What becomes of files given by path and content: the target of each link. */
function links(files: Record<string, string>): Record<string, string> {
  const entries = Object.entries(files).map(([file, content], index): LayerEntry => {
    const source = path.join(folder, `${index}`);
    writeFileSync(source, content);
    const identity = identityOf(statSync(source, { bigint: true }));
    return { path: file, kind: "file", size: content.length, source, identity };
  });
  const linked = linkEqualPrograms(entries);
  expect(linked.map((entry) => entry.path)).toEqual(Object.keys(files));
  return Object.fromEntries(linked.flatMap((entry) => (entry.kind === "symlink" ? [[entry.path, entry.target]] : [])));
}

test("a program of several names is stored under the longest", () => {
  const elf = "\x7fELF python";
  expect(links({ "bin/python": elf, "bin/python3": elf, "bin/python3.11": elf })).toEqual({
    "bin/python": "python3.11",
    "bin/python3": "python3.11",
  });
});

test.each([
  ["of other content", { "bin/a": "\x7fELF 1", "bin/b": "\x7fELF 2" }],
  ["in another directory", { "bin/a": "\x7fELF 1", "lib/a": "\x7fELF 1" }],
  ["that are no programs", { "lib/a.py": "x = 1", "lib/b.py": "x = 1" }],
  ["that are empty", { "lib/a.py": "", "lib/b.py": "" }],
])("files %s stay", (_name, files) => {
  expect(links(files as Record<string, string>)).toEqual({});
});

test("two programs of one size are told apart", () => {
  const [one, two] = ["\x7fELF 1", "\x7fELF 2"];
  expect(links({ "bin/a": one, "bin/a1": one, "bin/b": two, "bin/b22": two })).toEqual({
    "bin/a": "a1",
    "bin/b": "b22",
  });
});
