// What programs find under `bazel run`, and in both layouts of an image: modules, Python's path, files, other programs.
// Makes the table of docs/bazel-run.md.

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { type PlanFile, parsePlanFile } from "../../src/plan/plan-file";
import { debianBase, run } from "./base-image";
import { withLocalRuntimes } from "./local-runtimes";
import { DEBIAN, newestRuleSets, REPOSITORY, SCRATCH, Workspace } from "./workspace";

/** Rules, of one version and with the flags that choose how a program starts. */
interface Launcher {
  readonly name: string;
  /** Version of rules_python. */
  readonly version: string;
  readonly flags: readonly string[];
  /** The rule of rules_py that makes the programs; else rules_python does. */
  readonly rulesPy?: "py_binary";
}

const config = "--@rules_python//python/config_settings";
const debian: Launcher = {
  name: "0.22.1",
  version: "0.22.1",
  flags: ["--@package_layers//bazel/settings:python_version=3.11"],
};
const ofRulesPython: readonly Launcher[] = [
  ["0.40.0 script", "bootstrap_impl=script"],
  ["1.9.2 system_python", "bootstrap_impl=system_python"],
  ["2.3.2 system_python", "bootstrap_impl=system_python"],
  ["2.3.2 script", "bootstrap_impl=script"],
  ["2.3.2 script venvs", "bootstrap_impl=script", "venvs_site_packages=yes"],
].map(([name, ...settings]) => ({
  name: name!,
  version: name!.split(" ")[0]!,
  flags: settings.map((setting) => `${config}:${setting}`),
}));
// Not py_venv_binary: the script that stands for its tool links wheels that rules_py itself unpacks, and no others (rules-py.test.ts).
const ofRulesPy: Launcher = { name: "rules_py py_binary", version: "2.3.2", flags: [], rulesPy: "py_binary" };
const newer = [...ofRulesPython, ofRulesPy];

/** Each program, and what it is about. */
const CASES: Readonly<Record<string, string>> = {
  vendored: "a first-party module and a package of one name",
  between: "a first-party module between two packages, with the name of the later one",
  package_first: "a package before a first-party module of its name",
  either_way: "a first-party directory between two packages, with a name of each",
  overlapping: "two libraries with a module of one name, each with the other's directory on its path",
  path_file: "a package with a .pth file",
  namespace: "a namespace package in two directories",
  stdlib_names: "a module beside the program with the name of one of Python's",
  sibling: "a module beside the program",
  own_directory: "a module beside the program, with an empty PYTHONSAFEPATH",
  other_library: "modules of another module, one with the name of a package",
  two_mains: "two sources with the name of the program",
  generated: "a program that an action makes",
  wrapped: "a package below an attribute that no rule set has",
  elsewhere: "an alias of a program of another module",
  chosen: "an alias that chooses between programs",
  chosen_library: "a library that `select` brings",
  odd_imports: "import directories that are above, the same, or not there, of a library and of the program",
  init_files: "`legacy_create_init = True`",
  "folder/inside": "a program whose name has a folder, and a module with the name of one of Python's",
  tested: "a `py_test`",
  main_module: "`main_module`",
  precompiled: "a program that is compiled, without its source",
  with_cfg: "a program of with_cfg.bzl",
  with_cfg_library: "a library of with_cfg.bzl",
  other_names: "files that the runfiles have by other names alone",
  names_below: "names that a dependency of a dependency brings, of a directory too",
  settings: "`args` and `env`, with locations, variables and quotes",
  rootpath: "`$(rootpath)` of files of this and of another repository",
  rlocation: "the runfiles library: a package's file, and names of repositories",
  source_directory: "a source directory as data",
  tree: "a directory that an action makes: links, empty directories, odd names",
  program: "an executable file without a first line that says so",
  linked: "links that actions make",
  outer: "a program that starts another with packages of its own",
  diamond: "programs that start each other, with packages and files of both",
  started_again: "a program that starts its interpreter again",
  written: "data whose making names a program with packages",
};

/** Where programs are that not all launchers have. */
const FOLDERS: Readonly<Record<string, string>> = {
  main_module: "programs/main_module",
  precompiled: "programs/precompiled",
  with_cfg: "programs/with_cfg",
  with_cfg_library: "programs/with_cfg",
};

