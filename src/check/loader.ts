// Resolves libraries as the dynamic loaders of glibc (elf/dl-load.c, elf/dl-version.c) and musl (ldso/dynlink.c) do.

import type { BaseFacts, LoaderFacts } from "../base/base-facts";
import type { ElfFacts } from "../facts/elf";
import type { ImageTree } from "./image-files";
import { compareVersions } from "./python";

/** Why a loader refuses to load a file. */
export type LoadProblem =
  /** A library that nothing has where the loader looks; `foreign`, that it is there for another machine. */
  | { readonly kind: "library"; readonly file: string; readonly library: string; readonly foreign?: string }
  | { readonly kind: "version"; readonly file: string; readonly library: string; readonly version: string }
  /** glibc's symbols that musl does not have. */
  | { readonly kind: "symbols"; readonly file: string; readonly symbols: readonly string[] }
  /** Symbols that a later Python has. */
  | { readonly kind: "python-symbols"; readonly file: string; readonly symbols: readonly string[] }
  /** Packed relocations, which the loader passes over: the first jump leads to nowhere. */
  | { readonly kind: "relocations"; readonly file: string; readonly since: string }
  | { readonly kind: "machine"; readonly file: string; readonly machine: string; readonly wanted: string }
  | { readonly kind: "loader"; readonly file: string; readonly loader: string };

/** The result of loading a file. */
export interface LoadResult {
  readonly problems: readonly LoadProblem[];
  /** False if the loader may find what was not found here: then a problem proves nothing. */
  readonly certain: boolean;
}

/** A file that is loaded. */
interface Loaded {
  /** As it was opened; `$ORIGIN` is its directory. */
  readonly path: string;
  readonly elf: ElfFacts;
  readonly parent: Loaded | undefined;
}

/** What loaders depend on besides the files. */
export interface LoaderSettings {
  readonly tree: ImageTree;
  readonly base: Pick<BaseFacts, "loaders" | "cache" | "muslPaths" | "preload">;
  /** LD_LIBRARY_PATH or LD_PRELOAD is set: what is loaded depends on more than is known here. */
  readonly steered: boolean;
}

const LOADED_NOTHING: LoadResult = { problems: [], certain: true };

/** The directory of a loader path, absolute or not, without a slash at its end. */
function directoryOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

/** musl has these in its one file, whatever version a name asks for. */
const WITHIN_MUSL = /^lib(?:c|pthread|rt|m|dl|util|xnet)\./;

/** The first versions whose loaders read packed relocations. */
const READS_PACKED_RELOCATIONS = { glibc: "2.36", musl: "1.2.4" } as const;

/** Libraries that bring a machine's drivers: the runtime puts them into the container. */
export const DRIVER =
  /^(?:libcuda\.so|libnvidia-|libnvcuvid\.so|libnvoptix\.so|libvdpau_nvidia|libamdhip|libhsa-runtime)/;

/** A process: a program, and everything that is loaded into it. */
export class LoadingProcess {
  readonly #settings: LoaderSettings;
  readonly #loader: LoaderFacts;
  readonly #program: Loaded;
  readonly #byName = new Map<string, Loaded>();
  readonly #byFile = new Map<string, Loaded>();
  readonly #dependencies: LoadResult;

  private constructor(settings: LoaderSettings, loader: LoaderFacts, program: Loaded) {
    this.#settings = settings;
    this.#loader = loader;
    this.#program = program;
    this.#byFile.set(this.#real(program.path) ?? program.path, program);
    this.#dependencies = this.#loadNeeded(program);
  }

