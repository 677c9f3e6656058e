// A machine that builds: one workspace with an output base of its own, and what it has and has not done itself.

import { rmSync } from "node:fs";
import * as path from "node:path";
import { digestOf } from "../determinism/outcome";
import { MNEMONICS } from "../determinism/recorded-action";
import { countRunners, spawnsOf } from "../e2e/execution-log";
import type { Workspace } from "../e2e/workspace";

/** One build. */
export interface Built {
  /** Our actions by who did them: `worker`, `remote`, `remote cache hit` and so on. */
  readonly runners: Readonly<Record<string, number>>;
  /** PackageLayer actions that were done and not taken from a cache. */
  readonly packageLayersMade: number;
  readonly output: string;
}

/** A command of Bazel that has ended with another status than 0. */
export class BuildFailed extends Error {
  override readonly name = "BuildFailed";

  constructor(
    args: readonly string[],
    readonly status: number | null,
    readonly output: string,
  ) {
    super(`bazel ${args.join(" ")} ended with ${status}\n${output}`);
  }
}

export class Machine {
  readonly #workspace: Workspace;
  readonly #startup: readonly string[];
  readonly #flags: readonly string[];

  /** `outputUserRoot` is where everything of this machine is kept; Bazel's own place if there is none. */
  constructor(workspace: Workspace, flags: readonly string[], outputUserRoot?: string) {
    this.#workspace = workspace;
    this.#flags = flags;
    this.#startup = outputUserRoot === undefined ? [] : [`--output_user_root=${outputUserRoot}`];
  }

  /** Fetches and analyses, so that builds are builds and nothing else. */
  async prepare(targets: readonly string[]): Promise<void> {
    await this.#must(["build", "--nobuild", ...targets, ...this.#flags]);
  }

  async build(args: readonly string[]): Promise<Built> {
    const log = path.join(this.#workspace.folder, ".testbed", "execution-log.json");
    rmSync(log, { force: true });
    const output = await this.#must(["build", `--execution_log_json_file=${log}`, ...this.#flags, ...args]);
    const spawns = spawnsOf(log).filter(({ mnemonic }) => MNEMONICS.split("|").includes(mnemonic));
    const made = spawns.filter(({ mnemonic, cacheHit }) => mnemonic === "PackageLayer" && !cacheHit);
    return { runners: countRunners(spawns), packageLayersMade: made.length, output };
  }

  async clean(): Promise<void> {
    await this.#must(["clean"]);
  }

  async shutdown(): Promise<void> {
    await this.#must(["shutdown"]);
  }

  /** Digest of an output below bazel-bin. */
  digest(name: string): Promise<string> {
    return digestOf(this.#workspace.output(name));
  }

  async #must(args: readonly string[]): Promise<string> {
    const { status, output } = await this.#workspace.bazelBeside(args, this.#startup);
    if (status !== 0) {
      throw new BuildFailed(args, status, output);
    }
    return output;
  }
}
