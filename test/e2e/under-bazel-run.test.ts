// What programs find under `bazel run`, and in both layouts of an image: modules, Python's path, files, other programs.
// Makes docs/bazel-run.md.

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { type PlanFile, parsePlanFile } from "../../src/plan/plan-file";
import { debianBase, run } from "./base-image";
import { withLocalRuntimes } from "./local-runtimes";
import { DEBIAN, newestRuleSets, REPOSITORY, Workspace } from "./workspace";

interface RuleSet {
  readonly name: string;
  readonly version: string;
  readonly flags: readonly string[];
}

const config = "--@rules_python//python/config_settings";
const debian: RuleSet = {
  name: "0.22.1",
  version: "0.22.1",
  flags: ["--@package_layers//bazel/settings:python_version=3.11"],
};
const newer: readonly RuleSet[] = [
  ["0.40.0", "bootstrap_impl=script"],
  ["1.9.2", "bootstrap_impl=system_python"],
  ["2.3.2", "bootstrap_impl=system_python"],
  ["2.3.2", "bootstrap_impl=script"],
  ["2.3.2", "bootstrap_impl=script", "venvs_site_packages=yes"],
].map(([version, ...settings]) => ({
  name: [version, ...settings].join(" "),
  version: version!,
  flags: settings.map((setting) => `${config}:${setting}`),
}));

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
  started_again: "a program that starts its interpreter again",
  written: "data whose making names a program with packages",
};

const SOURCE = "test/e2e/under-bazel-run";
const LAYOUTS = ["runfiles", "venv"] as const;

const registry = newestRuleSets("rules_python after 0.22.1");
const base = debianBase();
const ruleSets = [debian, ...(registry === undefined ? [] : newer)];

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

const SITE_PACKAGES = "/venv/lib/python3.11/site-packages";

/** What the repository of a package is called in all versions: rules_python~~pip~pypi_six, rules_python++pip+pypi_311_six. */
const PACKAGE = /^[^/]*pip[~+][^/]*\/site-packages(?=\/|$)/;

/** A path as the runfiles have it, wherever they are; packages are one directory, as they are in an environment. */
function inRunfiles(file: string): string {
  const below = file
    .replace(/^.*?\.runfiles(\/|$)/, "runfiles/")
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
    .replace(/^.*\/_[^/]*\.venv\/lib\/[^/]*\/site-packages/, "packages");
}

