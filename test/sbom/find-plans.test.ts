import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { findPlans } from "../../src/sbom/find-plans";

let root: string;

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), "find-plans-"));
  for (const file of [
    "bin/a.plan.json",
    "bin/apps/b.plan.json",
    "bin/apps/deep/c.plan.json",
    "bin/apps/app.runfiles/_main/d.plan.json",
    "bin/apps/other.json",
    "empty/file",
  ]) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), "{}");
  }
  symlinkSync("bin", path.join(root, "bazel-bin"));
  symlinkSync("..", path.join(root, "bin/apps/up"));
});

afterAll(() => rmSync(root, { recursive: true }));

test.each([
  ["bin/apps/b.plan.json", ["bin/apps/b.plan.json"]],
  ["missing.plan.json", ["missing.plan.json"]],
  ["bazel-bin", ["bazel-bin/a.plan.json", "bazel-bin/apps/b.plan.json", "bazel-bin/apps/deep/c.plan.json"]],
  ["bazel-bin/*.plan.json", ["bazel-bin/a.plan.json"]],
  ["bazel-bin/*/*.plan.json", ["bazel-bin/apps/b.plan.json"]],
  [
    "bazel-bin/**/*.plan.json",
    ["bazel-bin/a.plan.json", "bazel-bin/apps/b.plan.json", "bazel-bin/apps/deep/c.plan.json"],
  ],
  ["bin/apps/?.plan.json", ["bin/apps/b.plan.json"]],
])("%s", async (given, files) => {
  expect(await findPlans(root, given)).toEqual(files);
});

test.each([
  ["empty", "the directory has no plan"],
  ["bin/*/a.plan.json", "the pattern matches no plan"],
])("%s: %s", async (given, message) => {
  await expect(findPlans(root, given)).rejects.toMatchObject({ message, details: { file: given } });
});
