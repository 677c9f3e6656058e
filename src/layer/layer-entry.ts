// What a layer is made of before any byte is read: paths in the image and where their content comes from.

import { isUtf8 } from "node:buffer";
import { type BigIntStats, lstatSync, readdirSync, readlinkSync, realpathSync, statSync } from "node:fs";
import * as path from "node:path";
import { ActionError } from "../action/action-error";
import { identityOf } from "../action/input-file";
import { cannotRead } from "./cannot-read";
import { imagePath } from "./image-path";
import type { WheelEntry } from "./wheel-archive";

/**
 * One entry of a layer. `source` is the absolute path on disk, and `identity` tells whether the file there is still the one
 * that was found; an empty file that we make has none. A `made` entry has its content, and a `packed` one is taken from the
 * wheel. A `program` is executable whatever its content.
 */
export type LayerEntry = { readonly path: string } & (
  | {
      readonly kind: "file";
      readonly size: number;
      readonly source: string | undefined;
      readonly identity?: string | undefined;
      readonly program?: true;
    }
  | { readonly kind: "made"; readonly content: Buffer }
  | { readonly kind: "packed"; readonly entry: WheelEntry }
  | { readonly kind: "symlink"; readonly target: string }
  | { readonly kind: "directory" }
);

/** The arguments of the `layer` action that name entries: pairs of a path in the image and a path on disk or target. */
export interface EntryArguments {
  readonly files: readonly (readonly [string, string])[];
  readonly programs?: readonly (readonly [string, string])[];
  readonly trees: readonly (readonly [string, string])[];
  readonly links: readonly (readonly [string, string])[];
  readonly symlinks: readonly (readonly [string, string])[];
  readonly empty: readonly string[];
}

/**
 * Where paths start from: on disk (absolute directory) and in the image. Below the image's root, `runfiles` is where the
 * runfiles are; without it no link of a directory may lead out of it. Whether the image has something where such a link leads
 * is not looked up: that is in another layer, and a layer depends on no other.
 */
export interface EntryRoots {
  readonly disk: string;
  readonly image: string;
  readonly runfiles?: string | undefined;
  /** Whether one of `files` may be a directory: to Bazel a directory of the workspace is a file. */
  readonly sourceDirectories?: boolean;
}

/**
 * Looks up every entry on disk and sorts them by path, bytewise. It waits for the disk in this thread: a round through the
 * thread pool would cost several times what the lookup does. Between directories other requests have their turn, and
 * `signal` is checked.
 *
 * @throws ActionError for a missing file, a path that may not be in an image, a symlink out of its tree, and two
 * different sources for one path.
 */
export async function collectEntries(
  args: EntryArguments,
  roots: EntryRoots,
  signal?: AbortSignal,
): Promise<LayerEntry[]> {
  const entries: LayerEntry[] = [];
  const turn = turns(signal);
  const onDisk = (file: string) => path.resolve(roots.disk, file);
  const inImage = (file: string) => imagePath(roots.image, file);

  for (const [to, from] of args.files) {
    await turn();
    const link = declaredLink(inImage(to), from, onDisk(from));
    if (link === undefined && roots.sourceDirectories && isSourceDirectory(from, onDisk(from))) {
      await addTree(entries, to, from, onDisk(from), inImage, roots.runfiles, turn, true);
    } else {
      entries.push(link ?? fileEntry(inImage(to), onDisk(from)));
    }
  }
  for (const [to, from] of args.programs ?? []) {
    entries.push(declaredLink(inImage(to), from, onDisk(from)) ?? programEntry(inImage(to), onDisk(from)));
  }
  for (const [to, from] of args.trees) {
    await addTree(entries, to, from, onDisk(from), inImage, roots.runfiles, turn);
  }
  for (const [to, from] of args.links) {
    const link = { path: inImage(to), kind: "symlink", target: targetOf(onDisk(from)) } as const;
    if (path.isAbsolute(link.target) && roots.runfiles === undefined) {
      throw leadsAway(from, `out of its package, to ${link.target}`);
    }
    entries.push(link);
  }
  for (const [to, target] of args.symlinks) {
    entries.push({ path: inImage(to), kind: "symlink", target });
  }
  for (const to of args.empty) {
    entries.push({ path: inImage(to), kind: "file", size: 0, source: undefined });
  }
  return withoutRepeated(sortByPath(entries));
}

/** Milliseconds for which the lookups of one request keep this thread from others. */
const TURN = 50;

/** Lets other requests have this thread from time to time: a package may be a tree of any depth. */
function turns(signal: AbortSignal | undefined): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since > TURN) {
      await new Promise(setImmediate);
      signal?.throwIfAborted();
      since = performance.now();
    }
  };
}

/** A lone surrogate. */
const HALF = /[\ud800-\udfff]/;

/**
 * Sorts by the bytes of the UTF-8 path, which for valid strings is the order of code points; without characters beyond 16 bits
 * that is the order of strings.
 */
