// A release that may not be made is refused before anything is written. What one publishes is in test/e2e/release.test.ts.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { OWNERS, releaseOf, version } from "./tagged-tree";

const REPOSITORY = path.dirname(path.dirname(__dirname));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "package-layers-release-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("a release from a work tree without its tag is refused", () => {
  const program = path.join(REPOSITORY, "release", "release.mjs");
  const args = [program, `--out=${path.join(folder, "refused")}`];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(status).not.toBe(0);
  expect(stderr).toContain(`HEAD is not tagged v${version}`);
});

test.each([
  ["no-maintainer", { ...OWNERS, maintainers: [] }, [], "maintainers is empty"],
  ["no-number", { ...OWNERS, maintainers: [{ name: "Ada", github: "ada" }] }, [], "the maintainer Ada needs github"],
  ["other-home", OWNERS, ["--repository=ada/fork"], "repository and homepage are not those of ada/fork"],
])("a release is refused where .bcr is not filled in: %s", (name, metadata, args, message) => {
  const { status, stdout, stderr } = releaseOf(path.join(folder, name), metadata, args);
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toContain(".bcr/metadata.template.json cannot be published yet");
  expect(stderr).toContain(message);
  expect(readdirSync(path.join(folder, name))).not.toContain("dist");
});
