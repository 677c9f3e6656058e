// Finds modules as Python's path finder does (importlib's FileFinder), among the files of an image.

import type { ModuleImports } from "../facts/module-imports";
import type { ImageTree } from "./image-files";
import type { ImagePython } from "./python";

/** A module that was found. */
export interface FoundModule {
  readonly name: string;
  /** Its file as it is opened; undefined for a namespace package. */
  readonly file: string | undefined;
  /** Where its submodules are looked for; undefined for what is not a package. */
  readonly directories: readonly string[] | undefined;
  readonly isExtension: boolean;
}

/** A module that was not found. */
export interface MissingModule {
  readonly name: string;
  /** Extension modules of that name for other Pythons. */
  readonly others: readonly string[];
  /** False if something other than the path finder may have it: it may be built in, or made while a module runs. */
  readonly certain: boolean;
}

/** Modules of the standard library in C, which a Python may have built in, besides those whose names begin with `_`. */
const MAY_BE_BUILT_IN = new Set(
  (
    "array atexit audioop binascii builtins cmath errno faulthandler fcntl gc grp itertools marshal math mmap nis ossaudiodev " +
    "parser posix pwd pyexpat readline resource select spwd sys syslog termios time unicodedata xxlimited xxsubtype zipimport " +
    "zlib nt winreg msvcrt winsound"
  ).split(" "),
);

/** Where a finder looks. */
export interface FinderSettings {
  readonly tree: ImageTree;
  readonly python: ImagePython;
  /** Directories that come before the standard library, in order. */
  readonly before: readonly string[];
  /** Directories that come after it. */
  readonly after: readonly string[];
  /** What is known about a module's file. */
  readonly factsOf: (file: string) => ModuleImports | undefined;
}

export class ModuleFinder {
  readonly #settings: FinderSettings;
  readonly #roots: readonly string[];
  readonly #standard: readonly string[];

  constructor(settings: FinderSettings) {
    this.#settings = settings;
    const library = settings.python.standardLibrary;
    this.#standard = library === undefined ? [] : [library, `${library}/lib-dynload`];
    this.#roots = [...settings.before, ...this.#standard, ...settings.after];
  }

  /** Whether a file is of the standard library. */
  isStandard(file: string): boolean {
    const real = this.#settings.tree.find(file)?.path ?? file;
    return (
      this.#standard.some((directory) => real.startsWith(`${directory}/`)) && !/\/(?:site|dist)-packages\//.test(real)
    );
  }

  /**
   * Finds a module.
   *
   * @param name Full name.
   * @param parent The package that it is in; undefined for a module at the top.
   */
  find(name: string, parent: FoundModule | undefined): FoundModule | MissingModule {
    const tail = name.slice(name.lastIndexOf(".") + 1);
    if (parent === undefined) {
      return this.#findTop(name);
    }
    const { directories } = parent;
    if (directories === undefined) {
      return { name, others: [], certain: false };
    }
    const facts = parent.file === undefined ? undefined : this.#settings.factsOf(parent.file);
    const extended = facts?.changes?.includes("path") === true;
    // A package that extends its path has its other parts below the other directories of the path.
    const all = extended ? [...directories, ...this.#otherParts(parent.name, directories)] : directories;
    const found = this.#inDirectories(name, tail, all);
    return "certain" in found
      ? {
          ...found,
          certain: found.certain && (found.others.length > 0 || (facts !== undefined && facts.changes === undefined)),
        }
      : found;
  }

  #findTop(name: string): FoundModule | MissingModule {
    const known = this.#settings.python.builtIn;
    if (known?.has(name)) {
      return { name, others: [], certain: false };
    }
    const first = this.#inDirectories(name, name, this.#roots);
    if ("certain" in first) {
      const builtIn = known === undefined && (name.startsWith("_") || MAY_BE_BUILT_IN.has(name));
      return { ...first, certain: first.certain && !builtIn && this.#standard.length > 0 };
    }
    // A module of the standard library may be loaded or built in before any path is searched.
    const shadows = first.file === undefined || !this.isStandard(first.file);
    const standard =
      shadows &&
      ((known === undefined && MAY_BE_BUILT_IN.has(name)) ||
        !("certain" in this.#inDirectories(name, name, this.#standard)));
    return standard ? { name, others: [], certain: false } : first;
  }

  #otherParts(name: string, known: readonly string[]): string[] {
    return this.#roots
      .map((root) => `${root}/${name.replaceAll(".", "/")}`)
      .filter((directory) => !known.includes(directory) && this.#isDirectory(directory));
  }

  #inDirectories(name: string, tail: string, directories: readonly string[]): FoundModule | MissingModule {
    const { suffixes } = this.#settings.python;
    const portions: string[] = [];
    const others: string[] = [];
    for (const directory of directories) {
      const base = `${directory}/${tail}`;
      const isDirectory = this.#isDirectory(base);
      if (isDirectory) {
        const init = this.#fileOf(`${base}/__init__`);
        if (init !== undefined) {
          return { name, ...init, directories: [base] };
        }
      }
      const file = this.#fileOf(base);
      if (file !== undefined) {
        return { name, ...file, directories: undefined };
      }
      others.push(...this.#extensionsNamed(directory, tail));
      if (isDirectory) {
        portions.push(base);
      }
    }
    if (portions.length > 0) {
      return { name, file: undefined, directories: portions, isExtension: false };
    }
    return { name, others, certain: suffixes !== undefined };
  }

  #fileOf(base: string): { file: string; isExtension: boolean } | undefined {
    for (const suffix of this.#settings.python.suffixes ?? []) {
      if (this.#isFile(base + suffix)) {
        return { file: base + suffix, isExtension: true };
      }
    }
    for (const suffix of [".py", ".pyc"]) {
      if (this.#isFile(base + suffix)) {
        return { file: base + suffix, isExtension: false };
      }
    }
    return undefined;
  }

  #extensionsNamed(directory: string, tail: string): string[] {
    const node = this.#settings.tree.find(directory)?.node;
    return node?.kind === "directory"
      ? [...node.children.keys()]
          .filter((name) => name.startsWith(`${tail}.`) && name.endsWith(".so"))
          .map((name) => `${directory}/${name}`)
      : [];
  }

  #isFile(path: string): boolean {
    return this.#settings.tree.find(path)?.node.kind === "file";
  }

  #isDirectory(path: string): boolean {
    return this.#settings.tree.find(path)?.node.kind === "directory";
  }
}
