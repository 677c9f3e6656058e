// The check: whether an image's files prove that its application cannot start, and what in them may fail.

import type { LayerImports, ModuleImports } from "../facts/module-imports";
import type { CheckFile, Finding } from "./check-file";
import { type StartResult, startProgram, variable } from "./entry-point";
import { glibcOf, importedBy, shortPath, startRemedy, tagOf, tagRemedy } from "./finding-text";
import { type FactsOfLayer, type ImageTree, imageTree } from "./image-files";
import { type ChainProblem, followImports, type ImportStep } from "./import-chain";
import { DRIVER, type LoaderSettings, LoadingProcess, type LoadProblem } from "./loader";
import { ModuleFinder } from "./module-finder";
import { openedByName } from "./opened-by-name";
import { type ImagePython, readPython, requiresOther } from "./python";
import { isOwnSite, type PathSettings, pythonPath } from "./python-path";
import { isStandardModule, moduleRemedy } from "./standard-modules";
import { libraryRemedy } from "./system-packages";

/** The image to check. Paths are paths in the image; without a base, what it will run on is not known. */
export interface CheckInput extends PathSettings {
  /** Imports of the layers' and the base's modules; empty if the build has no Python toolchain, or the image no Python. */
  readonly imports: readonly LayerImports[];
  readonly entrypoint: readonly string[];
  readonly user: string;
  /** The Python that runs the application, if it is not the first `python3` in PATH. */
  readonly python: string | undefined;
  /** Modules that are run: the launcher if it is a module, and the main module; none if something else is started. */
  readonly mains: readonly string[];
  /** Libraries, versions and modules that are added later. */
  readonly allowMissing: readonly string[];
}

/** Checks an image; equal inputs give equal findings. */
export function checkImage(input: CheckInput): CheckFile {
  return new Check(input).result();
}

const LEVELS = ["error", "warning", "note"] as const;

class Check {
  readonly #input: CheckInput;
  readonly #tree: ImageTree;
  readonly #modules: ReadonlyMap<string, ModuleImports>;
  readonly #loader: LoaderSettings;
  readonly #findings: Finding[] = [];
  /** Names of all libraries that are anywhere in the image. */
  readonly #libraries = new Set<string>();
  #python: ImagePython | undefined;
  #process: LoadingProcess | undefined;
  #reached: ReadonlySet<string> = new Set();

