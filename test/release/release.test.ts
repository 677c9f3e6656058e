// What a release publishes: made twice it is the same, small, and holds what a user's workspace loads.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { list } from "tar";

const REPOSITORY = path.dirname(path.dirname(__dirname));
const { version } = JSON.parse(readFileSync(path.join(REPOSITORY, "package.json"), "utf8"));
const ARCHIVE = `package_layers-${version}.tar.gz`;
let folder: string;

function release(out: string, ...args: string[]) {
  const program = path.join(REPOSITORY, "release", "release.mjs");
  return spawnSync(process.execPath, [program, `--out=${path.join(folder, out)}`, ...args], { encoding: "utf8" });
}

function filesBelow(out: string): Record<string, string> {
  const files = readdirSync(path.join(folder, out), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      const digest = createHash("sha256").update(readFileSync(file)).digest("hex");
      return [path.relative(path.join(folder, out), file), digest];
    }),
  );
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "package-layers-release-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("a dry run makes the archive, its integrity, the registry's entry and the notes, twice the same", () => {
  for (const out of ["first", "second"]) {
    const { status, stderr } = release(out, "--dry-run", "--repository=example/package_layers");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  }
  const first = filesBelow("first");
  expect(filesBelow("second")).toEqual(first);
  expect(Object.keys(first).sort()).toEqual([
    "notes.md",
    ARCHIVE,
    `${ARCHIVE}.integrity`,
    `registry/modules/package_layers/${version}/MODULE.bazel`,
    `registry/modules/package_layers/${version}/presubmit.yml`,
    `registry/modules/package_layers/${version}/source.json`,
    "registry/modules/package_layers/metadata.json",
  ]);
  const source = JSON.parse(
    readFileSync(path.join(folder, "first/registry/modules/package_layers", version, "source.json"), "utf8"),
  );
  const digest = createHash("sha256")
    .update(readFileSync(path.join(folder, "first", ARCHIVE)))
    .digest("base64");
  expect(source).toMatchObject({ integrity: `sha256-${digest}`, strip_prefix: `package_layers-${version}` });
  expect(source.url).toBe(`https://github.com/example/package_layers/releases/download/v${version}/${ARCHIVE}`);
});

test("the archive is below 1 MB and has what users load, and no test or benchmark", async () => {
  const file = path.join(folder, "first", ARCHIVE);
  expect(readFileSync(file).length).toBeLessThan(1e6);
  const names: string[] = [];
  await list({ file, onReadEntry: (entry) => names.push(entry.path.slice(`package_layers-${version}/`.length)) });
  for (const needed of [
    "MODULE.bazel",
    "LICENSE",
    "bazel/defs.bzl",
    "bazel/worker/worker.cjs",
    "examples/smoke/MODULE.bazel",
  ]) {
    expect(names).toContain(needed);
  }
  expect(names.filter((name) => /^(test|bench|src|node_modules)\/|\/test\//.test(name))).toEqual([]);
});

test("a release from a work tree without its tag is refused", () => {
  const { status, stderr } = release("refused");
  expect(status).not.toBe(0);
  expect(stderr).toContain(`HEAD is not tagged v${version}`);
});
