// Follows the imports that nothing can skip, from the main module on, and notes each that Python or the loader must refuse.

import type { ModuleImports } from "../facts/module-imports";
import type { ImageTree } from "./image-files";
import type { LoadingProcess, LoadProblem } from "./loader";
import type { FoundModule, MissingModule, ModuleFinder } from "./module-finder";
import { type ImagePython, versionHolds } from "./python";
import { isStandardModule } from "./standard-modules";

/** A step of the chain: where something is imported, and what. */
export interface ImportStep {
  /** Path of the importing file in the image. */
  readonly file: string;
  /** 0 where the file has no lines. */
  readonly line: number;
  /** The module that is imported there. */
  readonly imports: string;
}

/** Why the chain cannot be walked to its end. */
export type ChainProblem = { readonly chain: readonly ImportStep[] } & (
  | { readonly kind: "load"; readonly extension: string; readonly problem: LoadProblem }
  | { readonly kind: "missing"; readonly module: string; readonly others: readonly string[] }
);

/** The result of the walk. */
export interface ChainResult {
  readonly problems: readonly ChainProblem[];
  /** Possible problems that are not certain. */
  readonly doubts: readonly ChainProblem[];
  /** Files of all modules that are reached, without links. */
  readonly reached: ReadonlySet<string>;
}

/** What the walk depends on. */
export interface ChainSettings {
  readonly tree: ImageTree;
  readonly python: ImagePython;
  readonly finder: ModuleFinder;
  readonly factsOf: (file: string) => ModuleImports | undefined;
  /** Starts the Python; undefined if its loader is not known: then no extension is looked into. */
  readonly start: () => LoadingProcess | undefined;
  /** A hook that Python runs when it starts may change how modules are found. */
  readonly hooked: boolean;
}

/** A chain deeper than any real one ends the walk, not the check. */
const DEEPEST_CHAIN = 500;

/** Packages that cannot do without an extension that they import in a way that cannot be followed. */
const ESSENTIAL: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    cv2: /^cv2\./,
    grpc: /^_cython\/cygrpc\./,
    numpy: /^_?core\/_multiarray_umath\./,
    psutil: /^_psutil_linux\./,
    psycopg2: /^_psycopg\./,
    torch: /^_C\./,
    zmq: /^backend\/cython\/_zmq\./,
  }),
);

/** What modules always import in a way that cannot be followed: from machine code, or after asking for the system. */
const ALSO_IMPORTS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    "_argon2_cffi_bindings._ffi": ["_cffi_backend"],
    "cryptography.hazmat.bindings._rust": ["_cffi_backend"],
    "lxml.etree": ["gzip"],
    "nacl._sodium": ["_cffi_backend"],
    "orjson.orjson": ["dataclasses", "enum", "json", "uuid", "zoneinfo"],
    psutil: ["psutil._pslinux"],
  }),
);

/** Modules that every Python has loaded before a program's first line, and those that are not files. */
const LOADED = [
  "sys",
  "builtins",
  "_imp",
  "_thread",
  "_warnings",
  "_weakref",
  "_io",
  "marshal",
  "posix",
  "time",
  "zipimport",
  "__main__",
];

/** Walks from main modules, each of which is run by a Python of its own. */
export function followImports(settings: ChainSettings, mains: readonly string[]): ChainResult {
  const results = mains.map((main) => new Walk(settings).run(main));
  return {
    problems: results.flatMap(({ problems }) => problems),
    doubts: results.flatMap(({ doubts }) => doubts),
    reached: new Set(results.flatMap(({ reached }) => [...reached])),
  };
}

type Known = FoundModule | "unknown";

class Walk {
  readonly #settings: ChainSettings;
  readonly #process: LoadingProcess | undefined;
  readonly #modules = new Map<string, Known>(LOADED.map((name) => [name, "unknown"]));
  readonly #problems: ChainProblem[] = [];
  readonly #doubts: ChainProblem[] = [];
  readonly #reached = new Set<string>();
  readonly #chain: ImportStep[] = [];
  /** Whether something that ran may have changed how modules are found. */
  #pathChanged: boolean;

  constructor(settings: ChainSettings) {
    this.#settings = settings;
    this.#process = settings.start();
    this.#pathChanged = settings.hooked;
  }

  run(main: string): ChainResult {
    this.#execute({ name: "__main__", file: main, directories: undefined, isExtension: false });
    return { problems: this.#problems, doubts: this.#doubts, reached: this.#reached };
  }

  /** Runs a module's body. */
  #execute(module: FoundModule): void {
    const file = module.file === undefined ? undefined : (this.#settings.tree.find(module.file)?.path ?? module.file);
    const facts = file === undefined ? undefined : this.#settings.factsOf(file);
    if (file === undefined || facts === undefined || this.#chain.length > DEEPEST_CHAIN) {
      return;
    }
    this.#reached.add(file);
    if (facts.changes !== undefined && !this.#settings.finder.isStandard(file)) {
      this.#pathChanged = true;
    }
    for (const [line, what, condition] of facts.imports ?? []) {
      if (condition !== undefined && !this.#holds(condition, module)) {
        continue;
      }
      if (what === "!") {
        return;
      }
      this.#import(what, module, file, line);
    }
  }

  #holds(condition: string, module: FoundModule): boolean {
    const isDotted = module.name.includes(".");
    switch (condition.replace("not ", "")) {
      case "main":
        return module.name === "__main__";
      case "package":
        return (isDotted || module.directories !== undefined) !== condition.startsWith("not ");
      case "dotted":
        return isDotted !== condition.startsWith("not ");
      default:
        return versionHolds(condition, this.#settings.python.version);
    }
  }

  #import(what: string, by: FoundModule, file: string, line: number): void {
    const colon = what.indexOf(":");
    if (colon < 0) {
      this.#load(what, file, line);
      return;
    }
    const from = absoluteName(what.slice(0, colon), by);
    if (from === undefined) {
      return;
    }
    const module = this.#load(from, file, line);
    if (module === undefined || module === "unknown" || module.directories === undefined) {
      return;
    }
    const init = module.file === undefined ? undefined : this.#settings.tree.find(module.file)?.path;
    const facts = init === undefined ? undefined : this.#settings.factsOf(init);
    if (
      module.file !== undefined &&
      (facts === undefined || facts.binds?.some((name) => name === "*" || name === "__getattr__"))
    ) {
      return;
    }
    for (const name of what.slice(colon + 1).split(",")) {
      // A name that the package gives a value is that value, else it is a module of it, if there is one. Where the package
      // itself imports the name, that import is what gives the value.
      if (name === "*" || (facts?.binds?.includes(name) && by.name !== from)) {
        continue;
      }
      const found = this.#settings.finder.find(`${from}.${name}`, module);
      if (!("certain" in found) || found.others.length > 0) {
        this.#load(`${from}.${name}`, file, line);
      }
    }
  }

