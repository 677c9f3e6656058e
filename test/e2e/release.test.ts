// What a release publishes: made twice it is the same, small, and holds what a user's workspace loads and what the registry's
// pages show.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
import { list } from "tar";
import { OWNERS, releaseOf, version } from "../release/tagged-tree";
import { REPOSITORY, SCRATCH } from "./workspace";

const ARCHIVE = `package_layers-${version}.tar.gz`;
const DOCS = `package_layers-${version}.docs.tar.gz`;
const folder = path.join(SCRATCH, "releases");

function filesBelow(out: string): Record<string, string> {
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      const digest = createHash("sha256").update(readFileSync(file)).digest("hex");
      return [path.relative(out, file), digest];
    }),
  );
}

async function entriesOf(file: string): Promise<Map<string, Buffer>> {
  const entries = new Map<string, Buffer>();
  await list({
    file,
    onReadEntry: (entry) => {
      const chunks: Buffer[] = [];
      entry.on("data", (chunk) => chunks.push(chunk));
      entry.on("end", () => entries.set(entry.path, Buffer.concat(chunks)));
    },
  });
  return entries;
}

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});

test("a dry run makes the archives, the integrity, the registry's entry and the notes, twice the same", () => {
  for (const out of ["first", "second"]) {
    const program = path.join(REPOSITORY, "release", "release.mjs");
    const args = [program, `--out=${path.join(folder, out)}`, "--dry-run", "--repository=example/package_layers"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect({ status, said: status === 0 ? "" : stderr }).toEqual({ status: 0, said: "" });
    expect(stdout).toMatch(new RegExp(`^${ARCHIVE}: \\d+ bytes, sha256-.*\n${DOCS}: \\d+ bytes\n$`));
  }
  const first = filesBelow(path.join(folder, "first"));
  expect(filesBelow(path.join(folder, "second"))).toEqual(first);
  expect(Object.keys(first).sort()).toEqual([
    "notes.md",
    DOCS,
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
  const url = `https://github.com/example/package_layers/releases/download/v${version}`;
  expect(source).toEqual({
    integrity: `sha256-${digest}`,
    strip_prefix: `package_layers-${version}`,
    url: `${url}/${ARCHIVE}`,
    docs_url: `${url}/${DOCS}`,
  });
});

test("the workflow uploads the archives and the integrity, and the registry tests a module of the archive", async () => {
  const made = readdirSync(path.join(folder, "first"));
  const workflow = readFileSync(path.join(REPOSITORY, ".github", "workflows", "release.yml"), "utf8");
  const upload = /gh release create .*/.exec(workflow)![0];
  const uploaded = [...upload.matchAll(/(?<!--notes-file )dist\/(\S+)/g)].flatMap(([, glob]) => {
    const pattern = new RegExp(`^${glob!.replaceAll(".", "\\.").replaceAll("*", ".*")}$`);
    return made.filter((name) => pattern.test(name));
  });
  expect(uploaded.sort()).toEqual([DOCS, ARCHIVE, `${ARCHIVE}.integrity`]);
  expect(made).toContain(/--notes-file dist\/(\S+)/.exec(upload)![1]);
  const [, tested] = /module_path: "(.*)"/.exec(readFileSync(path.join(REPOSITORY, ".bcr", "presubmit.yml"), "utf8"))!;
  const files = [...(await entriesOf(path.join(folder, "first", ARCHIVE))).keys()];
  expect(files).toContain(`package_layers-${version}/${tested}/MODULE.bazel`);
});

test("the archive is below 1 MB and has what users load, and no test or benchmark", async () => {
  const file = path.join(folder, "first", ARCHIVE);
  expect(readFileSync(file).length).toBeLessThan(1e6);
  const names = [...(await entriesOf(file)).keys()].map((name) => name.slice(`package_layers-${version}/`.length));
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

test("the registry's pages get every public file, under the label by which others load it", async () => {
  const entries = await entriesOf(path.join(folder, "first", DOCS));
  const pages = readdirSync(path.join(REPOSITORY, "docs", "api")).filter((page) => page !== "settings.md");
  expect([...entries.keys()]).toEqual(pages.map((page) => `bazel/${path.parse(page).name}.binaryproto`));
  for (const [name, module] of entries) {
    expect(module.includes(`@package_layers//bazel:${path.parse(name).name}.bzl`)).toBe(true);
  }
});

test("the release of a tagged work tree that names its maintainers has the same documentation", () => {
  const tree = path.join(folder, "tagged");
  try {
    const { status, stderr } = releaseOf(tree, OWNERS, []);
    expect({ status, said: status === 0 ? "" : stderr }).toEqual({ status: 0, said: "" });
  } finally {
    const bazel = path.join(tree, ".testbed", "bazel");
    if (existsSync(bazel)) {
      spawnSync(readFileSync(bazel, "utf8"), ["shutdown"], { cwd: tree });
    }
  }
  const first = filesBelow(path.join(folder, "first"));
  expect(filesBelow(path.join(tree, "dist"))).toEqual({
    ...first,
    "registry/modules/package_layers/metadata.json": expect.not.stringMatching(
      first["registry/modules/package_layers/metadata.json"]!,
    ),
  });
});
