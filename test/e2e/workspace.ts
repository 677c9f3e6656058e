// A copy of a Bazel workspace for a test, with the Bazel that this machine has.

import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";
import type { Readable } from "node:stream";
import { saySkipped } from "../say-skipped";

export const REPOSITORY = path.dirname(path.dirname(__dirname));

/** Where what is provisioned is kept from run to run; all clones of this user share it. */
export const CACHE =
  process.env.PACKAGE_LAYERS_BAZEL_HOME ??
  path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "package_layers");

/** What the tests of this clone write and keep from run to run; those of another clone have a folder of their own. */
export const SCRATCH = path.join(CACHE, "e2e", createHash("sha256").update(REPOSITORY).digest("hex").slice(0, 12));

/**
 * The registry with newer rule sets than Debian's that PACKAGE_LAYERS_REGISTRY names (a URL, a folder, or `default` for the
 * one that Bazel itself uses), for tests that
 * need them; says aloud when there is none.
 */
export function newestRuleSets(whatFor: string): string | undefined {
  const registry = process.env.PACKAGE_LAYERS_REGISTRY;
  if (registry === undefined || registry === "") {
    saySkipped(`${whatFor} needs newer rule sets than Debian's; name a registry in PACKAGE_LAYERS_REGISTRY`);
    return undefined;
  }
  return registryUrl(registry);
}

/** Names Debian's rule sets where a test asks for them whatever PACKAGE_LAYERS_REGISTRY says. */
export const DEBIAN = "debian";

/** The rule sets of a workspace that does not choose: the newest where there is a registry of them, else what Bazel finds. */
function defaultRuleSets(): string | undefined {
  const registry = process.env.PACKAGE_LAYERS_REGISTRY;
  return registry === undefined || registry === "" ? undefined : registryUrl(registry);
}

function registryUrl(registry: string): string {
  return registry === "default" || /^[a-z]+:\/\//.test(registry) ? registry : `file://${path.resolve(registry)}`;
}

/** What Bazel did in one build, from its build events. */
export interface BuildResult {
  /** Executed actions by mnemonic; those that were up to date or came from a cache are not in it. */
  readonly executed: Readonly<Record<string, number>>;
}

/** How a Bazel command ended, and all that it said. */
export interface Said {
  readonly status: number | null;
  readonly output: string;
}

/** A Bazel command under way. */
export interface RunningBazel {
  /** What Ctrl-C does. */
  readonly interrupt: () => void;
  readonly ended: Promise<Said>;
}

/** A workspace that a test may change. */
export class Workspace {
  readonly folder: string;
  #bazel: string;
  readonly #module: readonly string[];

  private constructor(folder: string, bazel: string, module: readonly string[]) {
    this.folder = folder;
    this.#bazel = bazel;
    this.#module = module;
  }

