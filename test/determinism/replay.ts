// Does the recorded actions again without Bazel, in the surroundings that a cell of the matrix asks for.

import { spawn } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import * as path from "node:path";
import { type ClientOptions, WorkerClient } from "../conformance/worker-client";
import { type Outcome, outcomeOf } from "./outcome";
import type { RecordedAction } from "./recorded-action";

/** How the executable is called. */
export type Way = "one-shot" | "worker" | "JSON worker" | "multiplex worker" | "sandboxed multiplex worker";

/** The surroundings. */
export interface Surroundings {
  readonly way: Way;
  /** The Node: a command and its first arguments; this process's own unless it is given. */
  readonly node?: readonly [string, ...string[]];
  readonly env?: NodeJS.ProcessEnv;
  /** Octal digits. */
  readonly umask?: string;
  /** Whether inputs are laid out and named in the opposite order. */
  readonly reversed?: boolean;
  /** Takes the place of the recorded setting. */
  readonly compression?: "zstd" | "none";
}

/** Where the work is done. */
export interface Place {
  /** The worker: a JavaScript file. */
  readonly program: string;
  /** Where the recorded inputs are. */
  readonly executionRoot: string;
  /** An existing directory; a new one is made in it and removed at the end. */
  readonly folder: string;
}

/** Requests that a multiplex worker has at a time. */
const IN_FLIGHT = 6;

/** Milliseconds until a worker counts as hanging; an emulated one is slow. */
const TIMEOUT = 600_000;

