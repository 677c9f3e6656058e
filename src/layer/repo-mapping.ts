// Bazel's `_repo_mapping`, the file by which a runfiles library finds what another repository calls by its own name.
// Bazel 9 writes one row for all repositories of a module extension; older libraries do not read such rows.

import * as path from "node:path";
import { ActionError } from "../action/action-error";
import { readDocument } from "../action/input-file";
import { cannotRead } from "./cannot-read";
import { imagePath } from "./image-path";
import type { EntryRoots, LayerEntry } from "./layer-entry";

/** From this many characters on, rows stay as Bazel wrote them: written out, they grow with the square of the repositories. */
const LONGEST = 1 << 26;

/**
 * Writes out the rows that stand for several repositories, as Bazel before 9 does itself; but for repositories without a file in
 * the image, which no program there asks by.
 *
 * Each row is SOURCE,APPARENT,TARGET. A source that ends with `*` stands for every repository whose name begins with what is
 * before it; a row of the repository itself goes first, and then an earlier row before a later one
 * (github.com/bazelbuild/bazel/issues/26262).
 *
 * @param text The mapping: UTF-8, a newline after each row.
 * @param repositories Canonical names of the repositories that have a file in the image.
 * @param longest Characters that the result may have.
 * @returns The mapping without such rows, or undefined when it has none, or when it would be longer than allowed.
 * @throws Error that names a row that is not one.
 */
export function expandRepoMapping(
  text: string,
  repositories: readonly string[],
  longest = LONGEST,
): string | undefined {
  const rows = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const parts = line.split(",");
      if (parts.length !== 3) {
        throw new Error(`has a row that is not SOURCE,APPARENT,TARGET: ${line.slice(0, 200)}`);
      }
      const [source, apparent, target] = parts as [string, string, string];
      return { source, apparent, target };
    });
  const isPrefix = ({ source }: { source: string }) => source.endsWith("*");
  if (!rows.some(isPrefix)) {
    return undefined;
  }
  const targets = new Map<string, Map<string, string>>();
  let length = 0;
  const add = (source: string, apparent: string, target: string) => {
    const ofSource = targets.get(source) ?? new Map<string, string>();
    targets.set(source, ofSource);
    if (!ofSource.has(apparent)) {
      ofSource.set(apparent, target);
      length += source.length + apparent.length + target.length + 3;
    }
  };
  for (const { source, apparent, target } of rows.filter((row) => !isPrefix(row))) {
    add(source, apparent, target);
  }
  const sorted = [...new Set(repositories)].sort();
  for (const { source, apparent, target } of rows.filter(isPrefix)) {
    const prefix = source.slice(0, -1);
    for (const repository of sorted.filter((name) => name.startsWith(prefix))) {
      add(repository, apparent, target);
    }
    if (length > longest) {
      return undefined;
    }
  }
  return [...targets.keys()]
    .sort()
    .flatMap((source) =>
      [...targets.get(source)!]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([apparent, target]) => `${source},${apparent},${target}\n`),
    )
    .join("");
}

/**
 * The entry of a mapping that has rows to be written out.
 *
 * @param place Its path in the image, and the file that Bazel wrote.
 * @returns Undefined if the file goes into the image as it is.
 * @throws ActionError for a file that is not a repository mapping, or cannot be read.
 */
export async function expandedRepoMapping(
  [to, from]: readonly [string, string],
  repositories: readonly string[],
  roots: EntryRoots,
): Promise<LayerEntry | undefined> {
  const text = await readRepoMapping(path.resolve(roots.disk, from));
  try {
    const expanded = expandRepoMapping(text, repositories);
    return expanded === undefined
      ? undefined
      : { path: imagePath(roots.image, to), kind: "made", content: Buffer.from(expanded) };
  } catch (error) {
    throw new ActionError(`Bazel's repository mapping ${(error as Error).message}`, {
      file: from,
      remedy: "report this with your version of Bazel: package_layers does not know the form",
    });
  }
}

/** The text of a repository mapping. @throws ActionError where it cannot be read */
export async function readRepoMapping(file: string): Promise<string> {
  const bytes = await readDocument(file).catch((cause: unknown) => {
    throw cannotRead(file, cause);
  });
  return bytes.toString("utf8");
}
