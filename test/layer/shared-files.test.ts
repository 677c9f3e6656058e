import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { identityOf } from "../../src/action/input-file";
import { type LayerEntry, sortByPath } from "../../src/layer/layer-entry";
import { sharedFiles } from "../../src/layer/shared-files";

const NAMESPACE = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n";
const SITE = "opt/venv/lib/python3.11/site-packages";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "shared-files-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function entries(files: Record<string, string>): LayerEntry[] {
  return sortByPath(
    Object.entries(files).map(([to, content]) => {
      const source = path.join(folder, to);
      mkdirSync(path.dirname(source), { recursive: true });
      writeFileSync(source, content);
      return {
        path: to,
        kind: "file",
        size: content.length,
        source,
        identity: identityOf(statSync(source, { bigint: true })),
      };
    }),
  );
}

const sha256 = (content: string) => createHash("sha256").update(content).digest("hex");
const pathsOf = (files: Record<string, string>) =>
  sharedFiles(entries(files), "opt/venv").map(([file, , kind]) => [file, ...(kind === undefined ? [] : [kind])]);

test("lists files outside the distribution's own packages with their digests, and the scripts that are made", () => {
  const script: LayerEntry = { path: "opt/venv/bin/run", kind: "made", content: Buffer.from("#!x") };
  const shared = sharedFiles([script, ...entries({ [`${SITE}/six.py`]: "six" })], "opt/venv");
  expect(shared).toEqual([
    ["opt/venv/bin/run", sha256("#!x")],
    [`${SITE}/six.py`, sha256("six")],
  ]);
});

test("lists of a package of its own only the package's __init__.py", () => {
  const files = {
    [`${SITE}/own/__init__.py`]: "import own.deep",
    [`${SITE}/own/deep/__init__.py`]: "1",
    [`${SITE}/own/deep/data.txt`]: "1",
    [`${SITE}/own/module.py`]: "1",
  };
  expect(pathsOf(files)).toEqual([[`${SITE}/own/__init__.py`]]);
});

test("a namespace is looked into, however deep, and its file is marked", () => {
  const files = {
    [`${SITE}/google/__init__.py`]: NAMESPACE,
    [`${SITE}/google/cloud/storage/__init__.py`]: "import x",
    [`${SITE}/google/cloud/storage/client.py`]: "1",
    [`${SITE}/google/cloud/version.py`]: "1",
    [`${SITE}/empty/__init__.py`]: "",
    [`${SITE}/empty/file.py`]: "1",
  };
  expect(pathsOf(files)).toEqual([
    [`${SITE}/empty/file.py`],
    [`${SITE}/google/__init__.py`, "namespace"],
    [`${SITE}/google/cloud/storage/__init__.py`],
    [`${SITE}/google/cloud/version.py`],
  ]);
});

test("leaves out what carries the distribution's name, what is empty and what is large", () => {
  const files = {
    [`${SITE}/six-1.0.dist-info/METADATA`]: "1",
    [`${SITE}/numpy.libs/libz.so`]: "1",
    [`${SITE}/py.typed`]: "",
    [`${SITE}/large.so`]: "x".repeat((64 << 10) + 1),
    [`${SITE}/small.so`]: "x".repeat(64 << 10),
  };
  expect(pathsOf(files)).toEqual([[`${SITE}/small.so`]]);
});

test("leaves out links and directories", () => {
  const others: LayerEntry[] = [
    { path: `${SITE}/link`, kind: "symlink", target: "x" },
    { path: `${SITE}/directory`, kind: "directory" },
  ];
  expect(sharedFiles(others, "opt/venv")).toEqual([]);
});
