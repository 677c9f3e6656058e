// Refuses a package in which the file system of this machine has not kept the names that the wheel gives: a Mac's takes names
// that differ in case, or in the form of Unicode, for one.

import { readdirSync, statSync } from "node:fs";
import { ActionError } from "../action/action-error";
import type { OpenWheel } from "./carry-over";
import type { LayerEntry } from "./layer-entry";
import { namesInRecord } from "./record";
import { type FileEntry, readSource } from "./source-file";
import { pathInSitePackages } from "./wheel-archive";

/** A name that the wheel gives a file, below the directory of packages. */
interface ListedName {
  /** That directory in the image, with a slash at its end. */
  readonly top: string;
  readonly name: string;
}

const RECORD = /^(.*\/|)[^/]+\.dist-info\/RECORD$/s;
const SITE_PACKAGES = "/site-packages/";

/** The list of a package with a hundred thousand files is a tenth of it. */
const LARGEST_RECORD = 64 << 20;

/**
 * Compares the names of files with each other and with what the disk has. In a package names that its wheel, or else its RECORD,
 * gives and no file has were left out on purpose, unless the disk gives a file under another spelling for them.
 *
 * @param entries The layer's files.
 * @param wheel Of a package, where it is known.
 * @throws ActionError for a file that stands for two, or that has another name than in the wheel.
 */
export function requireKeptNames(entries: readonly LayerEntry[], wheel: OpenWheel | undefined): void {
  const spelled = new Map<string, LayerEntry>();
  for (const entry of entries) {
    const spelling = oneSpelling(entry.path);
    const other = spelled.get(spelling);
    spelled.set(spelling, entry);
    if (isOnDisk(other) && isOnDisk(entry) && isOneFile(other.source, entry.source)) {
      throw twoForOne(other.path, entry.path);
    }
  }
  const listed = wheel === undefined ? entries.flatMap(listedInRecord) : listedInWheel(entries, wheel);
  const paths = new Set(entries.map(({ path }) => path));
  const listedPaths = new Set(listed.map(({ top, name }) => top + name));
  for (const { top, name } of listed) {
    const found = paths.has(top + name) ? undefined : spelled.get(oneSpelling(top + name));
    if (!isOnDisk(found) || !found.path.startsWith(top)) {
      continue;
    }
    const place = found.source.slice(0, -(found.path.length - top.length));
    if (place + found.path.slice(top.length) === found.source && isOneFile(found.source, place + name)) {
      throw listedPaths.has(found.path)
        ? twoForOne(found.path, top + name)
        : new ActionError("this machine's file system changed the name of a file of the package", {
            file: `${withCodes(found.path)}, in the wheel ${withCodes(name)}`,
            remedy: REMEDY,
          });
    }
  }
}

function twoForOne(path: string, other: string): ActionError {
  return new ActionError("this machine's file system treats two files as one", {
    file: `${withCodes(path)} and ${withCodes(other)}`,
    remedy: REMEDY,
  });
}

const REMEDY = "build on Linux, put Bazel's output base on a case-sensitive APFS volume, or rename one of the files";

/** The same for all names that APFS and HFS+ take for one. */
function oneSpelling(name: string): string {
  return name.normalize("NFC").toLowerCase().normalize("NFC");
}

function isOnDisk(entry: LayerEntry | undefined): entry is FileEntry {
  return entry?.kind === "file" && entry.source !== undefined;
}

/** Whether two paths that differ in spelling alone lead to one file, of which the disk has one name only. */
function isOneFile(path: string, other: string): boolean {
  const [one, two] = [path, other].map((file) => statSync(file, { bigint: true, throwIfNoEntry: false }));
  return (
    path !== other &&
    one !== undefined &&
    one.dev === two?.dev &&
    one.ino === two.ino &&
    !(isListed(path, other) && isListed(other, path))
  );
}

/** Whether the directories list a path in this spelling, from where the other one differs. */
function isListed(path: string, other: string): boolean {
  const names = path.split("/");
  const others = other.split("/");
  return names.every(
    (name, index) => name === others[index] || readdirSync(names.slice(0, index).join("/") || "/").includes(name),
  );
}

/** Text whose characters beyond ASCII are numbers, by which two forms of Unicode can be told apart. */
function withCodes(text: string): string {
  return text.replace(/[^ -~]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

function listedInWheel(entries: readonly LayerEntry[], wheel: OpenWheel): ListedName[] {
  const inPackage = entries.find(({ path }) => path.includes(SITE_PACKAGES))?.path;
  if (inPackage === undefined) {
    return [];
  }
  const top = inPackage.slice(0, inPackage.indexOf(SITE_PACKAGES) + SITE_PACKAGES.length);
  return wheel.entries.flatMap((entry) => {
    const name = pathInSitePackages(entry.name);
    return name === undefined || name.endsWith("/") ? [] : { top, name };
  });
}

/** The names in the list of installed files, where the entry is one. */
function listedInRecord(entry: LayerEntry): ListedName[] {
  const top = RECORD.exec(entry.path)?.[1];
  if (top === undefined || !isOnDisk(entry) || entry.size > LARGEST_RECORD) {
    return [];
  }
  return namesInRecord(readSource(entry).toString("utf8")).map((name) => ({ top, name }));
}
