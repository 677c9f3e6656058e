// A tagged copy of what a release is made from, with an owner's part of .bcr.

import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";

const REPOSITORY = path.dirname(path.dirname(__dirname));
export const { version } = JSON.parse(readFileSync(path.join(REPOSITORY, "package.json"), "utf8"));

export const OWNERS = {
  homepage: "https://github.com/example/package_layers",
  maintainers: [{ name: "Ada", github: "ada", github_user_id: 1 }],
  repository: ["github:example/package_layers"],
  versions: [],
  yanked_versions: {},
};

function git(tree: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: tree, encoding: "utf8" });
  expect({ status, said: status === 0 ? "" : stderr }).toEqual({ status: 0, said: "" });
  return stdout;
}

/** Copies the files that git tracks, tags them with that content of .bcr/metadata.template.json, and releases them. */
export function releaseOf(tree: string, metadata: object, args: readonly string[]) {
  for (const file of git(REPOSITORY, "ls-files", "-z").split("\0").filter(Boolean)) {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
    cpSync(path.join(REPOSITORY, file), path.join(tree, file), { verbatimSymlinks: true });
  }
  symlinkSync(path.join(REPOSITORY, "node_modules"), path.join(tree, "node_modules"));
  appendFileSync(path.join(tree, ".gitignore"), "/node_modules\n");
  writeFileSync(path.join(tree, ".bcr", "metadata.template.json"), JSON.stringify(metadata));
  git(tree, "init", "--quiet");
  git(tree, "add", ".");
  git(tree, "-c", "user.name=test", "-c", "user.email=test@example.invalid", "commit", "--quiet", "--message=all");
  git(tree, "tag", `v${version}`);
  return spawnSync(process.execPath, [path.join(tree, "release", "release.mjs"), ...args], {
    encoding: "utf8",
    env: { ...process.env, GITHUB_REPOSITORY: "example/package_layers" },
  });
}