/** Does the actions and resolves to what each has made, by its subject. Rejects if one fails. */
export async function replay(
  actions: readonly RecordedAction[],
  surroundings: Surroundings,
  place: Place,
): Promise<Map<string, Outcome>> {
  const root = mkdtempSync(path.join(place.folder, "replay-"));
  try {
    const replayed = new Replay(actions, surroundings, place, root);
    return await replayed.run();
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

class Replay {
  readonly #actions: readonly RecordedAction[];
  readonly #surroundings: Surroundings;
  readonly #place: Place;
  readonly #root: string;
  readonly #outputs: ReadonlySet<string>;
  readonly #outcomes = new Map<string, Outcome>();

  constructor(actions: readonly RecordedAction[], surroundings: Surroundings, place: Place, root: string) {
    this.#actions = actions;
    this.#surroundings = surroundings;
    this.#place = place;
    this.#root = root;
    this.#outputs = new Set(actions.flatMap(({ outputs }) => outputs));
  }

  async run(): Promise<Map<string, Outcome>> {
    const sandboxed = this.#surroundings.way === "sandboxed multiplex worker";
    if (!sandboxed) {
      const inputs = new Set(this.#actions.flatMap((action) => action.inputs));
      this.#layOut(
        this.#root,
        [...inputs].filter((input) => !this.#outputs.has(input)),
      );
    }
    const waiting = new Set(this.#actions);
    while (waiting.size > 0) {
      const missing = new Set([...waiting].flatMap(({ outputs }) => outputs));
      const ready = [...waiting].filter(({ inputs }) => !inputs.some((input) => missing.has(input)));
      await this.#perform(this.#surroundings.reversed === true ? ready.reverse() : ready);
      for (const action of ready) {
        waiting.delete(action);
        this.#outcomes.set(action.subject, await outcomeOf(action, this.#root));
      }
    }
    return this.#outcomes;
  }

  /** Actions of which none needs another. */
  async #perform(actions: readonly RecordedAction[]): Promise<void> {
    const { way } = this.#surroundings;
    if (way === "one-shot") {
      for (const action of actions) {
        await this.#runOnce(action);
      }
      return;
    }
    const isMultiplex = way === "multiplex worker" || way === "sandboxed multiplex worker";
    const json = way === "JSON worker";
    const client = new WorkerClient({
      program: this.#place.program,
      interpreter: this.#interpreter(),
      cwd: this.#root,
      args: [
        ...(json ? ["--worker_protocol=json"] : []),
        // On a machine of few cores the worker would run fewer, and in one thread.
        ...(isMultiplex ? [`--worker_concurrency=${IN_FLIGHT}`] : []),
        "--persistent_worker",
      ],
      env: this.#surroundings.env ?? {},
      json,
      timeout: TIMEOUT,
    } satisfies ClientOptions);
    try {
      const open = new Map<number, RecordedAction>();
      for (const [index, action] of actions.entries()) {
        const requestId = isMultiplex ? index + 1 : 0;
        const sandboxDir = way === "sandboxed multiplex worker" ? path.join("sandboxes", String(requestId)) : "";
        if (sandboxDir !== "") {
          this.#layOut(path.join(this.#root, sandboxDir), action.inputs);
        }
        client.send({
          arguments: this.#argumentsOf(action),
          inputs: action.inputs.map((input) => ({ path: input })),
          requestId,
          sandboxDir,
        });
        open.set(requestId, action);
        if (open.size >= (isMultiplex ? IN_FLIGHT : 1)) {
          await this.#settle(client, open);
        }
      }
      while (open.size > 0) {
        await this.#settle(client, open);
      }
      client.end();
      const end = await client.exit();
      if (end !== 0) {
        throw new Error(`the worker ended with ${end}: ${client.stderr}`);
      }
    } finally {
      client.process.kill("SIGKILL");
    }
  }

  async #settle(client: WorkerClient, open: Map<number, RecordedAction>): Promise<void> {
    const { requestId, exitCode, output } = await client.response();
    const action = open.get(requestId);
    if (action === undefined || exitCode !== 0) {
      throw new Error(`request ${requestId} (${action?.subject}): exit code ${exitCode}: ${output}`);
    }
    open.delete(requestId);
    if (this.#surroundings.way === "sandboxed multiplex worker") {
      const sandbox = path.join(this.#root, "sandboxes", String(requestId));
      for (const file of action.outputs) {
        mkdirSync(path.dirname(path.join(this.#root, file)), { recursive: true });
        renameSync(path.join(sandbox, file), path.join(this.#root, file));
      }
      rmSync(sandbox, { recursive: true });
    }
  }

  async #runOnce(action: RecordedAction): Promise<void> {
    const flags = path.join(this.#root, "flags.params");
    writeFileSync(
      flags,
      this.#argumentsOf(action)
        .map((line) => `${line}\n`)
        .join(""),
    );
    const [command, ...first] = this.#interpreter();
    const child = spawn(command, [...first, this.#place.program, `@${path.basename(flags)}`], {
      cwd: this.#root,
      env: this.#surroundings.env ?? {},
      stdio: ["ignore", "ignore", "pipe"],
    });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    const status = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    if (status !== 0) {
      throw new Error(`${action.subject}: the command ended with ${status}: ${errors}`);
    }
  }

  #interpreter(): [string, ...string[]] {
    const { node = [process.execPath], umask } = this.#surroundings;
    return umask === undefined ? [...node] : ["/bin/sh", "-c", `umask ${umask} && exec "$0" "$@"`, ...node];
  }

  #argumentsOf({ args: [name, ...flags] }: RecordedAction): string[] {
    const { compression, reversed } = this.#surroundings;
    const changed = flags.map((flag) =>
      compression !== undefined && flag.startsWith("--compression=") ? `--compression=${compression}` : flag,
    );
    return [name!, ...(reversed === true ? changed.reverse() : changed)];
  }

  /** Makes inputs appear below a directory as Bazel makes them appear in a sandbox: as symlinks, each file its own. */
  #layOut(directory: string, inputs: readonly string[]): void {
    mkdirSync(directory, { recursive: true });
    for (const input of this.#surroundings.reversed === true ? [...inputs].reverse() : inputs) {
      const source = path.join(this.#outputs.has(input) ? this.#root : this.#place.executionRoot, input);
      const file = path.join(directory, input);
      mkdirSync(path.dirname(file), { recursive: true });
      symlinkSync(this.#isLinkInput(source, input) ? readlinkSync(source) : realpathSync(source), file);
    }
  }

  /** Whether the input is a symlink whose own target counts (`--link=`). */
  #isLinkInput(source: string, input: string): boolean {
    return (
      lstatSync(source).isSymbolicLink() &&
      this.#actions.some(({ args }) => args.some((arg) => arg.startsWith("--link=") && arg.endsWith(`\t${input}`)))
    );
  }
}
