// Which files of a package are where other distributions may have files too, and what must be known about them to tell whether
// two are the same.

import type { OpenWheel } from "./carry-over";
import { sha256Of } from "./digest";
import type { LayerEntry } from "./layer-entry";
import { isNamespaceFile, LARGEST_NAMESPACE_FILE } from "./namespace-file";
import { type FileEntry, readSource } from "./source-file";
import { readWheelContent } from "./wheel-content";

/** Path in the image, SHA-256 of the content in hexadecimal digits, and whether it is an `__init__.py` that only declares a namespace. */
export type SharedFile = [path: string, sha256: string] | [path: string, sha256: string, kind: "namespace"];

/** A larger file is a library or data of its distribution alone; hashing those would cost as much as the layer. */
const LARGEST_SHARED_FILE = 64 << 10;

const INIT = "__init__.py";

/** Site-packages of a virtual environment, below it. */
const SITE_PACKAGES = /^lib\/python[^/]+\/site-packages\//;

/** A directory whose name has the distribution's name and version, so no other distribution has it. */
const OWN_DIRECTORY = /^[^/]+\.(?:dist-info|egg-info|libs)\//;

/**
 * The files of a package that other packages of a virtual environment may have at the same path: those that are not below a
 * Python package of its own, which is a directory with an `__init__.py` that does more than declare a namespace.
 *
 * @param entries The package's entries, sorted.
 * @param venv Path of the environment in the image, no slash before it.
 * @param wheel The package's wheel, where entries are in it alone.
 */
export function sharedFiles(entries: readonly LayerEntry[], venv: string, wheel?: OpenWheel): SharedFile[] {
  const contentOf = (entry: EntryWithContent) => {
    switch (entry.kind) {
      case "made":
        return entry.content;
      case "packed":
        return readWheelContent(entry.entry, wheel!.read, wheel!.file).content;
      case "file":
        return entry.source === undefined ? Buffer.alloc(0) : readSource(entry as FileEntry);
    }
  };
  const packages = new PackageDirectories(entries, venv, contentOf);
  const shared: SharedFile[] = [];
  for (const entry of entries) {
    if (!hasContent(entry)) {
      continue;
    }
    const size = sizeOf(entry);
    // An empty file is equal to any other, and no digest needs to say so.
    if (size === 0 || size > LARGEST_SHARED_FILE || packages.hold(entry.path)) {
      continue;
    }
    const content = contentOf(entry);
    const sha256 = sha256Of(content).toString("hex");
    const isNamespace =
      entry.path.endsWith(`/${INIT}`) && size <= LARGEST_NAMESPACE_FILE && isNamespaceFile(content.toString("utf8"));
    shared.push(isNamespace ? [entry.path, sha256, "namespace"] : [entry.path, sha256]);
  }
  return shared;
}

type EntryWithContent = Extract<LayerEntry, { kind: "file" | "made" | "packed" }>;

function hasContent(entry: LayerEntry): entry is EntryWithContent {
  return entry.kind === "file" || entry.kind === "made" || entry.kind === "packed";
}

function sizeOf(entry: EntryWithContent): number {
  return entry.kind === "made" ? entry.content.length : entry.kind === "packed" ? entry.entry.size : entry.size;
}

/** Knows what is in a Python package of the distribution's own. */
class PackageDirectories {
  readonly #sitePackages: string | undefined;
  readonly #inits = new Map<string, EntryWithContent>();
  /** Of each directory looked at: whether it or one above it is a Python package of its own. */
  readonly #known = new Map<string, boolean>();

  readonly #contentOf: (entry: EntryWithContent) => Buffer;

  constructor(entries: readonly LayerEntry[], venv: string, contentOf: (entry: EntryWithContent) => Buffer) {
    this.#contentOf = contentOf;
    const below = `${venv}/`;
    for (const entry of entries) {
      if (!hasContent(entry) || !entry.path.startsWith(below)) {
        continue;
      }
      const found = SITE_PACKAGES.exec(entry.path.slice(below.length));
      if (found !== null) {
        this.#sitePackages = below + found[0];
        if (entry.path.endsWith(`/${INIT}`)) {
          this.#inits.set(entry.path.slice(0, -INIT.length - 1), entry);
        }
      }
    }
  }

  /** Whether no other package can have a file: its own package's `__init__.py` is looked at, as another may claim that directory. */
  hold(path: string): boolean {
    const start = this.#sitePackages;
    if (start === undefined || !path.startsWith(start)) {
      return false;
    }
    if (OWN_DIRECTORY.test(path.slice(start.length))) {
      return true;
    }
    const directory = path.slice(0, path.lastIndexOf("/"));
    return path.endsWith(`/${INIT}`)
      ? this.#isOwn(directory.slice(0, directory.lastIndexOf("/")))
      : this.#isOwn(directory);
  }

  #isOwn(directory: string): boolean {
    if (directory.length < this.#sitePackages!.length) {
      return false;
    }
    const known = this.#known.get(directory);
    if (known !== undefined) {
      return known;
    }
    const own = this.#isOwn(directory.slice(0, directory.lastIndexOf("/"))) || this.#declares(directory);
    this.#known.set(directory, own);
    return own;
  }

  #declares(directory: string): boolean {
    const init = this.#inits.get(directory);
    const size = init === undefined ? 0 : sizeOf(init);
    if (init === undefined || size === 0) {
      return false;
    }
    return size > LARGEST_NAMESPACE_FILE || !isNamespaceFile(this.#contentOf(init).toString("utf8"));
  }
}