/** The cases that a launcher has. */
function casesOf({ version, rulesPy }: Launcher): string[] {
  return Object.keys(CASES).filter((name) => {
    if (rulesPy !== undefined) {
      return !WITHOUT_RULES_PY.includes(name) && FOLDERS[name] === undefined;
    }
    const needs: Readonly<Record<string, boolean>> = {
      main_module: !version.startsWith("0."),
      precompiled: version === "2.3.2",
    };
    return needs[name] ?? (FOLDERS[name] === undefined || version !== debian.version);
  });
}

/**
 * What rules_python's rules and launchers alone have, or another module that uses them; then what docs/bazel-run.md names as
 * not the same.
 */
const WITHOUT_RULES_PY = ["init_files", "elsewhere", "path_file", "outer", "diamond"];

function folderOf(name: string): string {
  return FOLDERS[name] ?? "programs";
}

const SOURCE = "test/e2e/under-bazel-run";
const LAYOUTS = ["runfiles", "venv"] as const;

const registry = newestRuleSets("rules_python after 0.22.1");
const base = debianBase();
const launchers = [debian, ...(registry === undefined ? [] : newer)];

/** What a program said of itself, with paths as the runfiles have them. */
interface Seen {
  readonly fact: string;
  readonly modules: Readonly<Record<string, string>>;
  readonly path: readonly string[];
  readonly directory: string;
}

/** How it went: what was seen, or the error that says why it cannot be. */
type Outcome = Seen | { readonly refused: string };

/** Per rule set, case and place. */
const table = new Map<string, Map<string, Readonly<Record<string, Outcome>>>>();

/** The directories of the programs' own sources, and of those that actions make. */
const SOURCES = new RegExp(`^(?:${SCRATCH}/under-bazel-run|/.*/execroot/_main/bazel-out/[^/]*/bin)(?=/|$)`);

const SITE_PACKAGES = "/venv/lib/python3.11/site-packages";

/** What the repository of a package is called in all versions: rules_python~~pip~pypi_six, rules_python++pip+pypi_311_six. */
const PACKAGE = /^[^/]*pip[~+][^/]*\/site-packages(?=\/|$)/;

/** A path as the runfiles have it, wherever they are; packages are one directory, as they are in an environment. */
function inRunfiles(file: string): string {
  const below = file
    .replace(/^.*?\.runfiles(\/|$)/, "runfiles/")
    // Where a launcher lets Python look behind the links of the runfiles.
    .replace(SOURCES, "runfiles/_main")
    .replace(/^\/app(?=\/|$)/, "runfiles/_main")
    .replace(SITE_PACKAGES, "packages");
  if (!below.startsWith("runfiles/")) {
    return below;
  }
  // Launchers of old go to another repository by way of the main one.
  return path.posix
    .normalize(below.slice("runfiles/".length))
    .replace(/^\.$/, "")
    .replace(PACKAGE, "packages")
    .replace(/^.*\/lib\/python[^/]*\/site-packages/, "packages");
}

/** What a program says of itself, but for what only serves its launcher and for Python's own modules. */
function seen(output: string, packagesInEnvironment: boolean): Seen {
  // What `bazel run` starts a test by says something first.
  const said = output.trimEnd().split("\n").at(-1)!;
  const { fact, modules, path: directories, directory } = JSON.parse(said) as Seen;
  const launchers = /^(_application_path|_bazel_site_init|bazel_binary_info)$|^__mp_main__$/;
  const ofPython = /^\/usr\/(lib|bin)|^\/usr\/local\/lib/;
  const places = directories.flatMap((place) => {
    const launcherVenv = /\.venv\/lib\/[^/]*\/site-packages$/.test(place) && !packagesInEnvironment;
    const mapped = inRunfiles(place);
    // The base's own packages, the roots of packages' repositories, and a directory that venvs_site_packages=yes names and
    // nobody makes: nothing is imported from these.
    const empty = /\/dist-packages$|^site-packages$/.test(mapped) || /pip[~+]/.test(mapped) || launcherVenv;
    return empty ? [] : [ofPython.test(mapped) ? "Python" : mapped === "" ? "the runfiles" : mapped.replace(/\/$/, "")];
  });
  return {
    fact,
    directory: inRunfiles(directory),
    modules: Object.fromEntries(
      Object.entries(modules)
        .filter(([name, file]) => !launchers.test(name) && !ofPython.test(file))
        .map(([name, file]) => [name, inRunfiles(file)]),
    ),
    path: [...new Set(places)],
  };
}

