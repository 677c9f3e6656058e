// The Python of an image: where it is, which version, and which names its extension modules may have.

import type { ImageTree } from "./image-files";

/** A Python that can be asked where its modules are. */
export interface ImagePython {
  /** Path of the program in the image, without links. */
  readonly program: string;
  /** Such as 3.11. */
  readonly version: string;
  readonly freeThreaded: boolean;
  /** The directory of os.py; undefined where it is not among the files. */
  readonly standardLibrary: string | undefined;
  /** Modules without a file; undefined if nothing says which. */
  readonly builtIn: ReadonlySet<string> | undefined;
  /** Suffixes of extension modules, of which the first that exists wins; undefined if nothing says them. */
  readonly suffixes: readonly string[] | undefined;
}

const VERSIONED = /^python(3\.\d+)(t?)$/;

/**
 * What is known about a Python.
 *
 * @param program Path in the image.
 * @param machine Of the program, as ElfFacts has it; undefined where it is not known.
 * @returns undefined when its version is not known.
 */
export function readPython(
  tree: ImageTree,
  program: string,
  machine: string | undefined,
  libc: "glibc" | "musl",
): ImagePython | undefined {
  const found = tree.find(program);
  if (found === undefined || found.node.kind !== "file") {
    return undefined;
  }
  const parts = found.path.split("/");
  const named = VERSIONED.exec(parts.at(-1)!);
  // The program looks for its library beside itself, then in each directory above (Modules/getpath.py).
  const libraries: string[] = [];
  for (let end = parts.length - 1; end >= 0 && libraries.length === 0; end -= 1) {
    const prefix = parts.slice(0, end).join("/");
    const lib = tree.find(`${prefix}/lib`)?.node;
    const names = lib?.kind === "directory" ? [...lib.children.keys()] : [];
    libraries.push(
      ...names
        .filter((name) => (named === null ? VERSIONED.test(name) : name === `python${named[1]}${named[2]}`))
        .map((name) => `${prefix === "" ? "" : `${prefix}/`}lib/${name}`)
        .filter((directory) => tree.find(`${directory}/os.py`) !== undefined),
    );
  }
  const [library, ...others] = libraries;
  const inLibrary = VERSIONED.exec(library?.split("/").at(-1) ?? "");
  const [, version, free] = named ?? (others.length === 0 ? inLibrary : null) ?? [];
  if (version === undefined) {
    return undefined;
  }
  return {
    program: found.path,
    version,
    freeThreaded: free === "t",
    standardLibrary: library,
    builtIn: builtInModules(tree, found.path, found.node.content.elf?.needed ?? []),
    suffixes: extensionSuffixes(tree, library, version, free === "t", machine, libc),
  };
}

/** Modules that every Python has without a symbol of their name. */
const ALWAYS_BUILT_IN = ["builtins", "marshal", "sys", "_warnings", "_imp"];

/** What the program has built in, or the library that it is in; the linker may have kept the names of neither. */
function builtInModules(tree: ImageTree, program: string, needed: readonly string[]): ReadonlySet<string> | undefined {
  const own = tree.find(program)?.node;
  const library = needed.find((name) => name.startsWith("libpython"));
  const beside = library === undefined ? [] : [`${program.replace(/\/?[^/]*$/, "")}/../lib/${library}`];
  const places =
    library === undefined
      ? []
      : ["lib", "usr/lib", "usr/lib64", "usr/local/lib"].map((directory) => `${directory}/${library}`);
  const nodes = [own, ...[...beside, ...places].map((path) => tree.find(path)?.node)];
  const names = nodes.flatMap((node) => (node?.kind === "file" ? (node.content.elf?.builtIn ?? []) : []));
  return names.includes("posix") ? new Set([...names, ...ALWAYS_BUILT_IN]) : undefined;
}

function extensionSuffixes(
  tree: ImageTree,
  library: string | undefined,
  version: string,
  freeThreaded: boolean,
  machine: string | undefined,
  libc: "glibc" | "musl",
): string[] | undefined {
  const dynload = library === undefined ? undefined : tree.find(`${library}/lib-dynload`)?.node;
  const names = dynload?.kind === "directory" ? [...dynload.children.keys()] : [];
  // Its own extension modules have the suffix that it expects.
  const own = names.flatMap((name) => /\.(cpython-3\d+[a-z]*-[\w-]+)\.so$/.exec(name)?.[1] ?? []);
  const tag = `cpython-${version.replace(".", "")}${freeThreaded ? "t" : ""}`;
  const platform = libc === "musl" ? "linux-musl" : "linux-gnu";
  const expected = machine === "x86_64" || machine === "aarch64" ? `${tag}-${machine}-${platform}` : undefined;
  const first = own.find((name) => name.startsWith(`${tag}-`)) ?? expected;
  return first === undefined ? undefined : [`.${first}.so`, ...(freeThreaded ? [] : [".abi3.so"]), ".so"];
}

/** Whether a comparison such as `>=3.9` holds for a version such as 3.11. */
export function versionHolds(comparison: string, version: string): boolean {
  const [, operator, wanted] = /^(>=|<)(\d+\.\d+)$/.exec(comparison) ?? [];
  if (operator === undefined || wanted === undefined) {
    return false;
  }
  const order = compareVersions(version, wanted);
  return operator === ">=" ? order >= 0 : order < 0;
}

/** Negative where the left one is earlier; versions are numbers with dots between. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map((text) => text.split(".").map(Number)) as [number[], number[]];
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}

/**
 * Whether no release of a Python version meets Requires-Python (core metadata, PEP 440): "older" if the package wants a later
 * version, "newer" if it wants an earlier one; undefined when some release may meet it.
 */
export function requiresOther(requiresPython: string, version: string): "older" | "newer" | undefined {
  for (const clause of requiresPython.split(",")) {
    const [, operator, wanted] = /^\s*(>=|>|<=|<|~=)\s*(\d+(?:\.\d+)*)\s*$/.exec(clause) ?? [];
    if (operator === undefined || wanted === undefined) {
      continue;
    }
    const minor = wanted.split(".").slice(0, 2).join(".");
    const order = compareVersions(version, minor);
    const isMinor =
      wanted.split(".").length <= 2 ||
      wanted
        .split(".")
        .slice(2)
        .every((part) => part === "0");
    if ((operator === ">=" || operator === ">" || operator === "~=") && order < 0) {
      return "older";
    }
    if (operator === "<=" && order > 0) {
      return "newer";
    }
    if (operator === "<" && (order > 0 || (order === 0 && isMinor))) {
      return "newer";
    }
  }
  return undefined;
}