export function sortByPath<T extends { readonly path: string }>(entries: readonly T[]): T[] {
  if (!entries.some(({ path }) => HALF.test(path))) {
    return [...entries].sort((left, right) => (left.path < right.path ? -1 : left.path > right.path ? 1 : 0));
  }
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
    case "packed":
      return `${entry.entry.name} of the wheel`;
    case "directory":
      return "a directory";
  }
}

/** @throws ActionError when `lookUp` finds no such file. */
function orMissing<T>(file: string, lookUp: () => T): T {
  try {
    return lookUp();
  } catch (cause) {
    throw cannotRead(file, cause);
  }
}

const BIGINT = { bigint: true } as const;

/** Names and targets are read as UTF-8; where they are not, Node puts this character in place of the wrong bytes. */
const REPLACEMENT = "\ufffd";

/** The names in a directory. @throws ActionError for one that is not UTF-8. */
function namesIn(folder: string): string[] {
  const names = orMissing(folder, () => readdirSync(folder));
  if (names.some((name) => name.includes(REPLACEMENT))) {
    for (const bytes of orMissing(folder, () => readdirSync(folder, { encoding: "buffer" }))) {
      requireUtf8(bytes, "the name of a file", folder);
    }
  }
  return names;
}

/** The target of a symlink. @throws ActionError when it is not UTF-8. */
function targetOf(link: string): string {
  const target = orMissing(link, () => readlinkSync(link));
  if (target.includes(REPLACEMENT)) {
    requireUtf8(
      orMissing(link, () => readlinkSync(link, { encoding: "buffer" })),
      "the target of a symlink",
      link,
    );
  }
  return target;
}

function requireUtf8(bytes: Buffer, what: string, where: string): void {
  if (!isUtf8(bytes)) {
    throw new ActionError(`${what} is not UTF-8`, {
      file: `${where}: ${bytes.toString("latin1")}`,
      remedy: "rename it in the package, or leave the package out",
    });
  }
}

/**
 * The entry of a symlink that an action declared: its target is beside it in the image, and is not a file on disk. Bazel
 * before 8 does not say which generated files are such links, so a link to an absolute path at which there is a file counts
 * as that file: `ctx.actions.symlink` and actions that run `ln -s` make their files the same way.
 *
 * @throws ActionError for an absolute link to a path at which there is nothing.
 */
function declaredLink(to: string, from: string, file: string): LayerEntry | undefined {
  if (!from.startsWith("bazel-out/")) {
    return undefined;
  }
  const linked = statSync(file, { throwIfNoEntry: false });
  if (linked?.isFile() || !lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) {
    return undefined;
  }
  const target = targetOf(file);
  if (!path.isAbsolute(target)) {
    return { path: to, kind: "symlink", target };
  }
  if (linked === undefined) {
    throw new ActionError("a generated file is a symlink to a path of this machine at which there is nothing", {
      file: `${from} -> ${target}`,
      remedy: "have the rule that makes it link to a file beside it by a relative path, or copy the file",
    });
  }
  return undefined;
}

/** Whether an input is a directory of the workspace, which to Bazel is a file. */
function isSourceDirectory(from: string, file: string): boolean {
  return !from.startsWith("bazel-out/") && statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}

function programEntry(to: string, from: string): LayerEntry {
  const entry = fileEntry(to, from);
  return entry.kind === "file" ? { ...entry, program: true } : entry;
}

function fileEntry(
  to: string,
  from: string,
  found: BigIntStats = orMissing(from, () => statSync(from, BIGINT)),
): LayerEntry {
  if (!found.isFile()) {
    throw new ActionError("an input is not a regular file", {
      file: from,
      remedy: found.isDirectory()
        ? "declare it as a tree artifact; on the command line, name a directory with --tree"
        : "take it out of the package; pipes, sockets and devices cannot be part of an image",
    });
  }
  return { path: to, kind: "file", size: Number(found.size), source: from, identity: identityOf(found) };
}

/** A directory that is an input: where it is, and how the paths end by which a sandbox's links lead to its files. */
interface Tree {
  readonly directory: string;
  readonly mappedPath: string;
}

/** The part of an output's path that path mapping and a sandbox leave as it is. */
const CONFIGURATION = /^bazel-out\/[^/]+\//;

/** Below it an output has the path that a source file has in the repository. */
const OUTPUT_DIRECTORY = /^bazel-out\/[^/]+\/bin\//;

/**
 * Adds everything in a directory. Symlinks stay symlinks, except those that stand for the real files in a sandbox: with and
 * without a sandbox the entries are the same.
 *
 * @param ofWorkspace Whether it is a source directory: the runfiles have one link to it, so that a link out of it leads to
 * what the workspace has there, which need not be in the runfiles. It is copied, as remote execution has it.
 */
