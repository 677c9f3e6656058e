// Finds the plan files that an argument names: one file, all files below a directory, or those that a pattern matches.

import { readdir, stat } from "node:fs/promises";
import * as path from "node:path";
import { ActionError } from "../action/action-error";

/** What the rule package_layers calls a plan. */
const PLAN_SUFFIX = ".plan.json";

/**
 * The files that an argument names, in the order of their names. A shell that finds nothing for a pattern, or takes `**` for `*`,
 * hands it on as it is, so that `*`, `**` and `?` mean here what they mean to a shell that has them all.
 *
 * @param given as it was written, relative to `root`; the returned paths are written the same way
 * @throws ActionError when a directory or a pattern has no plan; the reader of a file notices that it is missing
 */
export async function findPlans(root: string, given: string): Promise<string[]> {
  const found = await stat(path.resolve(root, given)).catch(() => undefined);
  const wild = found === undefined ? given.search(/[*?]/) : -1;
  if (found?.isDirectory() !== true && wild < 0) {
    return [given];
  }
  const folder = wild < 0 ? given : given.slice(0, given.lastIndexOf("/", wild) + 1);
  const matches = wild < 0 ? () => true : (file: string) => patternOf(given).test(file);
  const files = (await filesBelow(path.resolve(root, folder)))
    .map((file) => path.posix.join(folder, file))
    .filter((file) => file.endsWith(PLAN_SUFFIX) && matches(file));
  if (files.length === 0) {
    throw new ActionError(wild < 0 ? "the directory has no plan" : "the pattern matches no plan", {
      file: given,
      remedy: "make the plans with `bazel build //... --output_groups=plan`, and name bazel-bin",
    });
  }
  return files;
}

/** Files below a directory, relative to it. Links are not followed, and runfiles are left out: they have the outputs once more. */
async function filesBelow(folder: string, below = ""): Promise<string[]> {
  const entries = await readdir(path.join(folder, below), { withFileTypes: true }).catch(() => []);
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = path.posix.join(below, entry.name);
    if (entry.isDirectory() && !entry.name.endsWith(".runfiles")) {
      files.push(...(await filesBelow(folder, name)));
    } else if (entry.isFile()) {
      files.push(name);
    }
  }
  return files;
}

function patternOf(glob: string): RegExp {
  const source = path.posix.normalize(glob).replace(/\*\*\/|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (piece) => {
    const wild: Readonly<Record<string, string>> = { "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]" };
    return wild[piece] ?? `\\${piece}`;
  });
  return new RegExp(`^${source}$`);
}
