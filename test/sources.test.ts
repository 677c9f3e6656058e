// The sources as a whole: formatted, linted, typed, and the checked-in bundle is what they give.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

const REPOSITORY = path.dirname(__dirname);

function run(command: string, args: readonly string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: REPOSITORY, encoding: "utf8" });
  return { status, output: status === 0 ? "" : `${stdout}${stderr}` };
}

const bin = (name: string) => path.join(REPOSITORY, "node_modules", ".bin", name);

/** Every file below a folder that git does not ignore by name here. */
function filesBelow(folder: string): string[] {
  return readdirSync(path.join(REPOSITORY, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isSymbolicLink() || ["node_modules", ".git", ".testbed", ".cache"].includes(entry.name)) {
      return [];
    }
    return entry.isDirectory() ? filesBelow(file) : [file];
  });
}

test("TypeScript is formatted and linted", () => {
  expect(run(bin("biome"), ["check", "--error-on-warnings", "."])).toEqual({ status: 0, output: "" });
});

test("TypeScript has no type errors", () => {
  expect(run(bin("tsc"), [])).toEqual({ status: 0, output: "" });
});

test("Starlark is formatted and linted", () => {
  const starlark = filesBelow(".").filter((file) => /(\.bzl|BUILD\.bazel|MODULE\.bazel)$/.test(file));
  expect(starlark.length).toBeGreaterThan(10);
  expect(run(bin("buildifier"), ["-mode=check", "-lint=warn", ...starlark])).toEqual({ status: 0, output: "" });
});

test("the checked-in bundle is what the sources give (else: npm run bundle)", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "package-layers-bundle-"));
  try {
    const bundle = path.join(folder, "worker.cjs");
    expect(run(process.execPath, ["esbuild.config.mjs", bundle])).toMatchObject({ status: 0 });
    const same = readFileSync(bundle).equals(readFileSync(path.join(REPOSITORY, "bazel/worker/worker.cjs")));
    expect(same).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the checked-in protocol is what the .proto gives (else: npm run proto)", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "package-layers-proto-"));
  try {
    const generated = path.join(folder, "worker_protocol.js");
    expect(run(process.execPath, ["proto/generate.mjs", generated])).toMatchObject({ status: 0 });
    const checkedIn = readFileSync(path.join(REPOSITORY, "proto/worker_protocol.js"), "utf8");
    expect(readFileSync(generated, "utf8")).toBe(checkedIn);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the table of settings has every build setting and its default", () => {
  const settings = readFileSync(path.join(REPOSITORY, "bazel", "settings", "BUILD.bazel"), "utf8");
  const defaults = [
    ...settings.matchAll(/name = "(\w+)",\n {4}build_setting_default = (?:"([^"]*)"|(-?\d+|True|False)|\[\]),/g),
  ].map(([, name, text, number]) => [name, text ?? number ?? ""]);
  const section = /^## All build settings\n([\s\S]*)/m.exec(
    readFileSync(path.join(REPOSITORY, "docs", "settings.md"), "utf8"),
  )![1]!;
  const rows = [...section.matchAll(/^\| `(\w+)` \| (?:`([^`]*)`|empty|none) \|/gm)].map(([, name, value]) => [
    name,
    value ?? "",
  ]);
  expect(rows.length).toBeGreaterThan(5);
  expect(Object.fromEntries(rows)).toEqual(
    Object.fromEntries(defaults.map(([name, value]) => [name, value === ":no_wheels" ? "" : value])),
  );
});
