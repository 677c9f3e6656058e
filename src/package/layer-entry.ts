// What a layer is made of before any byte is read: paths in the image and where their content comes from.

import { lstat, readdir, readlink, realpath, stat } from "node:fs/promises";
import * as path from "node:path";
import { ActionError } from "../worker/action-error";
import { imagePath } from "./image-path";

/** One entry of a layer. `source` is the absolute path on disk; an empty file made by us has none. */
export type LayerEntry = { readonly path: string } & (
  | { readonly kind: "file"; readonly size: number; readonly source: string | undefined }
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
    await addTree(entries, to, onDisk(from), inImage);
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
function sortByPath(entries: LayerEntry[]): LayerEntry[] {
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
  return entry.kind === "file"
    ? (entry.source ?? "an empty file")
    : entry.kind === "symlink"
      ? `a link to ${entry.target}`
      : "a directory";
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

/** A tree's own symlinks stay symlinks; those by which a sandbox stands in for the real files are followed. */
async function addTree(
  entries: LayerEntry[],
  to: string,
  tree: string,
  inImage: (file: string) => string,
): Promise<void> {
  const root = await realpath(tree).catch(missing(tree));
  const walk = async (below: string): Promise<void> => {
    const directory = path.join(tree, below);
    const names = await readdir(directory).catch(missing(directory));
    if (names.length === 0 && below !== "") {
      entries.push({ path: inImage(`${to}/${below}`), kind: "directory" });
    }
    for (const name of names) {
      const relative = below === "" ? name : `${below}/${name}`;
      const file = path.join(tree, relative);
      const found = await lstat(file);
      const target = found.isSymbolicLink() ? await readlink(file) : undefined;
      if (target !== undefined && !path.isAbsolute(target)) {
        refuseEscape(relative, target, file);
        entries.push({ path: inImage(`${to}/${relative}`), kind: "symlink", target });
      } else if (
        found.isDirectory() ||
        (target !== undefined && (await stat(file).catch(missing(file))).isDirectory())
      ) {
        await walk(relative);
      } else {
        await refuseForeign(root, relative, file, target);
        entries.push(await fileEntry(inImage(`${to}/${relative}`), file));
      }
    }
  };
  await walk("");
}

function refuseEscape(relative: string, target: string, file: string): void {
  const lands = path.posix.normalize(path.posix.join(path.posix.dirname(relative), target));
  if (lands === ".." || lands.startsWith("../")) {
    throw new ActionError(`a symlink leads out of its package, to ${target}`, {
      file,
      remedy: "remove the link from the package, or make it point inside",
    });
  }
}

/** A sandbox's links lead to the same path below the real tree; an absolute link to anything else is the package's own. */
async function refuseForeign(root: string, relative: string, file: string, target: string | undefined): Promise<void> {
  if (target === undefined) {
    return;
  }
  const real = await realpath(file).catch(missing(file));
  if (!real.startsWith(`${root}${path.sep}`) && !target.endsWith(`/${relative}`)) {
    throw new ActionError(`a symlink leads out of its package, to ${target}`, {
      file,
      remedy: "remove the link from the package, or make it point inside",
    });
  }
}