  /**
   * Copies a folder of the repository; the copy of an earlier run is replaced. What that run built is still up to date: a test that
   * counts actions begins with `clean`.
   *
   * @param registry URL of a registry, or DEBIAN; without it, the newest rule sets that this machine can have.
   * @param release Folder of a registry that has package_layers; without it, the workspace gets this repository's sources.
   */
  static create(source: string, name: string, registry = defaultRuleSets(), release?: string): Workspace {
    const folder = path.join(SCRATCH, name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(path.dirname(folder), { recursive: true });
    cpSync(path.join(REPOSITORY, source), folder, {
      recursive: true,
      filter: (file) => !/\/(bazel-[^/]*|\.testbed)$/.test(file),
    });
    const prepared = spawnSync(
      process.execPath,
      [path.join(REPOSITORY, "testbed", "bazel.mjs"), folder, ...(registry === undefined ? [] : [registry])],
      {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    if (prepared.status !== 0) {
      throw new Error("no Bazel for the end-to-end tests; see the lines above");
    }
    if (release === undefined) {
      return new Workspace(folder, prepared.stdout, [`--override_module=package_layers=${REPOSITORY}`]);
    }
    const bazelrc = path.join(folder, ".testbed", "bazelrc");
    // The first registry that has a module gives it.
    writeFileSync(bazelrc, `common --registry=file://${release}\n${readFileSync(bazelrc, "utf8")}`);
    return new Workspace(folder, prepared.stdout, []);
  }

  #arguments(args: readonly string[]): string[] {
    const [command, ...rest] = args as [string, ...string[]];
    return [command, ...this.#module, "--color=no", "--curses=no", ...rest];
  }

  /** Runs Bazel and gives its standard output; throws with all that it said when it fails. */
  bazel(args: readonly string[], startup: readonly string[] = []): string {
    const { status, stdout, stderr } = spawnSync(this.#bazel, [...startup, ...this.#arguments(args)], {
      cwd: this.folder,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    if (status !== 0) {
      throw new Error(`bazel ${args.join(" ")} ended with ${status}\n${stdout}\n${stderr}`);
    }
    return stdout;
  }

  /** Runs Bazel while this process goes on, so that it can be Bazel's server of something; gives all that it said. */
  bazelBeside(args: readonly string[], startup: readonly string[] = []): Promise<Said> {
    return this.startBazel(args, startup).ended;
  }

  /** Starts Bazel, so that it can be interrupted. */
  startBazel(args: readonly string[], startup: readonly string[] = []): RunningBazel {
    const child = spawn(this.#bazel, [...startup, ...this.#arguments(args)], {
      cwd: this.folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    return { interrupt: () => child.kill("SIGINT"), ended: this.#ended(child) };
  }

  async #ended(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Said> {
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    return { status, output };
  }

  /** Runs Bazel when it is expected to fail, and gives what it said. */
  bazelFailure(args: readonly string[]): string {
    try {
      this.bazel(args);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error(`bazel ${args.join(" ")} succeeded and should not have`);
  }

  /** Builds and counts the executed actions. */
  build(args: readonly string[], startup: readonly string[] = []): BuildResult {
    const events = path.join(SCRATCH, `events-${process.pid}.json`);
    rmSync(events, { force: true });
    this.bazel(
      ["build", "--experimental_record_metrics_for_all_mnemonics", `--build_event_json_file=${events}`, ...args],
      startup,
    );
    const metrics = readFileSync(events, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).buildMetrics)
      .find((found) => found !== undefined);
    rmSync(events);
    const data: { mnemonic: string; actionsExecuted: string }[] = metrics.actionSummary.actionData ?? [];
    return {
      executed: Object.fromEntries(
        data
          .filter(({ actionsExecuted }) => Number(actionsExecuted) > 0)
          .map((row) => [row.mnemonic, Number(row.actionsExecuted)]),
      ),
    };
  }

  /** Builds a program and gives a script that starts it as `bazel run` would, in whatever environment it is called. */
  script(args: readonly string[]): string {
    const file = path.join(this.folder, ".testbed", "run.sh");
    this.bazel(["run", `--script_path=${file}`, ...args]);
    return file;
  }

  /**
   * A program named `bazel` in a folder of its own that runs this Bazel as a person would, with the module that is tested.
   *
   * @param flags Added to each command.
   */
  wrapper(flags: readonly string[]): string {
    const folder = path.join(this.folder, ".testbed", "bin");
    mkdirSync(folder, { recursive: true });
    const program = path.join(folder, "bazel");
    const given = [...this.#module, ...flags].map((flag) => `'${flag}'`).join(" ");
    writeFileSync(program, `#!/bin/sh\ncommand=$1\nshift\nexec '${this.#bazel}' "$command" ${given} "$@"\n`, {
      mode: 0o755,
    });
    return program;
  }

  /** Goes on with Debian's Bazel made to look like a later version to rule sets (testbed/later). */
  useLaterBazel(version: string): void {
    const later = path.join(REPOSITORY, "testbed", "later");
    const { status, stdout } = spawnSync("python3", [path.join(later, "provision.py"), version], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (status !== 0) {
      throw new Error(`no Bazel that looks like ${version}; see the lines above`);
    }
    this.#bazel = stdout.trim();
    const overrides = readFileSync(path.join(later, "overrides.bazel"), "utf8");
    this.write("MODULE.bazel", this.read("MODULE.bazel") + overrides);
  }

  /** Has MODULE.bazel ask for a version of a module. */
  useVersion(module: string, version: string): void {
    const text = this.read("MODULE.bazel");
    const dependency = new RegExp(`(bazel_dep\\(name = "${module}", version = ")[^"]+`);
    if (!dependency.test(text)) {
      throw new Error(`MODULE.bazel of ${this.folder} does not depend on ${module}`);
    }
    this.write("MODULE.bazel", text.replace(dependency, `$1${version}`));
  }

  /** Whether the rule sets are Debian's: rules_python 0.22.1 has one wheel of each package, whatever the platform. */
  get hasDebianRuleSets(): boolean {
    return this.read("MODULE.bazel").includes('bazel_dep(name = "rules_python", version = "0.22.1")');
  }

  /** The path of an output below bazel-bin. */
  output(file: string): string {
    return path.join(this.folder, "bazel-bin", file);
  }

  read(file: string): string {
    return readFileSync(path.join(this.folder, file), "utf8");
  }

  write(file: string, text: string | Uint8Array, mode = 0o644): void {
    writeFileSync(path.join(this.folder, file), text, { mode });
  }
}