/**
 * Starts an image on the base's files, with its own layers on them, which lie in folders that the base does not have and are
 * removed afterwards.
 *
 * @param program What is started in the place of the image's entry point and arguments.
 */
function startOnBase(
  workspace: Workspace,
  image: string,
  unpackedBase: string,
  launcher: Launcher,
  program?: readonly string[],
): Seen {
  const ofBase = new Set(readdirSync(unpackedBase));
  try {
    const bundles = workspace.output(`${image}.bundles`);
    const { layers } = JSON.parse(readFileSync(path.join(bundles, "manifest.json"), "utf8"));
    for (const { digest } of layers) {
      const blob = path.join(workspace.output(image), "blobs", ...digest.split(":"));
      run("tar", ["--extract", "--gzip", `--file=${blob}`, `--directory=${unpackedBase}`]);
    }
    const { config: settings } = JSON.parse(readFileSync(path.join(bundles, "config.json"), "utf8"));
    const environment: readonly string[] = settings.Env ?? [];
    const start = [
      `--chdir=${settings.WorkingDir}`,
      ...environment,
      "PATH=/venv/bin:/usr/bin:/bin",
      ...(program ?? [...settings.Entrypoint, ...(settings.Cmd ?? [])]),
    ];
    return seen(
      run("chroot", [unpackedBase, "/usr/bin/env", "--ignore-environment", ...start]),
      packagesInEnvironment(launcher),
    );
  } finally {
    const own = readdirSync(unpackedBase).filter((name) => !ofBase.has(name));
    run("rm", ["-rf", ...own.map((name) => path.join(unpackedBase, name))]);
  }
}

/** What `bazel run` prints of a program, in an environment that has nothing of this one's. */
function startByBazel(workspace: Workspace, name: string, launcher: Launcher): Seen {
  // A test's environment is Bazel's.
  const search = "/usr/bin:/bin";
  const script = workspace.script([
    `//${folderOf(name)}:${name}`,
    `--test_env=PATH=${search}`,
    // A program may be in another configuration than its images, which are looked for by these links.
    "--experimental_convenience_symlinks=ignore",
    ...launcher.flags,
  ]);
  const { status, stdout, stderr } = spawnSync(script, [], {
    encoding: "utf8",
    env: { PATH: search, HOME: "/" },
  });
  if (status !== 0) {
    throw new Error(`${name} ended with ${status}\n${stdout}\n${stderr}`);
  }
  return seen(stdout, packagesInEnvironment(launcher));
}

const RULES_PY = path.join(REPOSITORY, "test", "e2e", "rules-py");

/** Has the programs made by a rule of rules_py 1.12.0. Its own programs are scripts of its own test's workspace. */
function useRulesPy(workspace: Workspace, rule: string): void {
  cpSync(path.join(RULES_PY, "rules_py_programs"), path.join(workspace.folder, "rules_py_programs"), {
    recursive: true,
  });
  workspace.write("MODULE.bazel", workspace.read("MODULE.bazel") + rulesPyModule());
  workspace.write("python_rules.bzl", workspace.read("rules_py.bzl").replace(/^_RULE = .*/m, `_RULE = "${rule}"`));
}