/** What a program says of itself, but for what only serves its launcher and for Python's own modules. */
function seen(output: string, packagesInEnvironment: boolean): Seen {
  const { fact, modules, path: directories, directory } = JSON.parse(output) as Seen;
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
 * Starts an image on the base's files, with its own layers on them, made by hard links; removed afterwards.
 *
 * @param program What is started in the place of the image's entry point and arguments.
 */
function startOnBase(
  workspace: Workspace,
  image: string,
  unpackedBase: string,
  ruleSet: RuleSet,
  program?: readonly string[],
): Seen {
  const root = mkdtempSync(path.join(path.dirname(unpackedBase), "image-"));
  try {
    run("cp", ["--archive", "--link", `${unpackedBase}/.`, root]);
    const bundles = workspace.output(`${image}.bundles`);
    const { layers } = JSON.parse(readFileSync(path.join(bundles, "manifest.json"), "utf8"));
    for (const { digest } of layers) {
      const blob = path.join(workspace.output(image), "blobs", ...digest.split(":"));
      run("tar", ["--extract", "--gzip", `--file=${blob}`, `--directory=${root}`]);
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
      run("chroot", [root, "/usr/bin/env", "--ignore-environment", ...start]),
      packagesInEnvironment(ruleSet),
    );
  } finally {
    run("rm", ["-rf", root]);
  }
}

/** What `bazel run` prints of a program, in an environment that has nothing of this one's. */
function startByBazel(workspace: Workspace, name: string, ruleSet: RuleSet): Seen {
  const script = workspace.script([`//programs:${name}`, ...ruleSet.flags]);
  const { status, stdout, stderr } = spawnSync(script, [], {
    encoding: "utf8",
    env: { PATH: "/usr/bin:/bin", HOME: "/" },
  });
  if (status !== 0) {
    throw new Error(`${name} ended with ${status}\n${stdout}\n${stderr}`);
  }
  return seen(stdout, packagesInEnvironment(ruleSet));
}

function packagesInEnvironment({ flags }: RuleSet): boolean {
  return flags.some((flag) => flag.endsWith("venvs_site_packages=yes"));
}

/** Why an image cannot be, from all that Bazel said, without the names of repositories; undefined when it says nothing of it. */
function refusalOf(output: string, image: string): string | undefined {
  const error = new RegExp(`Error in fail: package_layers: \\S*//programs:${image}: (.*)`).exec(output)?.[1];
  return error?.replaceAll(/[^ /]*pip[~+]+pypi_(?:\d+_)?([a-z]+)[^ /]*\/site-packages/g, "the package $1");
}

const withBase = base === undefined ? describe.skip : describe;

withBase.each(ruleSets)("rules_python $name", (ruleSet) => {
  let workspace: Workspace;
  let unpackedBase: string;
  let said: string;
  const outcomes = new Map<string, Readonly<Record<string, Outcome>>>();

  beforeAll(async () => {
    workspace = Workspace.create(SOURCE, "under-bazel-run", ruleSet === debian ? DEBIAN : registry);
    if (ruleSet !== debian) {
      workspace.useVersion("rules_python", ruleSet.version);
      workspace.write("MODULE.bazel", withLocalRuntimes(workspace.read("MODULE.bazel"), ruleSet.version));
    }
    unpackedBase = unpack(base!);
    cpSync(base!, path.join(workspace.folder, "base"), { recursive: true });
    said = (await workspace.bazelBeside(["build", "//programs:all", "--keep_going", ...ruleSet.flags])).output;
  }, 900_000);

  afterAll(() => {
    run("rm", ["-rf", unpackedBase]);
    workspace.bazel(["shutdown"]);
    table.set(ruleSet.name, outcomes);
  });

  test.each(Object.keys(CASES))(
    "%s",
    (name) => {
      const [inRunfilesLayout, inVenv] = LAYOUTS.map((layout): Outcome => {
        const image = `${name}_${layout}`;
        const refused = refusalOf(said, image);
        return refused === undefined ? startOnBase(workspace, `programs/${image}`, unpackedBase, ruleSet) : { refused };
      }) as [Outcome, Outcome];
      const byBazel = startByBazel(workspace, name, ruleSet);
      outcomes.set(name, { "bazel run": byBazel, runfiles: inRunfilesLayout, venv: inVenv });

      expect(inRunfilesLayout).toEqual(byBazel);
      if (!("refused" in inVenv)) {
        expect(alike(inVenv, byBazel, name, ruleSet)).toEqual(alike(byBazel, byBazel, name, ruleSet));
      }
    },
    300_000,
  );

  test("a package that only the making of a file needs is in no image", () => {
    for (const layout of LAYOUTS) {
      expect(planOf(workspace, `programs/written_${layout}`, ruleSet).packages.map(({ name }) => name)).toEqual([
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

  if (ruleSet === debian) {
    test("a wish that matches nothing is reported in output and plan", async () => {
      const message = 'heavy "^torch$" matches no package of the image';
      const { output } = await workspace.bazelBeside(["build", "//findings:misspelled", ...ruleSet.flags]);
      expect(output).toContain(`package_layers: warning: ${message}; correct it, or take it out\n`);
      expect(planOf(workspace, "findings/misspelled", ruleSet).findings.map((each) => each.message)).toEqual([message]);
    }, 120_000);

    test("with strict it is an error", () => {
      const output = workspace.bazelFailure(["build", "//findings:misspelled_strict", ...ruleSet.flags]);
      expect(output).toContain('  - heavy "^torch$" matches no package of the image; correct it, or take it out\n');
    }, 120_000);

    test("a binary that is not a Python program is reported", () => {
      expect(planOf(workspace, "findings/shell_layers", ruleSet).findings).toMatchObject([
        { id: "not-python", message: "binary = @@//findings:shell is not a Python program" },
      ]);
    }, 120_000);

    test("a wheel's files that nothing marks as a package are reported, and are one package once declared", () => {
      for (const layout of LAYOUTS) {
        const unmarked = planOf(workspace, `findings/unmarked_${layout}`, ruleSet);
        expect(unmarked.packages).toEqual([]);
        expect(unmarked.findings).toMatchObject([
          {
            id: "unmarked-package",
            message:
              "colours 1.0 is not marked as a package, and so part of the image's layer of other files: " +
              "_main/findings/colours/site/colours-1.0.dist-info",
          },
        ]);
        const declared = planOf(workspace, `findings/declared_${layout}`, ruleSet);
        expect(declared.packages).toMatchObject([{ name: "colours", version: "1.0" }]);
        expect(declared.findings).toEqual([]);
        expect(startOnBase(workspace, `findings/declared_${layout}`, unpackedBase, ruleSet).fact).toBe(
          "colours has red",
        );
      }
    }, 300_000);

    test("programs that import one name from different places are in no image together, where they share a path", () => {
      workspace.bazel(["build", "//findings:at_odds_runfiles", ...ruleSet.flags]);
      const start = (...program: string[]) =>
        startOnBase(workspace, "findings/at_odds_runfiles", unpackedBase, ruleSet, program).fact;
      expect([start("/app"), start("/with_package")]).toEqual(["six is ours", "six is 1.17.0"]);
      const output = workspace.bazelFailure(["build", "//findings:at_odds_venv", ...ruleSet.flags]);
      expect(output).toMatch(
        /at_odds_venv: binaries: under `bazel run` \S+with_package imports module six from \S*six\S*, .* where _main\/libs\/vendored\/vendored_lib comes first; use layout = "runfiles"/,
      );
    }, 300_000);

    test("Python's own module that another program has one of is not replaced, or there is no image", () => {
      workspace.bazel(["build", "//findings:sorts_beside_sorts_elsewhere_runfiles", ...ruleSet.flags]);
      const start = (...program: string[]) =>
        startOnBase(workspace, "findings/sorts_beside_sorts_elsewhere_runfiles", unpackedBase, ruleSet, program).fact;
      expect([start("/app"), start("/sorts_elsewhere")]).toEqual(["Python's own", "ours, in elsewhere"]);
      const why = (image: string) =>
        workspace.bazelFailure(["build", `//findings:sorts_beside_${image}`, ...ruleSet.flags]);
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
        const { findings } = planOf(workspace, `findings/started_in_nothing_${layout}`, ruleSet);
        expect(findings).toMatchObject([
          {
            id: "missing-workdir",
            message: expect.stringContaining('workdir = "/srv/nothing" names a directory that'),
          },
        ]);
        expect(workspace.bazelFailure(["build", `//findings:started_in_file_${layout}`, ...ruleSet.flags])).toContain(
          "package_layers: the image has a file in the place of its working directory\n  file: /etc/passwd\n",
        );
      },
      300_000,
    );

    test("programs that are zips are in no image", () => {
      const failure = (image: string) =>
        workspace.bazelFailure(["build", `//programs:${image}`, "--build_python_zip", ...ruleSet.flags]);
      expect(failure("vendored_runfiles")).toContain(
        "//programs:vendored is one zip that has all of its packages in it",
      );
      expect(failure("outer_venv")).toContain("//programs:inner is one zip that has all of its packages in it");
    }, 300_000);

    test("packages of a program below a rule that changes its configuration are found", () => {
      for (const layout of LAYOUTS) {
        expect(planOf(workspace, `findings/wrapped_${layout}`, ruleSet).packages).toMatchObject([{ name: "colours" }]);
        expect(startOnBase(workspace, `findings/wrapped_${layout}`, unpackedBase, ruleSet).fact).toBe(
          "colours has red",
        );
      }
    }, 300_000);
  }
});

function planOf(workspace: Workspace, image: string, ruleSet: RuleSet): PlanFile {
  workspace.bazel(["build", `//${image.replace("/", ":")}`, "--output_groups=+plan", ...ruleSet.flags]);
  return parsePlanFile(readFileSync(workspace.output(`${image}.plan.json`), "utf8"), image);
}

function filesOf(workspace: Workspace, image: string): readonly (readonly [string, ...unknown[]])[] {
  return JSON.parse(readFileSync(workspace.output(`${image}.application.layer.json`), "utf8")).files;
}

/**
 * What a program sees, but for the place of the packages' directory on the path where there is none, where each has its own,
 * or where it has nothing that the program imports and the launcher has it in any case.
 */
function alike(one: Seen, byBazel: Seen, name: string, ruleSet: RuleSet): Seen {
  const unused =
    packagesInEnvironment(ruleSet) && !Object.values(byBazel.modules).some((file) => file.startsWith("packages/"));
  const anywhere = name === "between" || unused || !byBazel.path.includes("packages");
  return anywhere ? { ...one, path: one.path.filter((place) => place !== "packages") } : one;
}

function cell(outcome: Outcome): string {
  return "refused" in outcome ? `no image: ${outcome.refused}` : outcome.fact;
}

test("docs/bazel-run.md has what was found", () => {
  const file = path.join(REPOSITORY, "docs", "bazel-run.md");
  const text = readFileSync(file, "utf8");
  const start = text.indexOf("| case |");
  const [head, line, ...written] = text.slice(start).trimEnd().split("\n");
  const key = (row: string) => row.split(" | ").slice(0, 2).join(" | ");
  const rows = new Map(written.map((row) => [key(row), row]));
  const found = [...table].flatMap(([ruleSet, outcomes]) =>
    [...outcomes].map(([name, places]) => {
      const cells = [CASES[name]!, ruleSet, ...Object.values(places).map(cell)];
      return `| ${cells.map((each) => each.replaceAll("|", "\\|")).join(" | ")} |`;
    }),
  );
  if (process.env.PACKAGE_LAYERS_GOLDEN === "write") {
    const all = new Map([...rows, ...found.map((row) => [key(row), row] as const)]);
    const order = Object.values(CASES).flatMap((about) => [debian, ...newer].map(({ name }) => `| ${about} | ${name}`));
    const lines = [head!, line!, ...order.flatMap((each) => all.get(each) ?? [])];
    writeFileSync(file, `${text.slice(0, start)}${lines.join("\n")}\n`);
  } else {
    expect(found.map((row) => rows.get(key(row)))).toEqual(found);
  }
});

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