  /** Imports a module by its full name, those that it is in first; undefined where one of them is not there. */
  #load(name: string, file: string, line: number): Known | undefined {
    let parent: FoundModule | undefined;
    const parts = name.split(".");
    for (let end = 1; end <= parts.length; end += 1) {
      const prefix = parts.slice(0, end).join(".");
      const known = this.#modules.get(prefix);
      if (known === "unknown") {
        return known;
      }
      if (known !== undefined) {
        parent = known;
        continue;
      }
      const found = this.#settings.finder.find(prefix, parent);
      this.#chain.push({ file, line, imports: prefix });
      try {
        if ("certain" in found) {
          this.#modules.set(prefix, "unknown");
          this.#missing(found);
          return undefined;
        }
        this.#modules.set(prefix, found);
        this.#enter(found);
      } finally {
        this.#chain.pop();
      }
      parent = found;
    }
    return parent;
  }

  #enter(module: FoundModule): void {
    if (module.isExtension) {
      this.#open(module.file!);
      this.#loadHidden(module);
      return;
    }
    this.#execute(module);
    this.#loadHidden(module);
    const pattern = module.name.includes(".") ? undefined : ESSENTIAL.get(module.name);
    const [directory] = module.directories ?? [];
    if (pattern !== undefined && directory !== undefined && module.file !== undefined) {
      this.#enterEssential(module.name, directory, pattern);
    }
  }

  #loadHidden(module: FoundModule): void {
    for (const name of ALSO_IMPORTS.get(module.name) ?? []) {
      const isWithin = name.startsWith(`${module.name}.`);
      // Another version of the package may have another module in its place.
      if (!isWithin || !("certain" in this.#settings.finder.find(name, module))) {
        this.#load(name, this.#settings.tree.find(module.file!)?.path ?? module.file!, 0);
      }
    }
  }

  /** Opens the extension of a package that is useless without it. */
  #enterEssential(name: string, directory: string, pattern: RegExp): void {
    const { suffixes } = this.#settings.python;
    const found = filesBelow(this.#settings.tree, directory, 3).filter(
      (file) => pattern.test(file) && file.endsWith(".so"),
    );
    const fits = (file: string) =>
      (suffixes ?? []).some((suffix) => file.replace(/^.*\//, "").replace(/^[^.]*/, "") === suffix);
    const fitting = found.find(fits);
    if (fitting !== undefined) {
      this.#open(`${directory}/${fitting}`);
    } else if (found.length > 0 && suffixes !== undefined) {
      this.#add(
        { kind: "missing", module: name, others: found.map((file) => `${directory}/${file}`), chain: [...this.#chain] },
        true,
      );
    }
  }

  #open(extension: string): void {
    const real = this.#settings.tree.find(extension)?.path ?? extension;
    if (this.#reached.has(real)) {
      return;
    }
    this.#reached.add(real);
    const { problems, certain } = this.#process?.open(extension) ?? { problems: [], certain: true };
    for (const problem of problems) {
      this.#add({ kind: "load", extension: real, problem, chain: [...this.#chain] }, certain);
    }
  }

  #missing({ name, others, certain }: MissingModule): void {
    if (!certain && others.length === 0) {
      return;
    }
    // Extensions of that name for other Pythons show that nothing else was meant.
    const isCertain = certain && (others.length > 0 || !this.#pathChanged || isStandardModule(name));
    this.#add({ kind: "missing", module: name, others, chain: [...this.#chain] }, isCertain);
  }

  #add(problem: ChainProblem, certain: boolean): void {
    (certain ? this.#problems : this.#doubts).push(problem);
  }
}

/** The full name of what `from ..a import` names in a module; undefined where it leads out of the top package. */
function absoluteName(from: string, by: FoundModule): string | undefined {
  const dots = /^\.*/.exec(from)![0].length;
  if (dots === 0) {
    return from;
  }
  const parts = by.name.split(".");
  const keep = parts.length - dots + (by.directories === undefined ? 0 : 1);
  const rest = from.slice(dots);
  if (keep < 1 || by.name === "__main__") {
    return undefined;
  }
  return [...parts.slice(0, keep), ...(rest === "" ? [] : [rest])].join(".");
}

function filesBelow(tree: ImageTree, directory: string, depth: number): string[] {
  const node = tree.find(directory)?.node;
  if (node?.kind !== "directory" || depth === 0) {
    return [];
  }
  return [...node.children].flatMap(([name, child]) =>
    child.kind === "directory"
      ? filesBelow(tree, `${directory}/${name}`, depth - 1).map((file) => `${name}/${file}`)
      : [name],
  );
}