async function addTree(
  entries: LayerEntry[],
  to: string,
  from: string,
  directory: string,
  inImage: (file: string) => string,
  runfiles: string | undefined,
  turn: () => Promise<void>,
  ofWorkspace = false,
): Promise<void> {
  const tree = { directory, mappedPath: from.replace(CONFIGURATION, "") };
  const elsewhere = (relative: string, lands: string): string | undefined => {
    const inRunfiles = runfiles === undefined ? undefined : runfilesPath(path.posix.join(from, lands));
    return inRunfiles === undefined
      ? undefined
      : path.posix.relative(path.posix.dirname(inImage(`${to}/${relative}`)), inImage(`${runfiles}/${inRunfiles}`));
  };
  const walk = async (below: string, folder: string, { dev, ino }: BigIntStats, around: Set<string>): Promise<void> => {
    const id = `${dev} ${ino}`;
    if (around.has(id)) {
      throw leadsAway(path.join(directory, below), `to ${folder}, which holds it`);
    }
    around.add(id);
    const names = namesIn(folder);
    if (names.length === 0 && (below !== "" || to !== ".")) {
      entries.push({ path: inImage(below === "" ? to : `${to}/${below}`), kind: "directory" });
    }
    for (const name of names) {
      const relative = below === "" ? name : `${below}/${name}`;
      const { file, found } = outsideSandbox(tree, relative);
      if (found.isSymbolicLink()) {
        const target = ownTarget(file, relative, elsewhere);
        const outside = ofWorkspace && leavesTree(path.posix.join(path.posix.dirname(relative), targetOf(file)));
        const behind = outside ? statSync(file, { ...BIGINT, throwIfNoEntry: false }) : undefined;
        if (behind?.isDirectory()) {
          await turn();
          await walk(relative, file, behind, around);
        } else {
          const entry = inImage(`${to}/${relative}`);
          entries.push(behind ? fileEntry(entry, file, behind) : { path: entry, kind: "symlink", target });
        }
      } else if (found.isDirectory()) {
        await turn();
        await walk(relative, file, found, around);
      } else {
        entries.push(fileEntry(inImage(`${to}/${relative}`), file, found));
      }
    }
    around.delete(id);
  };
  const root = orMissing(directory, () => statSync(directory, BIGINT));
  await walk("", directory, root, new Set());
}

/** Where a tree's file really is: a sandbox's link leads to the same path below the same tree, somewhere else. */
function outsideSandbox(tree: Tree, relative: string): { file: string; found: BigIntStats } {
  const file = path.join(tree.directory, relative);
  const found = orMissing(file, () => lstatSync(file, BIGINT));
  if (found.isSymbolicLink()) {
    const target = orMissing(file, () => readlinkSync(file));
    if (path.isAbsolute(target) && target.endsWith(`/${tree.mappedPath}/${relative}`)) {
      return { file: target, found: orMissing(target, () => lstatSync(target, BIGINT)) };
    }
  }
  return { file, found };
}

/** Whether a path that starts in a directory leads out of it. */
function leavesTree(lands: string): boolean {
  return lands === ".." || lands.startsWith("../");
}

/**
 * The target of a directory's own symlink, relative: an absolute target names a path of this machine, which is another path
 * in the image.
 *
 * @param elsewhere Gives the target of the link at a path to another path outside, both below the directory, where it may
 * lead there: an environment of links that an action makes leads from one output to others, which the runfiles have elsewhere.
 */
function ownTarget(
  file: string,
  relative: string,
  elsewhere: (relative: string, lands: string) => string | undefined,
): string {
  const target = targetOf(file);
  const folder = path.posix.dirname(relative);
  let lands = path.posix.join(folder, target);
  if (path.isAbsolute(target)) {
    const root = orMissing(file, () => realpathSync(file.slice(0, -relative.length)));
    lands = path.posix.relative(
      root,
      orMissing(file, () => realpathSync(target)),
    );
  }
  if (leavesTree(lands)) {
    const outside = path.isAbsolute(target) ? undefined : elsewhere(relative, lands);
    if (outside === undefined) {
      throw leadsAway(file, `out of its package, to ${target}`);
    }
    return outside;
  }
  return path.isAbsolute(target) ? path.posix.relative(folder, lands) || "." : target;
}

/** Where the runfiles have a file of a path from Bazel's execution root; undefined when that is not a place for files of a build. */
function runfilesPath(file: string): string | undefined {
  const inRepository = file.replace(OUTPUT_DIRECTORY, "");
  if (/^(\.\.|bazel-out)(\/|$)/.test(inRepository)) {
    return undefined;
  }
  return inRepository.startsWith("external/") ? inRepository.slice("external/".length) : `_main/${inRepository}`;
}

function leadsAway(file: string, where: string): ActionError {
  return new ActionError(`a symlink leads ${where}`, {
    file,
    remedy: "remove the link from the package, or make it point inside",
  });
}
