// Expands `@file` arguments the way Bazel does before it sends them to a worker, for the one-shot mode.

import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { ActionError } from "./action-error";

/** Flag files may name flag files; deeper than this they name themselves. */
const DEEPEST = 16;

/**
 * Replaces each `@FILE` by the lines of FILE, recursively. A line is one argument as it stands: no quotes, no comments.
 * `@@…` and `@repository//…` are not files (Bazel's WorkerSpawnRunner.expandArgument).
 *
 * @param root Directory that relative file names start from.
 * @throws ActionError when a file cannot be read.
 */
export async function expandFlagFiles(args: readonly string[], root: string, depth = 0): Promise<string[]> {
  const expanded: string[] = [];
  for (const arg of args) {
    if (!/^@(?!@)/.test(arg) || /^@[^/]*\/\//.test(arg)) {
      expanded.push(arg);
      continue;
    }
    const file = arg.slice(1);
    const remedy = "write one argument a line into the file, or drop the @";
    if (depth === DEEPEST) {
      throw new ActionError("flag files name each other in a circle", { file, remedy });
    }
    const text = await readFile(path.resolve(root, file), "utf8").catch((cause: unknown) => {
      throw new ActionError("a flag file cannot be read", { file, remedy, cause });
    });
    const lines = text.split("\n");
    if (lines.at(-1) === "") {
      lines.pop();
    }
    for (const argument of await expandFlagFiles(lines, root, depth + 1)) {
      expanded.push(argument);
    }
  }
  return expanded;
}
