// What a release publishes: made twice it is the same, small, and holds what a user's workspace loads.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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

describe("a release from a tagged work tree", () => {
  const OWNERS = {
    homepage: "https://github.com/example/package_layers",
    maintainers: [{ name: "Ada", github: "ada", github_user_id: 1 }],
    repository: ["github:example/package_layers"],
    versions: [],
    yanked_versions: {},
  };

  /** Tags a copy of what a release is made from, with that part of .bcr, and releases it. */
  function releaseOf(name: string, metadata: object, args: readonly string[]) {
    const tree = path.join(folder, name);
    mkdirSync(tree);
    for (const part of [".bcr", "release", "CHANGELOG.md", "MODULE.bazel", "package.json"]) {
      cpSync(path.join(REPOSITORY, part), path.join(tree, part), { recursive: true });
    }
    symlinkSync(path.join(REPOSITORY, "node_modules"), path.join(tree, "node_modules"));
    writeFileSync(path.join(tree, ".gitignore"), "/node_modules\n/dist\n");
    writeFileSync(path.join(tree, ".bcr", "metadata.template.json"), JSON.stringify(metadata));
    const author = ["-c", "user.name=test", "-c", "user.email=test@example.invalid"];
    for (const git of [
      ["init", "--quiet"],
      ["add", "."],
      ["commit", "--quiet", "--message=all"],
      ["tag", `v${version}`],
    ]) {
      expect(spawnSync("git", [...author, ...git], { cwd: tree }).status).toBe(0);
    }
    return spawnSync(process.execPath, [path.join(tree, "release", "release.mjs"), ...args], {
      encoding: "utf8",
      env: { ...process.env, GITHUB_REPOSITORY: "example/package_layers" },
    });
  }

  test("that names its maintainers and its repository is made", () => {
    expect(releaseOf("filled-in", OWNERS, [])).toMatchObject({ status: 0, stderr: "" });
  });

  test.each([
    ["no-maintainer", { ...OWNERS, maintainers: [] }, [], "maintainers is empty"],
    ["no-number", { ...OWNERS, maintainers: [{ name: "Ada", github: "ada" }] }, [], "the maintainer Ada needs github"],
    ["other-home", OWNERS, ["--repository=ada/fork"], "repository and homepage are not those of ada/fork"],
  ])("is refused where .bcr is not filled in: %s", (name, metadata, args, message) => {
    const { status, stdout, stderr } = releaseOf(name, metadata, args);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(".bcr/metadata.template.json cannot be published yet");
    expect(stderr).toContain(message);
    expect(readdirSync(path.join(folder, name))).not.toContain("dist");
  });
});
