// Which directories a layer lists itself, before everything else that it holds.

import { ActionError } from "../action/action-error";
import { type LayerEntry, sortByPath } from "./layer-entry";
import type { RecordPlace } from "./record";
import { type EntryOwnership, tarHeader } from "./tar-header";

/** An entry of a layer that is not a directory. */
export type ContentEntry = Exclude<LayerEntry, { kind: "directory" }>;

/**
 * A layer in the order of its tar: paths of directories, then everything else, both sorted by path, bytewise; then the list of
 * its files, where it has one.
 */
export interface LayerContent {
  readonly directories: readonly string[];
  readonly entries: readonly ContentEntry[];
  readonly record?: RecordPlace | undefined;
}

/**
 * Divides sorted entries into directories and the rest. A layer lists the directories that lie at or below one of `own` and
 * hold something, and those that are entries themselves. All others are left to the base image, which may have a link in
 * their place (`lib` to `usr/lib`), or another owner.
 *
 * @param own Paths in the image that belong to this project alone, with everything below them.
 * @param record Where the list of the layer's files goes, if it has one.
 * @throws ActionError for an entry below another that is not a directory.
 */
export function layerContent(
  entries: readonly LayerEntry[],
  own: readonly string[],
  record?: RecordPlace,
): LayerContent {
  const contents: ContentEntry[] = [];
  const listed = new Set<string>();
  for (const entry of entries) {
    if (entry.kind === "directory") {
      listed.add(entry.path);
    } else {
      contents.push(entry);
    }
  }
  const paths = new Set(contents.map(({ path }) => path));
  const seen = new Set<string>();
  for (const { path } of record === undefined ? entries : [...entries, record]) {
    for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
      const directory = path.slice(0, slash);
      if (seen.has(directory)) {
        break;
      }
      seen.add(directory);
      if (paths.has(directory)) {
        throw new ActionError("a file has the path of a directory in the layer", {
          file: `${directory}, and below it ${path}`,
          remedy: "leave one of them out of the package or the application's dependencies",
        });
      }
      if (own.some((top) => directory === top || directory.startsWith(`${top}/`))) {
        listed.add(directory);
      }
    }
  }
  return { directories: sortPaths(listed), entries: contents, record };
}

/** Paths in the order in which a layer lists them. */
export function sortPaths(paths: Iterable<string>): string[] {
  return sortByPath([...paths].map((path) => ({ path }))).map(({ path }) => path);
}

/** The tar bytes that list directories. Equal paths and settings give equal bytes. */
export function directoryHeaders(directories: readonly string[], ownership: EntryOwnership): Buffer {
  return Buffer.concat(directories.map((path) => tarHeader(path, { kind: "directory" }, ownership)));
}