  /**
   * Starts a program.
   *
   * @param path Path in the image; links are followed.
   * @returns a problem when it cannot be started at all; undefined when the file is not a program of a known kind.
   */
  static start(settings: LoaderSettings, path: string): LoadingProcess | LoadProblem | undefined {
    const found = settings.tree.find(path);
    const elf = found?.node.kind === "file" ? found.node.content.elf : undefined;
    if (found === undefined || elf === undefined) {
      return undefined;
    }
    if (elf.interpreter === undefined) {
      // Linked statically: nothing is loaded for it, and dlopen does not work in it.
      return undefined;
    }
    const loaderFile = settings.tree.find(elf.interpreter);
    const loader = settings.base.loaders.find((candidate) => candidate.path === loaderFile?.path);
    if (loaderFile === undefined) {
      return { kind: "loader", file: found.path, loader: elf.interpreter };
    }
    return loader === undefined
      ? undefined
      : new LoadingProcess(settings, loader, { path: found.path, elf, parent: undefined });
  }

  get loader(): LoaderFacts {
    return this.#loader;
  }

  get machine(): string {
    return this.#program.elf.machine;
  }

  /** The result of loading the program's own libraries. */
  get dependencies(): LoadResult {
    return this.#dependencies;
  }

  /** Loads a file as dlopen does with RTLD_NOW; when it fails, nothing stays loaded. */
  open(path: string): LoadResult {
    const found = this.#settings.tree.find(path);
    if (found === undefined || found.node.kind !== "file") {
      return LOADED_NOTHING;
    }
    const { elf, unread } = found.node.content;
    if (elf === undefined) {
      return { problems: [], certain: unread !== true };
    }
    if (this.#byFile.has(found.path)) {
      return LOADED_NOTHING;
    }
    if (!this.#fits(elf)) {
      return {
        problems: [{ kind: "machine", file: found.path, machine: elf.machine, wanted: this.machine }],
        certain: true,
      };
    }
    return this.#loadNeeded({ path, elf, parent: this.#program });
  }