  constructor(input: CheckInput) {
    this.#input = input;
    this.#tree = imageTree(input.base, input.layers);
    this.#modules = new Map(input.imports.flatMap(({ modules }) => Object.entries(modules)));
    const set = (name: string) => (variable(input.env, name) ?? "") !== "";
    this.#loader = {
      tree: this.#tree,
      base: input.base ?? { loaders: [], muslPaths: {} },
      steered: set("LD_LIBRARY_PATH") || set("LD_PRELOAD"),
    };
    for (const [path, elf] of [...(input.base?.elf ?? []), ...input.layers.flatMap(({ facts }) => facts.elf)]) {
      this.#libraries.add(path.slice(path.lastIndexOf("/") + 1));
      if (elf.soname !== undefined) {
        this.#libraries.add(elf.soname);
      }
    }
  }

  result(): CheckFile {
    this.#checkStart();
    this.#checkUser();
    this.#findPython();
    this.#checkImports();
    this.#checkPackages();
    this.#addNotes();
    const { base, layers } = this.#input;
    const [loader] = this.#process === undefined ? (base?.loaders ?? []) : [this.#process.loader];
    const findings = withoutRepeated(this.#findings);
    return {
      schema: 1,
      findings: LEVELS.flatMap((level) => findings.filter((finding) => finding.level === level)),
      checked: {
        packages: layers.filter(({ facts }) => facts.kind === "package").length,
        elfFiles: layers.reduce((count, { facts }) => count + facts.elf.length, 0),
        modules: this.#reached.size,
        libc: loader === undefined ? "" : `${loader.kind} ${loader.version ?? ""}`.trim(),
        python: this.#python?.version ?? "",
        base: base?.release?.name ?? "",
      },
    };
  }

  /** Follows the entry point to the program that the kernel finally starts. */
  #checkStart(): void {
    const [program] = this.#input.entrypoint;
    if (this.#input.base === undefined || program === undefined) {
      return;
    }
    this.#reportStart(startProgram(this.#loader, this.#input.env, program), program);
  }

  #reportStart(result: StartResult, entry: string): void {
    if (result.kind === "missing") {
      const { by, link, program } = result;
      const subject =
        by === undefined ? `its entry point is ${entry}` : `${by} begins with a line that asks for ${program}`;
      const lacks =
        link === undefined
          ? `and the image has no ${program}`
          : by === undefined
            ? `a link to ${link}, which the image does not have`
            : `and ${program} is a link to ${link}, which the image does not have`;
      this.#add({
        level: "error",
        kind: "start",
        message: `the image cannot start: ${subject}, ${lacks}`,
        remedy: startRemedy(link ?? program, this.#input.base, by === undefined && link === undefined),
        library: program,
      });
    } else if (result.kind === "load") {
      for (const problem of result.problems) {
        this.#addLoadProblem(problem, problem.file, [], "error", `the image cannot start: `);
      }
    }
  }

  #checkUser(): void {
    const { base, user } = this.#input;
    const [name] = user.split(":");
    if (base === undefined || name === undefined || name === "" || /^\d+$/.test(name)) {
      return;
    }
    if (!base.users.some((known) => known.name === name)) {
      this.#add({
        level: "error",
        kind: "user",
        message: `the image runs as the user ${name}, whom the base's /etc/passwd does not have`,
        remedy: "give the user as a number, or add the user to the base",
      });
    }
  }

  /** The Python that runs the application: what Bazel's launcher starts, or the entry point itself. */
  #findPython(): void {
    const { base, env, entrypoint, mains, python } = this.#input;
    const program = python ?? "python3";
    if (base === undefined) {
      const own = python === undefined ? undefined : this.#tree.find(python);
      const elf = own?.node.kind === "file" ? own.node.content.elf : undefined;
      this.#python = own === undefined ? undefined : readPython(this.#tree, own.path, elf?.machine, "glibc");
      return;
    }
    const started = startProgram(this.#loader, env, program);
    const isEntry = entrypoint[0] === program;
    if (started.kind !== "started") {
      if (!isEntry && mains.length > 0) {
        this.#reportStart(started, program);
      }
      return;
    }
    this.#process = started.process;
    this.#python = readPython(
      this.#tree,
      started.program,
      started.process?.machine,
      started.process?.loader.kind ?? "glibc",
    );
  }

  #checkImports(): void {
    const python = this.#python;
    const { env } = this.#input;
    // With PYTHONHOME, the standard library is not the one beside the program.
    if (python === undefined || this.#input.imports.length === 0 || (variable(env, "PYTHONHOME") ?? "") !== "") {
      return;
    }
    this.#checkStandardLibrary(python);
    const { mains } = this.#input;
    const { before, after, hooked } = pythonPath(this.#input, this.#tree, python);
    const factsOf = (file: string) => this.#modules.get(this.#tree.find(file)?.path ?? file);
    const finder = new ModuleFinder({ tree: this.#tree, python, before, after, factsOf });
    const { problems, doubts, reached } = followImports(
      { tree: this.#tree, python, finder, factsOf, start: () => this.#startPython(python), hooked },
      mains.filter((main) => this.#tree.find(main) !== undefined),
    );
    this.#reached = reached;
    for (const problem of problems) {
      this.#addChainProblem(problem, "error");
    }
    for (const problem of doubts) {
      this.#addChainProblem(problem, "warning");
    }
  }

  #startPython({ program }: ImagePython): LoadingProcess | undefined {
    const started = LoadingProcess.start(this.#loader, program);
    return started instanceof LoadingProcess ? started : undefined;
  }

  /** A Python without its standard library ends before the program's first line. */
  #checkStandardLibrary({ program, standardLibrary, version }: ImagePython): void {
    const zip = `python${version.replace(".", "")}.zip`;
    const isElsewhere =
      standardLibrary !== undefined ||
      this.#input.base === undefined ||
      this.#hasFile((path) => path.endsWith(zip) || /\/encodings\/__init__\.pyc?$/.test(path));
    if (!isElsewhere) {
      this.#add({
        level: "error",
        kind: "module",
        message: `the image cannot start: its Python is ${program}, and the image has no standard library for Python ${version} (lib/python${version}/os.py)`,
        remedy: "use a base with the whole of that Python, or a Python toolchain that brings its own interpreter",
        library: "encodings",
      });
    }
  }

  #hasFile(test: (path: string) => boolean): boolean {
    const { base, layers } = this.#input;
    return (
      Object.entries(base?.modules ?? {}).some(([directory, names]) =>
        names.some((name) => test(`${directory}/${name}`)),
      ) || layers.some(({ files }) => files.some(([path]) => test(path)))
    );
  }

  /** What may fail in the packages, whether or not something certainly imports it. */
  #checkPackages(): void {
    for (const { facts, files } of this.#input.layers) {
      if (facts.kind !== "package") {
        continue;
      }
      this.#checkRequiresPython(facts);
      this.#checkTags(facts.name, files);
      if (this.#process === undefined) {
        continue;
      }
      for (const [path, elf] of facts.elf) {
        if (/\.so(?:\.|$)/.test(path) && elf.interpreter === undefined && !this.#reached.has(path)) {
          const { problems } = this.#process.probe(path);
          for (const problem of problems.filter((candidate) => !this.#isElsewhere(candidate))) {
            this.#addLoadProblem(problem, path, [], "warning", "");
          }
        }
      }
    }
  }

  #checkRequiresPython(facts: FactsOfLayer["facts"]): void {
    const python = this.#python;
    const own = facts.distributions.find(({ name }) => normalized(name) === facts.name);
    if (python === undefined || own?.requiresPython === undefined) {
      return;
    }
    // Metadata prove nothing: many packages start on an earlier Python all the same.
    if (requiresOther(own.requiresPython, python.version) !== undefined) {
      this.#add({
        level: "warning",
        kind: "requires-python",
        message: `${facts.name} ${facts.version} wants Python ${own.requiresPython}, and the image's Python is ${python.version}`,
        remedy: `use a base with such a Python, or a version of ${facts.name} for Python ${python.version}`,
        package: facts.name,
      });
    }
  }

  #checkTags(name: string, files: FactsOfLayer["files"]): void {
    const suffixes = this.#python?.suffixes;
    if (suffixes === undefined) {
      return;
    }
    const byModule = new Map<string, string[]>();
    for (const [path] of files) {
      const [, module, suffix] = /^(.*\/[^/.]+)(\.(?:[\w-]+\.)?so)$/.exec(path) ?? [];
      if (module !== undefined && suffix !== undefined && suffix !== ".so") {
        byModule.set(module, [...(byModule.get(module) ?? []), suffix]);
      }
    }
    const unfit = [...byModule].filter(([, found]) => !found.some((suffix) => suffixes.includes(suffix)));
    const [first] = unfit;
    if (
      first !== undefined &&
      !this.#findings.some((finding) => finding.kind === "python-tag" && finding.package === name)
    ) {
      const tags = [...new Set(unfit.flatMap(([, found]) => found))].map(tagOf);
      this.#add({
        level: "warning",
        kind: "python-tag",
        message:
          `${name} has ${unfit.length} extension module${unfit.length === 1 ? "" : "s"} only for ${tags.join(" and ")}, ` +
          `which the image's Python (${tagOf(suffixes[0]!)}) does not see`,
        remedy: tagRemedy(tags, suffixes[0]),
        package: name,
        file: `${first[0]}${first[1][0]}`,
      });
    }
  }

  #addChainProblem(found: ChainProblem, level: "error" | "warning"): void {
    const { chain } = found;
    if (found.kind === "load") {
      this.#addLoadProblem(found.problem, found.extension, chain, level, "");
      return;
    }
    const { module, others } = found;
    const [other] = others;
    const where = importedBy(chain);
    if (other !== undefined) {
      const tags = [...new Set(others.map((file) => tagOf(file.replace(/^.*\/[^/.]*/, ""))))];
      this.#add({
        level: this.#allows(module) ? "note" : level,
        kind: "python-tag",
        message:
          `the image's Python is ${this.#python?.version} (${tagOf(this.#python?.suffixes?.[0] ?? "")}), and ` +
          `${module} is there only for ${tags.join(" and ")}; ${where}`,
        remedy: tagRemedy(tags, this.#python?.suffixes?.[0]),
        ...this.#about(other),
        library: module,
        chain: [...chain],
      });
      return;
    }
    const python = this.#python;
    const elsewhere = this.#input.after.find((directory) => python !== undefined && !isOwnSite(directory, python));
    if (elsewhere !== undefined && this.#hasModule(elsewhere, module)) {
      this.#add({
        level,
        kind: "python-tag",
        message: `the image's Python is ${this.#python?.version}, and its packages are in ${plain(elsewhere)}, where it does not look; ${where}`,
        remedy: "use a base with the Python that the packages are for, or build for the Python of the base",
        library: "python",
        chain: [...chain],
      });
      return;
    }
    const file = isStandardModule(module) ? undefined : this.#fileOfModule(module);
    if (file !== undefined) {
      this.#add({
        level: this.#allows(module) || this.#input.base === undefined ? "note" : "warning",
        kind: "module",
        message: `the image's Python may not look where the module ${module} is, which is /${file}; ${where}`,
        remedy: `add the directory that ${module} is in to the imports of its py_library; where the program finds it by itself, name it in allow_missing = ["${module}"]`,
        library: module,
        chain: [...chain],
      });
      return;
    }
    this.#add({
      level: this.#allows(module) || this.#input.base === undefined ? "note" : level,
      kind: "module",
      message: `nothing in the image has the module ${module}; ${where}`,
      remedy: moduleRemedy(module, this.#python?.version ?? "", this.#input.base),
      library: module,
      chain: [...chain],
    });
  }

  /**
   * Where our layers have a module, in a directory that may be on Python's path: one that is a package itself, as those of
   * vendored modules are, is on none.
   */
  #fileOfModule(module: string): string | undefined {
    const wanted = `/${module.replaceAll(".", "/")}`;
    for (const { files } of this.#input.layers) {
      for (const [path] of files) {
        const start = `/${path}`.lastIndexOf(wanted);
        const isModule = start >= 0 && MODULE_ENDING.test(path.slice(start + wanted.length - 1));
        if (isModule && this.#tree.find(`${path.slice(0, start)}/__init__.py`) === undefined) {
          return path;
        }
      }
    }
    return undefined;
  }

  /** Whether a directory has a package, a module or an extension module of a name. */
  #hasModule(directory: string, name: string): boolean {
    const node = this.#tree.find(directory)?.node;
    return (
      node?.kind === "directory" &&
      [...node.children.keys()].some(
        (file) => file === name || (file.startsWith(`${name}.`) && /\.(?:py|so)$/.test(file)),
      )
    );
  }

  /** @param file The file that was asked for; the problem may be that of a library that it needs. */
  #addLoadProblem(
    problem: LoadProblem,
    file: string,
    chain: readonly ImportStep[],
    level: "error" | "warning",
    before: string,
  ): void {
    const { base } = this.#input;
    const by = this.#tree.find(problem.file)?.path ?? problem.file;
    const about = this.#about(by);
    const owner = about.package ?? this.#packageOf(file);
    const needs = by === file ? this.#named(by) : `${this.#named(file)} needs ${this.#named(by)}, which`;
    const subject = chain.length === 0 ? needs : `${importedBy(chain)}: ${needs}`;
    const common = { ...about, ...(chain.length === 0 ? {} : { chain: [...chain] }) };
    switch (problem.kind) {
      case "library": {
        const loader = this.#process?.loader;
        if (loader?.kind === "glibc" && /^(?:libc\.musl-|ld-musl-)/.test(problem.library)) {
          this.#add({
            level: this.#allows(problem.library) ? "note" : level,
            kind: "library",
            message:
              `${before}${subject} is made for musl (musllinux), and the base has glibc ${loader.version ?? ""}`.trim(),
            remedy: "use the wheel for glibc (manylinux), or a base with musl, such as Alpine",
            library: problem.library,
            ...common,
          });
          return;
        }
        const isKnown = this.#isElsewhere(problem) || this.#allows(problem.library) || DRIVER.test(problem.library);
        const foreign =
          problem.foreign === undefined
            ? "nothing in the image has it"
            : `the image has it only for ${problem.foreign}`;
        const elsewhere =
          this.#isElsewhere(problem) && problem.foreign === undefined
            ? "the image has it where the loader does not look"
            : foreign;
        this.#add({
          level: isKnown ? "note" : level,
          kind: "library",
          message: `${before}${subject} needs ${problem.library}; ${elsewhere}`,
          remedy: isKnown ? "" : libraryRemedy(problem.library, base, owner),
          library: problem.library,
          ...common,
        });
        return;
      }
      case "version": {
        const loader = this.#process?.loader ?? base?.loaders[0];
        const isLibc = problem.version.startsWith("GLIBC_");
        const has = isLibc
          ? `the base has glibc ${loader?.version ?? "of another version"}`
          : `the image's ${problem.library} does not have it`;
        this.#add({
          level: this.#allows(problem.version) || this.#allows(problem.library) ? "note" : level,
          kind: "version",
          message: `${before}${subject} needs ${problem.version}${isLibc ? "" : ` of ${problem.library}`}; ${has}`,
          remedy: isLibc
            ? `use a base with ${glibcOf(problem.version)} or later, or a version of ${owner ?? "the package"} for older ones`
            : `use a base with a later ${problem.library}, or a version of ${owner ?? "the package"} for older ones`,
          library: problem.library,
          ...common,
        });
        return;
      }
      case "symbols":
        this.#add({
          level: this.#allows("musl") ? "note" : level,
          kind: "symbols",
          message: `${before}${subject} is made for glibc, and the base has musl, which lacks ${problem.symbols.slice(0, 3).join(", ")}${problem.symbols.length > 3 ? " and more" : ""}`,
          remedy: "use the wheel for musl (musllinux), or a base with glibc",
          library: "libc.so.6",
          ...common,
        });
        return;
      case "relocations": {
        const { kind, version } = this.#process!.loader;
        this.#add({
          level,
          kind: "version",
          message: `${before}${subject} crashes when it is loaded: its relocations are packed (DT_RELR), which ${kind} reads since ${problem.since}, and the base has ${kind} ${version}`,
          remedy: `use a base with ${kind} ${problem.since} or later, or a version of ${owner ?? "the package"} for older ones`,
          library: `${kind} ${problem.since}`,
          ...common,
        });
        return;
      }
      case "python-symbols": {
        const [first, ...more] = problem.symbols;
        this.#add({
          level,
          kind: "python-tag",
          message: `${before}${subject} is made for a later Python than the image's, which is ${this.#python?.version} and lacks ${first}${more.length === 0 ? "" : ` and ${more.length} more of its functions`}`,
          remedy: `use a base with a later Python, or build for Python ${this.#python?.version}, so that the wheel is for it`,
          library: "python",
          ...common,
        });
        return;
      }
      case "machine":
        this.#add({
          level,
          kind: "machine",
          message: `${before}${subject} is for ${problem.machine}, and the image's Python is for ${problem.wanted}`,
          remedy: "build for the platform of the base (--platforms), so that the wheels are those of its architecture",
          ...common,
        });
        return;
      case "loader":
        this.#add({
          level,
          kind: "start",
          message: `${before}${subject} is started by ${problem.loader}, which the image does not have`,
          remedy: /musl/.test(problem.loader)
            ? "use a base with musl, such as Alpine"
            : "use a base with glibc of the same architecture, such as Debian's; Alpine has musl, and an empty base nothing",
          library: problem.loader,
          ...common,
        });
    }
  }

  #addNotes(): void {
    const { base, layers, imports } = this.#input;
    if (base === undefined) {
      this.#add({
        level: "note",
        kind: "unknown",
        message: "the image has no base, so nothing is known about the libraries and the Python that it will find",
        remedy: "give `base` to have them checked",
      });
    }
    if (imports.length === 0 && (base !== undefined || this.#python !== undefined)) {
      this.#add({
        level: "note",
        kind: "unknown",
        message: "there is no Python toolchain, so no imports are followed",
        remedy: "register a Python toolchain for the platform that runs actions",
      });
    }
    for (const { facts } of layers.filter(({ facts: { kind } }) => kind === "package")) {
      for (const library of openedByName(facts.name).filter(
        (name) => base !== undefined && !this.#libraries.has(name) && !this.#allows(name),
      )) {
        this.#add({
          level: "note",
          kind: "opened-by-name",
          message: `${facts.name} opens ${library} by its name when it is used; nothing in the image has it`,
          remedy: libraryRemedy(library, base, facts.name),
          package: facts.name,
          library,
        });
      }
    }
    const cuda = layers.find(({ facts }) => /^nvidia-(?:cuda-runtime|cublas|cudnn)/.test(facts.name));
    const ofBase = base?.elf.find(([path]) => /(?:^|\/)lib(?:cudart|cublas|cudnn)\.so/.test(path));
    if (cuda !== undefined && ofBase !== undefined) {
      this.#add({
        level: "note",
        kind: "cuda",
        message: `CUDA is in the image twice: the base has ${ofBase[0].replace(/^.*\//, "")}, and ${cuda.facts.name} brings its own`,
        remedy: "use a base without CUDA; the wheels bring what they need",
        package: cuda.facts.name,
      });
    }
    this.#noteTwoVersions();
    const hasCertificates =
      base === undefined || base.certificates.length > 0 || layers.some(({ facts }) => facts.name === "certifi");
    const usesTls = [...this.#reached].some((file) => /\/python3[\d.t]*\/ssl\.py$/.test(file));
    if (!hasCertificates && usesTls) {
      this.#add({
        level: "note",
        kind: "certificates",
        message: "the application imports ssl, and the base has no certificates that connections are checked against",
        remedy:
          "add certificates to the base (on Debian: ca-certificates), or certifi to the deps and SSL_CERT_FILE to the environment",
      });
    }
  }

  /** The same threading library from two packages: each copy has its own threads and locks. */
  #noteTwoVersions(): void {
    const holders = new Map<string, Map<string, string>>();
    for (const { facts } of this.#input.layers) {
      for (const [path] of facts.elf) {
        const [, library, version] = /\/(libgomp|libomp|libiomp5)(-[0-9a-f]{8})?\.so/.exec(path) ?? [];
        if (library !== undefined) {
          const found = holders.get(library) ?? new Map<string, string>();
          holders.set(library, found.set(version ?? "", facts.name));
        }
      }
    }
    for (const [library, versions] of holders) {
      if (versions.size > 1) {
        this.#add({
          level: "note",
          kind: "two-versions",
          message: `${library} is in the image in ${versions.size} versions, of ${[...new Set(versions.values())].sort().join(" and ")}`,
          remedy:
            "leave it as it is unless threads hang or are too many; then set OMP_NUM_THREADS in the environment of the image",
          library,
        });
      }
    }
  }

  /** Whether a library is somewhere in the image: a program may load it by its path before it is needed. */
  #isElsewhere(problem: LoadProblem): boolean {
    return problem.kind === "library" && this.#libraries.has(problem.library.replace(/^.*\//, ""));
  }

  #allows(name: string): boolean {
    return this.#input.allowMissing.includes(name);
  }

  #packageOf(file: string): string | undefined {
    const node = this.#tree.find(file)?.node;
    const layer = node?.kind === "file" ? node.content.layer : undefined;
    return layer?.kind === "package" ? layer.name : undefined;
  }

  #about(file: string): { package?: string; file: string } {
    const name = this.#packageOf(file);
    return { ...(name === undefined ? {} : { package: name }), file: plain(file) };
  }

  /** A file as a reader knows it: with its package, or as the base's. */
  #named(file: string): string {
    const name = this.#packageOf(file);
    const node = this.#tree.find(file)?.node;
    const isOfBase = node?.kind === "file" && node.content.layer === undefined;
    return name === undefined ? `${isOfBase ? "the base's " : ""}${shortPath(file)}` : `${name}'s ${shortPath(file)}`;
  }

  #add(finding: Finding): void {
    this.#findings.push(finding);
  }
}

/** What follows a module's name in the path of its file. */
const MODULE_ENDING = /^(?:\/__init__\.py|\.py|(?:\.[\w-]+)?\.so)$/;

function plain(path: string): string {
  return path.replace(/^\/+/, "");
}

function normalized(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, "-");
}

/** Keeps one finding for each package and thing that it lacks: the first, which is the worst. */
function withoutRepeated(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ kind, package: name, library, file, message }) => {
    const key = JSON.stringify([kind, name ?? "", library ?? file ?? message]);
    return !seen.has(key) && seen.add(key);
  });
}
