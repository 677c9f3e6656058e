// What a layer is made of before any byte is read: paths in the image and where their content comes from.

import { lstat, readdir, readlink, realpath, stat } from "node:fs/promises";
import * as path from "node:path";
import { ActionError } from "../worker/action-error";
import { imagePath } from "./image-path";

/**
 * One entry of a layer. `source` is the absolute path on disk; an empty file made by us has none. What is made by us and
 * has content brings it.
 */
export type LayerEntry = { readonly path: string } & (
  | { readonly kind: "file"; readonly size: number; readonly source: string | undefined }
  | { readonly kind: "made"; readonly content: Buffer }
  | { readonly kind: "symlink"; readonly target: string }
  | { readonly kind: "directory" }
);

/** The arguments of the `layer` action that name entries: pairs of a path in the image and a path on disk or target. */
export interface EntryArguments {
  readonly files: readonly (readonly [string, string])[];
  readonly trees: readonly (readonly [string, string])[];
  readonly links: readonly (readonly [string, string])[];
  readonly symlinks: readonly (readonly [string, string])[];
  readonly empty: readonly string[];
}

/** Where paths start from: on disk (absolute directory) and in the image. */
export interface EntryRoots {
  readonly disk: string;
  readonly image: string;
}

/** How many files are looked up at a time. */
const LOOKUPS = 64;

/**
 * Looks up every entry on disk and sorts them by path, bytewise.
 *
 * @throws ActionError for a missing file, a path that may not be in an image, a symlink out of its tree, and two
 * different sources for one path.
 */
export async function collectEntries(args: EntryArguments, roots: EntryRoots): Promise<LayerEntry[]> {
  const entries: LayerEntry[] = [];
  const onDisk = (file: string) => path.resolve(roots.disk, file);
  const inImage = (file: string) => imagePath(roots.image, file);

  for (let start = 0; start < args.files.length; start += LOOKUPS) {
    const some = args.files.slice(start, start + LOOKUPS);
    entries.push(...(await Promise.all(some.map(([to, from]) => fileEntry(inImage(to), onDisk(from))))));
  }
  for (const [to, from] of args.trees) {
    await addTree(entries, to, from, onDisk(from), inImage);
  }
  for (const [to, from] of args.links) {
    entries.push({ path: inImage(to), kind: "symlink", target: await readlink(onDisk(from)).catch(missing(from)) });
  }
  for (const [to, target] of args.symlinks) {
    entries.push({ path: inImage(to), kind: "symlink", target });
  }
  for (const to of args.empty) {
    entries.push({ path: inImage(to), kind: "file", size: 0, source: undefined });
  }
  return withoutRepeated(sortByPath(entries));
}

/** Sorts by the bytes of the UTF-8 path, which for valid strings is the order of code points. */
export function sortByPath(entries: readonly LayerEntry[]): LayerEntry[] {
  const keyed = entries.map((entry) => ({ entry, key: Buffer.from(entry.path) }));
  return keyed.sort((left, right) => Buffer.compare(left.key, right.key)).map(({ entry }) => entry);
}

/** Bazel may name a file twice; two different things at one path are a mistake. */
function withoutRepeated(sorted: readonly LayerEntry[]): LayerEntry[] {
  return sorted.filter((entry, index) => {
    const previous = index === 0 ? undefined : sorted[index - 1]!;
    if (previous?.path !== entry.path) {
      return true;
    }
    if (JSON.stringify(previous) !== JSON.stringify(entry)) {
      throw new ActionError("two different files have one path in the layer", {
        file: `${entry.path}: ${describeSource(previous)} and ${describeSource(entry)}`,
        remedy: "leave one of them out of the application's dependencies",
      });
    }
    return false;
  });
}

function describeSource(entry: LayerEntry): string {
  switch (entry.kind) {
    case "file":
      return entry.source ?? "an empty file";
    case "symlink":
      return `a link to ${entry.target}`;
    case "made":
      return "a script";
    case "directory":
      return "a directory";
  }
}

function missing(file: string): (cause: unknown) => never {
  return (cause) => {
    throw new ActionError("an input file cannot be read", {
      file,
      remedy:
        "build again; if it stays away, the package's repository is broken: fetch it anew with `bazel fetch --force`",
      cause,
    });
  };
}

async function fileEntry(to: string, from: string): Promise<LayerEntry> {
  const found = await stat(from).catch(missing(from));
  if (!found.isFile()) {
    throw new ActionError("an input is no regular file", {
      file: from,
      remedy: "declare directories as tree artifacts",
    });
  }
  return { path: to, kind: "file", size: found.size, source: from };
}

/** A directory that is an input: where it lies, and the end of the paths by which a sandbox's links lead to its files. */
interface Tree {
  readonly directory: string;
  readonly mappedPath: string;
}

/** The part of an output's path that path mapping and a sandbox leave as it is. */
const CONFIGURATION = /^bazel-out\/[^/]+\//;

/**
 * Adds all that a directory holds. Symlinks stay symlinks, except those by which a sandbox stands in for the real files:
 * with and without a sandbox the entries are the same.
 */
async function addTree(
  entries: LayerEntry[],
  to: string,
  from: string,
  directory: string,
  inImage: (file: string) => string,
): Promise<void> {
  const tree = { directory, mappedPath: from.replace(CONFIGURATION, "") };
  const walk = async (below: string, around: readonly string[]): Promise<void> => {
    const folder = path.join(directory, below);
    const real = await realpath(folder).catch(missing(folder));
    if (around.includes(real)) {
      throw leadsAway(folder, `to ${real}, which holds it`);
    }
    const names = await readdir(real).catch(missing(folder));
    if (names.length === 0 && below !== "") {
      entries.push({ path: inImage(`${to}/${below}`), kind: "directory" });
    }
    for (const name of names) {
      const relative = below === "" ? name : `${below}/${name}`;
      const file = await behindSandbox(tree, relative);
      const found = await lstat(file).catch(missing(file));
      if (found.isSymbolicLink()) {
        entries.push({ path: inImage(`${to}/${relative}`), kind: "symlink", target: await ownTarget(file, relative) });
      } else if (found.isDirectory()) {
        await walk(relative, [...around, real]);
      } else {
        entries.push(await fileEntry(inImage(`${to}/${relative}`), file));
      }
    }
  };
  await walk("", []);
}

/** Where a tree's file really is: a sandbox's link leads to the same path below the same tree, somewhere else. */
async function behindSandbox(tree: Tree, relative: string): Promise<string> {
  const file = path.join(tree.directory, relative);
  const target = await readlink(file).catch(() => undefined);
  return target !== undefined && path.isAbsolute(target) && target.endsWith(`/${tree.mappedPath}/${relative}`)
    ? target
    : file;
}

/**
 * The target of a package's own symlink, relative: an absolute one names a place of this machine, which in the image is
 * another.
 */
async function ownTarget(file: string, relative: string): Promise<string> {
  const target = await readlink(file);
  const folder = path.posix.dirname(relative);
  let lands = path.posix.join(folder, target);
  if (path.isAbsolute(target)) {
    const root = await realpath(file.slice(0, -relative.length)).catch(missing(file));
    lands = path.posix.relative(root, await realpath(target).catch(missing(file)));
  }
  if (lands === ".." || lands.startsWith("../")) {
    throw leadsAway(file, `out of its package, to ${target}`);
  }
  return path.isAbsolute(target) ? path.posix.relative(folder, lands) || "." : target;
}

function leadsAway(file: string, where: string): ActionError {
  return new ActionError(`a symlink leads ${where}`, {
    file,
    remedy: "remove the link from the package, or make it point inside",
  });
}