  /** What `open` would come to; nothing stays loaded. */
  probe(path: string): LoadResult {
    const kept = { names: new Map(this.#byName), files: new Map(this.#byFile) };
    const result = this.open(path);
    restore(this.#byName, kept.names);
    restore(this.#byFile, kept.files);
    return result;
  }

  #fits(elf: ElfFacts): boolean {
    const { machine, bits, bigEndian } = this.#program.elf;
    return elf.machine === machine && elf.bits === bits && elf.bigEndian === bigEndian;
  }

  /** Loads a file's libraries and theirs, breadth first. */
  #loadNeeded(first: Loaded): LoadResult {
    const kept = { names: new Map(this.#byName), files: new Map(this.#byFile) };
    const problems: LoadProblem[] = [];
    let certain = !this.#settings.steered && this.#settings.base.preload !== true;
    const added: Loaded[] = [];
    const add = (loaded: Loaded, name: string | undefined) => {
      const file = this.#real(loaded.path) ?? loaded.path;
      this.#byFile.set(file, loaded);
      for (const known of [name, loaded.elf.soname]) {
        if (known !== undefined && !this.#byName.has(known)) {
          this.#byName.set(known, loaded);
        }
      }
      added.push(loaded);
    };
    add(first, undefined);
    for (let index = 0; index < added.length; index += 1) {
      const by = added[index]!;
      for (const name of by.elf.needed ?? []) {
        if (this.#byName.has(name) || this.#isLoaderItself(name)) {
          continue;
        }
        const found = this.#search(name, by);
        if (found.loaded === "unknown") {
          certain = false;
        } else if (found.loaded === undefined) {
          certain &&= found.certain;
          problems.push({
            kind: "library",
            file: by.path,
            library: name,
            ...(found.foreign === undefined ? {} : { foreign: found.foreign }),
          });
        } else {
          const there = this.#byFile.get(this.#real(found.loaded.path) ?? "");
          if (there === undefined) {
            add(found.loaded, name);
          } else {
            this.#byName.set(name, there);
          }
        }
      }
    }
    problems.push(...(this.#loader.kind === "glibc" ? this.#versionProblems(added) : this.#symbolProblems(added)));
    problems.push(...this.#pythonProblems(added), ...this.#relocationProblems(added));
    if (problems.length > 0) {
      restore(this.#byName, kept.names);
      restore(this.#byFile, kept.files);
    }
    return { problems, certain };
  }

  #isLoaderItself(name: string): boolean {
    if (this.#loader.kind === "musl") {
      return WITHIN_MUSL.test(name);
    }
    const node = this.#settings.tree.find(this.#loader.path)?.node;
    return node?.kind === "file" && node.content.elf?.soname === name;
  }

  #search(
    name: string,
    by: Loaded,
  ): { loaded: Loaded | "unknown" | undefined; certain: boolean; foreign?: string | undefined } {
    let foreign: string | undefined;
    const tryFile = (file: string): Loaded | "unknown" | "no" => {
      const found = this.#settings.tree.find(file);
      if (found?.node.kind !== "file") {
        return "no";
      }
      const { elf, unread } = found.node.content;
      if (elf === undefined) {
        return unread ? "unknown" : "no";
      }
      if (!this.#fits(elf)) {
        foreign ??= elf.machine;
        return "no";
      }
      return { path: file, elf, parent: by };
    };
    if (name.includes("/")) {
      const file = this.#expand(name, by);
      const result = file === undefined ? "unknown" : tryFile(file);
      return { loaded: result === "no" ? undefined : result, certain: file?.startsWith("/") === true, foreign };
    }
    let certain = true;
    for (const candidate of this.#candidates(name, by)) {
      if (candidate === undefined) {
        certain = false;
        continue;
      }
      const result = tryFile(candidate);
      if (result !== "no") {
        return { loaded: result, certain: true };
      }
    }
    return { loaded: undefined, certain: certain && !this.#isForSomeProcessors(name), foreign };
  }

  /** The files that a loader tries, in order; undefined for a file that is not known. */
  *#candidates(name: string, by: Loaded): Generator<string | undefined> {
    const inDirectories = (list: string, of: Loaded) =>
      list.split(":").map((directory) => {
        const expanded = this.#expand(directory, of);
        return expanded === undefined || !expanded.startsWith("/") ? undefined : `${expanded}/${name}`;
      });
    if (this.#loader.kind === "musl") {
      for (let of: Loaded | undefined = by; of !== undefined; of = of.parent) {
        const list = of.elf.runpath ?? of.elf.rpath;
        if (list !== undefined) {
          yield* inDirectories(list, of);
        }
      }
      yield* this.#muslDirectories().map((directory) => `${directory}/${name}`);
      return;
    }
    if (by.elf.runpath === undefined) {
      let sawProgram = false;
      for (let of: Loaded | undefined = by; of !== undefined; of = of.parent) {
        sawProgram ||= of === this.#program;
        if (of.elf.rpath !== undefined && of.elf.runpath === undefined) {
          yield* inDirectories(of.elf.rpath, of);
        }
      }
      const { rpath, runpath } = this.#program.elf;
      if (!sawProgram && rpath !== undefined && runpath === undefined) {
        yield* inDirectories(rpath, this.#program);
      }
    } else {
      yield* inDirectories(by.elf.runpath, by);
    }
    const { directories } = this.#loader;
    const isBuiltIn = (file: string) => directories.includes(directoryOf(file));
    for (const [cached, file] of this.#settings.base.cache ?? []) {
      if (cached === name && !(by.elf.noDefaultDirectories && isBuiltIn(file))) {
        yield file;
      }
    }
    if (!by.elf.noDefaultDirectories) {
      yield* directories.map((directory) => `${directory}/${name}`);
    }
  }

  #muslDirectories(): readonly string[] {
    const [, architecture] = /ld-musl-([\w-]+)\.so/.exec(this.#program.elf.interpreter ?? "") ?? [];
    return this.#settings.base.muslPaths[architecture ?? ""] ?? this.#loader.directories;
  }

  /** A path with `$ORIGIN` in it; undefined where it holds what only the machine knows. */
  #expand(path: string, of: Loaded): string | undefined {
    const origin = directoryOf(of.path.startsWith("/") ? of.path : `/${of.path}`);
    const expanded = path.replaceAll(/\$(?:ORIGIN\b|\{ORIGIN\})/g, origin);
    return expanded.includes("$") ? undefined : expanded;
  }

  /** Whether the image has a library for some processors (glibc-hwcaps): which processor the machine has is not known. */
  #isForSomeProcessors(name: string): boolean {
    const cached = (this.#settings.base.cache ?? []).some(([known, , special]) => known === name && special);
    const variants = ["x86-64-v2", "x86-64-v3", "x86-64-v4", "power9", "power10", "z13", "z14", "z15", "z16"];
    return (
      cached ||
      this.#loader.directories.some((directory) =>
        variants.some(
          (variant) => this.#settings.tree.find(`${directory}/glibc-hwcaps/${variant}/${name}`) !== undefined,
        ),
      )
    );
  }

  #versionProblems(added: readonly Loaded[]): LoadProblem[] {
    return added.flatMap((by) =>
      (by.elf.needs ?? []).flatMap(({ file, versions }) => {
        const library = this.#byName.get(file) ?? this.#loaderAsLibrary(file);
        // A library without versions is accepted as it is.
        if (library?.elf.defines === undefined) {
          return [];
        }
        const defined = new Set(library.elf.defines);
        return versions
          .filter((version) => !defined.has(version))
          .map((version) => ({ kind: "version", file: by.path, library: file, version }) as const);
      }),
    );
  }

  #loaderAsLibrary(name: string): Loaded | undefined {
    const node = this.#isLoaderItself(name) ? this.#settings.tree.find(this.#loader.path)?.node : undefined;
    const elf = node?.kind === "file" ? node.content.elf : undefined;
    return elf === undefined ? undefined : { path: this.#loader.path, elf, parent: undefined };
  }

  #symbolProblems(added: readonly Loaded[]): LoadProblem[] {
    const { exports } = this.#loader;
    // A separate library, such as gcompat, brings glibc's symbols to musl; which ones is not known here.
    const bridged = [...this.#byName.keys()].some((name) => /^(?:libgcompat|libucontext|ld-linux)/.test(name));
    if (exports === undefined || bridged) {
      return [];
    }
    const there = new Set(exports);
    return added.flatMap((by) => {
      const symbols = (by.elf.libcSymbols ?? []).filter((symbol) => !there.has(symbol));
      return symbols.length === 0 ? [] : [{ kind: "symbols", file: by.path, symbols } as const];
    });
  }

  #relocationProblems(added: readonly Loaded[]): LoadProblem[] {
    const { kind, version } = this.#loader;
    const since = READS_PACKED_RELOCATIONS[kind];
    if (version === undefined || compareVersions(version, since) >= 0) {
      return [];
    }
    // Most linkers mark such a file by a version that it wants of glibc.
    const isMarked = ({ elf }: Loaded) =>
      elf.needs?.some(({ versions }) => versions.includes("GLIBC_ABI_DT_RELR")) === true;
    return added
      .filter((loaded) => loaded.elf.packedRelocations === true && !isMarked(loaded))
      .map(({ path }) => ({ kind: "relocations", file: path, since }) as const);
  }

  /** What an extension module for several Pythons wants and this one, which its program or its library is, does not have. */
  #pythonProblems(added: readonly Loaded[]): LoadProblem[] {
    const wanting = added.filter(({ elf }) => elf.pythonSymbols !== undefined);
    if (wanting.length === 0) {
      return [];
    }
    const there = new Set([...this.#byFile.values()].flatMap(({ elf }) => elf.pythonExports ?? []));
    // A Python that exports nothing of it brings it in a way that is not known.
    return !there.has("PyObject_Call")
      ? []
      : wanting.flatMap(({ path, elf }) => {
          const symbols = elf.pythonSymbols!.filter((symbol) => !there.has(symbol));
          return symbols.length === 0 ? [] : [{ kind: "python-symbols", file: path, symbols } as const];
        });
  }

  #real(path: string): string | undefined {
    return this.#settings.tree.find(path)?.path;
  }
}

function restore<Key, Value>(map: Map<Key, Value>, kept: ReadonlyMap<Key, Value>): void {
  map.clear();
  for (const [key, value] of kept) {
    map.set(key, value);
  }
}