/** What the workspace of rules_py's own test says of rules_py: the module, and scripts in the place of its programs. */
function rulesPyModule(): string {
  const module = readFileSync(path.join(RULES_PY, "MODULE.bazel"), "utf8");
  const parts = [
    /^bazel_dep\(name = "aspect_rules_py".*\n/m,
    /^local_repository = .*\n/m,
    /^local_repository\([\s\S]*(?=^# As rules_py's `uv`)/m,
  ].map((part) => {
    const [found] = part.exec(module) ?? [];
    if (found === undefined) {
      throw new Error(`the workspace of rules-py.test.ts has no ${part.source}`);
    }
    return found;
  });
  return `\n${parts.join("\n")}`;
}

function packagesInEnvironment({ flags, rulesPy }: Launcher): boolean {
  return rulesPy !== undefined || flags.some((flag) => flag.endsWith("venvs_site_packages=yes"));
}

/** Why an image cannot be, from all that Bazel said, without the names of repositories; undefined when it says nothing of it. */
function refusalOf(output: string, image: string): string | undefined {
  const error = new RegExp(`Error in fail: package_layers: \\S*//[^:]*:${image}: (.*)`).exec(output)?.[1];
  return error?.replaceAll(/[^ /]*pip[~+]+pypi_(?:\d+_)?([a-z]+)[^ /]*\/site-packages/g, "the package $1");
}

const withBase = base === undefined ? describe.skip : describe;

withBase.each(launchers)("$name", (launcher) => {
  let workspace: Workspace;
  let unpackedBase: string;
  let built: string;
  const cases = casesOf(launcher);
  const packages = new Set(["programs", ...cases.flatMap((name) => FOLDERS[name] ?? [])]);
  const outcomes = new Map<string, Readonly<Record<string, Outcome>>>();

  beforeAll(async () => {
    workspace = Workspace.create(SOURCE, "under-bazel-run", launcher === debian ? DEBIAN : registry);
    if (launcher !== debian) {
      workspace.useVersion("rules_python", launcher.version);
      const module = withLocalRuntimes(workspace.read("MODULE.bazel"), launcher.version);
      workspace.write("MODULE.bazel", `${module}\nbazel_dep(name = "with_cfg.bzl", version = "0.14.6")\n`);
    }
    if (launcher.rulesPy !== undefined) {
      useRulesPy(workspace, launcher.rulesPy);
    }
    unpackedBase = unpack(base!);
    cpSync(base!, path.join(workspace.folder, "base"), { recursive: true });
    built = (
      await workspace.bazelBeside([
        "build",
        ...[...packages].map((folder) => `//${folder}:all`),
        "--keep_going",
        ...launcher.flags,
      ])
    ).output;
  }, 900_000);

  afterAll(() => {
    run("rm", ["-rf", unpackedBase]);
    workspace.bazel(["shutdown"]);
    table.set(launcher.name, outcomes);
  });

  test.each(cases)(
    "%s",
    (name) => {
      const [inRunfilesLayout, inVenv] = LAYOUTS.map((layout): Outcome => {
        const image = `${name}_${layout}`;
        const refused = refusalOf(built, image);
        return refused === undefined
          ? startOnBase(workspace, `${folderOf(name)}/${image}`, unpackedBase, launcher)
          : { refused };
      }) as [Outcome, Outcome];
      const byBazel = startByBazel(workspace, name, launcher);
      outcomes.set(name, { "bazel run": byBazel, runfiles: inRunfilesLayout, venv: inVenv });

      expect(inRunfilesLayout).toEqual(byBazel);
      if (!("refused" in inVenv)) {
        expect(alike(inVenv, byBazel, name, launcher)).toEqual(alike(byBazel, byBazel, name, launcher));
      }
    },
    300_000,
  );

  test("a package that only the making of a file needs is in no image", () => {
    for (const layout of LAYOUTS) {
      expect(planOf(workspace, `programs/written_${layout}`, launcher).packages.map(({ name }) => name)).toEqual([
        "six",
      ]);
    }
  }, 120_000);

  test("links that actions make are links in the image", () => {
    for (const layout of LAYOUTS) {
      const links = filesOf(workspace, `programs/linked_${layout}`).filter(([file]) => file.includes("/data/links/"));
      expect(links).toEqual([
        ["app.runfiles/_main/data/links/by_file.txt", "../conf.txt"],
        ["app.runfiles/_main/data/links/by_path.txt", "../conf.txt"],
      ]);
    }
  });

  if (launcher === debian) {
    test("a wish that matches nothing is reported in output and plan", async () => {
      const message = 'heavy "^torch$" matches no package of the image';
      const { output } = await workspace.bazelBeside(["build", "//findings:misspelled", ...launcher.flags]);
      expect(output).toContain(`package_layers: warning: ${message}; correct it, or take it out\n`);
      expect(planOf(workspace, "findings/misspelled", launcher).findings.map((each) => each.message)).toEqual([
        message,
      ]);
    }, 120_000);

    test("with strict it is an error", () => {
      const output = workspace.bazelFailure(["build", "//findings:misspelled_strict", ...launcher.flags]);
      expect(output).toContain('  - heavy "^torch$" matches no package of the image; correct it, or take it out\n');
    }, 120_000);

    test("a binary that is not a Python program is reported", () => {
      expect(planOf(workspace, "findings/shell_layers", launcher).findings).toMatchObject([
        { id: "not-python", message: "binary = @@//findings:shell is not a Python program" },
      ]);
    }, 120_000);

    test("a wheel's files that nothing marks as a package are reported, and are one package once declared", () => {
      for (const layout of LAYOUTS) {
        const unmarked = planOf(workspace, `findings/unmarked_${layout}`, launcher);
        expect(unmarked.packages).toEqual([]);
        expect(unmarked.findings).toMatchObject([
          {
            id: "unmarked-package",
            message:
              "colours 1.0 is not marked as a package, and so part of the image's layer of other files: " +
              "_main/findings/colours/site/colours-1.0.dist-info",
          },
        ]);
        const declared = planOf(workspace, `findings/declared_${layout}`, launcher);
        expect(declared.packages).toMatchObject([{ name: "colours", version: "1.0" }]);
        expect(declared.findings).toEqual([]);
        expect(startOnBase(workspace, `findings/declared_${layout}`, unpackedBase, launcher).fact).toBe(
          "colours has red",
        );
      }
    }, 300_000);

    test("programs that import one name from different places are in no image together, where they share a path", () => {
      workspace.bazel(["build", "//findings:at_odds_runfiles", ...launcher.flags]);
      const start = (...program: string[]) =>
        startOnBase(workspace, "findings/at_odds_runfiles", unpackedBase, launcher, program).fact;
      expect([start("/app"), start("/with_package")]).toEqual(["six is ours", "six is 1.17.0"]);
      const output = workspace.bazelFailure(["build", "//findings:at_odds_venv", ...launcher.flags]);
      expect(output).toMatch(
        /at_odds_venv: binaries: under `bazel run` \S+with_package imports module six from \S*six\S*, .* where _main\/libs\/vendored\/vendored_lib comes first; use layout = "runfiles"/,
      );
    }, 300_000);

    test("Python's own module that another program has one of is not replaced, or there is no image", () => {
      workspace.bazel(["build", "//findings:sorts_beside_sorts_elsewhere_runfiles", ...launcher.flags]);
      const start = (...program: string[]) =>
        startOnBase(workspace, "findings/sorts_beside_sorts_elsewhere_runfiles", unpackedBase, launcher, program).fact;
      expect([start("/app"), start("/sorts_elsewhere")]).toEqual(["Python's own", "ours, in elsewhere"]);
      const why = (image: string) =>
        workspace.bazelFailure(["build", `//findings:sorts_beside_${image}`, ...launcher.flags]);
      const imports = /binaries: under `bazel run` \S+findings:sorts imports module graphlib of Python itself, and /
        .source;
      expect(why("sorts_elsewhere_venv")).toMatch(
        new RegExp(`${imports}.* where _main/libs/elsewhere comes first; use layout = "runfiles"`),
      );
      for (const layout of LAYOUTS) {
        expect(why(`sorts_itself_${layout}`)).toMatch(
          new RegExp(`${imports}.* where _main/libs/shared comes first; rename one of the modules`),
        );
      }
    }, 300_000);

    test.each(LAYOUTS)(
      "a working directory that is nowhere is said, and a file there is an error: %s",
      (layout) => {
        const { findings } = planOf(workspace, `findings/started_in_nothing_${layout}`, launcher);
        expect(findings).toMatchObject([
          {
            id: "missing-workdir",
            message: expect.stringContaining('workdir = "/srv/nothing" names a directory that'),
          },
        ]);
        expect(workspace.bazelFailure(["build", `//findings:started_in_file_${layout}`, ...launcher.flags])).toContain(
          "package_layers: the image has a file in the place of its working directory\n  file: /etc/passwd\n",
        );
      },
      300_000,
    );

    test("programs that are zips are in no image", () => {
      const failure = (image: string) =>
        workspace.bazelFailure(["build", `//programs:${image}`, "--build_python_zip", ...launcher.flags]);
      expect(failure("vendored_runfiles")).toContain(
        "//programs:vendored is one zip that has all of its packages in it",
      );
      expect(failure("outer_venv")).toContain("//programs:inner is one zip that has all of its packages in it");
    }, 300_000);

    test("packages of a program below a rule that changes its configuration are found", () => {
      for (const layout of LAYOUTS) {
        expect(planOf(workspace, `findings/wrapped_${layout}`, launcher).packages).toMatchObject([{ name: "colours" }]);
        expect(startOnBase(workspace, `findings/wrapped_${layout}`, unpackedBase, launcher).fact).toBe(
          "colours has red",
        );
      }
    }, 300_000);
  }
});

function planOf(workspace: Workspace, image: string, launcher: Launcher): PlanFile {
  workspace.bazel(["build", `//${image.replace("/", ":")}`, "--output_groups=+plan", ...launcher.flags]);
  return parsePlanFile(readFileSync(workspace.output(`${image}.plan.json`), "utf8"), image);
}

function filesOf(workspace: Workspace, image: string): readonly (readonly [string, ...unknown[]])[] {
  return JSON.parse(readFileSync(workspace.output(`${image}.application.layer.json`), "utf8")).files;
}

/**
 * What a program sees, but for the place of the packages' directory on the path where there is none, where each has its own,
 * or where it has nothing that the program imports and the launcher has it in any case; and but for what an interpreter has
 * that the program starts.
 */
function alike(one: Seen, byBazel: Seen, name: string, launcher: Launcher): Seen {
  const unused =
    packagesInEnvironment(launcher) && !Object.values(byBazel.modules).some((file) => file.startsWith("packages/"));
  const anywhere = name === "between" || unused || !byBazel.path.includes("packages");
  const path = anywhere ? one.path.filter((place) => place !== "packages") : one.path;
  // The interpreter itself has the packages there, and thus each that the program starts.
  const fact = name === "started_again" ? one.fact.replace("started: no six", "started: six") : one.fact;
  return { ...one, fact, path };
}

function inWords(outcome: Outcome): string {
  return "refused" in outcome ? `no image: ${outcome.refused}` : outcome.fact;
}

type Cells = Readonly<Record<string, string>>;

test("what was found is what golden/outcomes.json has, of which `npm run docs` draws docs/bazel-run.md's table", () => {
  const file = path.join(REPOSITORY, SOURCE, "golden", "outcomes.json");
  const written: Record<string, Record<string, Cells>> = JSON.parse(readFileSync(file, "utf8"));
  const found = new Map([...table].map(([launcher, outcomes]) => [launcher, cellsOf(outcomes)]));
  const known = [debian, ...newer].map((launcher) => {
    const of = { ...written[launcher.name], ...found.get(launcher.name) };
    const cases = casesOf(launcher).map((name) => CASES[name]!);
    return [launcher.name, Object.fromEntries(cases.flatMap((about) => (of[about] ? [[about, of[about]]] : [])))];
  });
  const text = `${JSON.stringify(Object.fromEntries(known), null, 2)}\n`;
  if (process.env.PACKAGE_LAYERS_GOLDEN === "write") {
    writeFileSync(file, text);
  }
  expect(readFileSync(file, "utf8")).toBe(text);
});

/** Per case, what each place said. */
function cellsOf(outcomes: ReadonlyMap<string, Readonly<Record<string, Outcome>>>): Record<string, Cells> {
  return Object.fromEntries(
    [...outcomes].map(([name, places]) => [
      CASES[name]!,
      Object.fromEntries(Object.entries(places).map(([place, outcome]) => [place, inWords(outcome)])),
    ]),
  );
}

function unpack(layout: string): string {
  const folder = mkdtempSync(path.join(path.dirname(layout), "unpacked-base-"));
  const index = JSON.parse(readFileSync(path.join(layout, "index.json"), "utf8"));
  const read = (digest: string) => path.join(layout, "blobs", ...digest.split(":"));
  const { layers } = JSON.parse(readFileSync(read(index.manifests[0].digest), "utf8"));
  for (const { digest } of layers) {
    run("tar", ["--extract", "--gzip", `--file=${read(digest)}`, `--directory=${folder}`]);
  }
  return folder;
}
