// What a real Bazel asks of the worker: the points of the second table of docs/conformance.md.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { digestOf } from "../determinism/outcome";
import { type RunningBazel, type Said, Workspace } from "./workspace";

/** One line of the table. */
export interface WorkerPoint {
  readonly point: string;
  /** The flag of Bazel that it is about, or Bazel's own test. */
  readonly source: string;
  /** Resolves if it is so, and rejects with what is instead. */
  readonly check: (bench: WorkerBench) => Promise<void>;
}

const IMAGE = "//:app_layers";
const SLOW_IMAGE = "//:slow_layers";

/** What makes every layer again without ending the workers, as `bazel clean` would. */
const mtime = (seconds: number) => `--@package_layers//bazel/settings:mtime=${seconds}`;

/** A workspace with a baseline that was made without workers. */
export class WorkerBench {
  readonly workspace: Workspace;
  #baseline = "";
  #slowBaseline = "";
  #outputBase = "";
  #turn = 0;

  constructor() {
    this.workspace = Workspace.create("test/e2e/worker-in-bazel", "worker-in-bazel");
    this.writeNode("");
    this.workspace.write("slow.data", randomBytes(30_000_000));
  }

  async prepare(): Promise<void> {
    this.#outputBase = this.workspace.bazel(["info", "output_base"]).trim();
    await this.done([IMAGE, SLOW_IMAGE, "--spawn_strategy=local", "--disk_cache="]);
    this.#baseline = await digestOf(this.workspace.output("app_layers"));
    this.#slowBaseline = await digestOf(this.workspace.output("slow_layers"));
    await this.done([IMAGE]);
  }

  /** Makes the worker's Node a script that does FIRST and becomes this process's Node. */
  writeNode(first: string): void {
    this.workspace.write("node.sh", `#!/bin/sh\n${first}\nexec '${process.execPath}' "$@"\n`, 0o755);
  }

  /** Builds with what Bazel tells of its workers. */
  build(args: readonly string[]): Promise<Said> {
    return this.workspace.bazelBeside(["build", "--worker_verbose", ...args]);
  }

  async done(args: readonly string[]): Promise<string> {
    const { status, output } = await this.build(args);
    assert.equal(status, 0, `bazel ended with ${status}: ${lastLines(output)}`);
    return output;
  }

  /** An mtime that no build has had yet, so that all layers are made. */
  anew(): string {
    this.#turn += 1;
    return mtime(this.#turn);
  }

  /** Builds the image from nothing, and holds it against the baseline. */
  async fromNothing(args: readonly string[]): Promise<string> {
    this.workspace.bazel(["clean"]);
    const output = await this.done([IMAGE, ...args]);
    assert.equal(await digestOf(this.workspace.output("app_layers")), this.#baseline, "the image is another");
    return output;
  }

  /** Builds the slow image as it stands, and holds it against the baseline. */
  async slowIsRight(args: readonly string[] = []): Promise<string> {
    const output = await this.done([SLOW_IMAGE, ...args]);
    assert.equal(await digestOf(this.workspace.output("slow_layers")), this.#slowBaseline, "the image is another");
    assert.deepEqual(this.partialOutputs(), [], "temporary files are left");
    return output;
  }

  /**
   * Builds the slow image and resolves when its worker has stopped in the middle of the slow layer, where it stays until it is
   * let go. One action at a time: what becomes of the others is Bazel's affair.
   */
  async stoppedInTheMiddle(): Promise<RunningBazel & { readonly letGo: () => void }> {
    const [script, wanted, stopped] = ["stop.cjs", "stop-wanted", "stopped"].map((name) =>
      path.join(this.workspace.folder, name),
    ) as [string, string, string];
    this.workspace.write(
      "stop.cjs",
      `const { existsSync, writeFileSync } = require("node:fs");
      const zlib = require("node:zlib");
      const { createGzip } = zlib;
      let pieces = 0;
      const stopping = (options) => {
        const compressor = createGzip(options);
        const end = compressor.end.bind(compressor);
        compressor.end = (piece) => {
          pieces += piece.length < 500_000 ? 0 : 1;
          const goOn = () => (existsSync(${JSON.stringify(stopped)}) ? setTimeout(goOn, 5) : end(piece));
          if (pieces >= 4 && existsSync(${JSON.stringify(wanted)})) {
            writeFileSync(${JSON.stringify(stopped)}, "");
          }
          goOn();
        };
        return compressor;
      };
      Object.defineProperty(zlib, "createGzip", { value: stopping });`,
    );
    rmSync(stopped, { force: true });
    this.workspace.write("stop-wanted", "");
    this.writeNode(`export NODE_OPTIONS=--require=${script}`);
    this.workspace.bazel(["clean"]);
    const running = this.workspace.startBazel(["build", SLOW_IMAGE, "--worker_verbose", "--jobs=1"]);
    let ended: Said | undefined;
    running.ended.then((said) => {
      ended = said;
    });
    while (!existsSync(stopped)) {
      assert(ended === undefined, `the build ended before its worker stopped: ${lastLines(ended?.output ?? "")}`);
      await delay(5);
    }
    rmSync(wanted);
    assert(this.partialOutputs().length > 0, "the layer has no temporary file");
    return { ...running, letGo: () => rmSync(stopped) };
  }

  /** Temporary files of outputs in the execution root. */
  partialOutputs(): string[] {
    const outputs = path.join(this.#outputBase, "execroot", "_main", "bazel-out");
    // Copied, since what Node gives is no array of jest's own, which a deep comparison tells apart.
    return [...(existsSync(outputs) ? readdirSync(outputs) : [])]
      .map((configuration) => path.join(outputs, configuration, "bin"))
      .filter((folder) => existsSync(folder))
      .flatMap((folder) => readdirSync(folder))
      .filter((name) => name.endsWith(".partial"));
  }

  /** Process ids of the workers that run in this workspace. */
  workers(): number[] {
    return [...readdirSync("/proc")]
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        try {
          return (
            readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--persistent_worker") &&
            readlinkSync(`/proc/${pid}/cwd`).startsWith(this.#outputBase)
          );
        } catch {
          return false;
        }
      })
      .map(Number);
  }

  /** What the workers wrote to standard error, newest worker last. */
  workerLogs(): string {
    const folder = path.join(this.#outputBase, "bazel-workers");
    return [...readdirSync(folder)]
      .filter((name) => name.endsWith(".log"))
      .map((name) => readFileSync(path.join(folder, name), "utf8"))
      .join("");
  }
}

function lastLines(output: string): string {
  return output.trim().split("\n").slice(-15).join("\n");
}

/** The lines in which Bazel tells of a new worker of a kind, such as "sandboxed PackageLayer worker". */
function created(output: string, kind: string): string[] {
  return output.split("\n").filter((line) => line.includes(`Created new ${kind} `));
}

export const workerPoints: readonly WorkerPoint[] = [
  {
    point: "singleplex, sandboxed",
    source: "--noworker_multiplex --worker_sandboxing",
    check: async (bench) => {
      const output = await bench.fromNothing(["--noworker_multiplex", "--worker_sandboxing"]);
      assert(created(output, "sandboxed PackageLayer worker").length > 0, lastLines(output));
      assert.deepEqual(created(output, "non-sandboxed PackageLayer worker"), []);
    },
  },
  {
    point: "multiplex, sandboxed",
    source: "--worker_sandboxing --experimental_worker_multiplex_sandboxing",
    check: async (bench) => {
      const output = await bench.fromNothing(["--worker_sandboxing", "--experimental_worker_multiplex_sandboxing"]);
      assert(created(output, "sandboxed PackageLayer multiplex-worker").length > 0, lastLines(output));
      assert.deepEqual(created(output, "non-sandboxed PackageLayer multiplex-worker"), []);
    },
  },
  {
    point: "one process serves build after build",
    source: "bazel_worker_test.sh: test_shared_worker",
    check: async (bench) => {
      await bench.done([IMAGE, bench.anew()]);
      const before = bench.workers();
      assert(before.length > 0, "no worker runs");
      const output = await bench.done([IMAGE, bench.anew()]);
      assert.deepEqual(bench.workers(), before);
      assert(!output.includes("Created new"), lastLines(output));
    },
  },
  {
    point: "one process does the work of all mnemonics",
    source: "worker-key-mnemonic, supports-multiplex-workers",
    check: async (bench) => {
      await bench.fromNothing([]);
      assert.equal(bench.workers().length, 1);
    },
  },
  {
    point: "no more processes than allowed",
    source: "--worker_max_instances=1",
    check: async (bench) => {
      const flags = ["--noworker_multiplex", "--worker_max_instances=1", "--jobs=4"];
      const output = await bench.fromNothing(flags);
      assert.equal(created(output, "non-sandboxed PackageLayer worker").length, 1, lastLines(output));
      assert.equal(bench.workers().length, 1);
    },
  },
  {
    point: "workers end with the build",
    source: "--worker_quit_after_build",
    check: async (bench) => {
      await bench.done([IMAGE, bench.anew()]);
      assert(bench.workers().length > 0, "no worker ran before");
      await bench.fromNothing(["--worker_quit_after_build"]);
      for (let tries = 0; bench.workers().length > 0; tries += 1) {
        assert(tries < 100, "a worker still runs");
        await delay(50);
      }
    },
  },
  {
    point: "workers end with `bazel clean`",
    source: "bazel_worker_test.sh: test_workers_quit_on_clean",
    check: async (bench) => {
      await bench.done([IMAGE, bench.anew()]);
      assert(bench.workers().length > 0, "no worker ran before");
      bench.workspace.bazel(["clean"]);
      for (let tries = 0; bench.workers().length > 0; tries += 1) {
        assert(tries < 100, "a worker still runs");
        await delay(50);
      }
    },
  },
  {
    point: "a worker whose files changed is replaced",
    source: "bazel_worker_test.sh: test_worker_restarts_when_worker_binary_changes",
    check: async (bench) => {
      await bench.done([IMAGE, bench.anew()]);
      const before = bench.workers();
      bench.writeNode("# changed");
      const output = await bench.done([IMAGE, bench.anew()]);
      assert(created(output, "non-sandboxed PackageLayer multiplex-worker").length > 0, lastLines(output));
      assert(!before.some((pid) => bench.workers().includes(pid)), "an old worker still runs");
      bench.writeNode("");
    },
  },
  {
    point: "an unknown extra flag is ignored",
    source: "--worker_extra_flag",
    check: async (bench) => {
      await bench.fromNothing(["--worker_extra_flag=PackageLayer=--unheard_of"]);
    },
  },
  {
    point: "one process with the threads and the requests that it is told to have",
    source: "--worker_extra_flag, --worker_max_multiplex_instances",
    check: async (bench) => {
      await bench.fromNothing([
        "--worker_extra_flag=PackageLayer=--worker_threads=16",
        "--worker_max_multiplex_instances=PackageLayer=16",
        "--jobs=16",
      ]);
      // Bazel gives the flag to actions of this mnemonic alone, so that those of others have another process.
      const told = bench
        .workers()
        .filter((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--worker_threads=16"));
      assert.equal(told.length, 1);
      assert(readdirSync(`/proc/${told[0]}/task`).length > 16, "it has fewer threads");
    },
  },
  {
    point: "JSON instead of protobuf",
    source: "requires-worker-protocol: json",
    check: async (bench) => {
      bench.workspace.bazel(["clean"]);
      const output = await bench.done(["//:json"]);
      assert.equal(created(output, "non-sandboxed JsonLayer worker").length, 1, lastLines(output));
      const asWorker = await digestOf(bench.workspace.output("json.layer.tar.gz"));
      bench.workspace.bazel(["clean"]);
      await bench.done(["//:json", "--spawn_strategy=local"]);
      assert.equal(asWorker, await digestOf(bench.workspace.output("json.layer.tar.gz")));
    },
  },
  {
    point: "a race that the worker loses cancels its request; the worker stays",
    source: "--experimental_worker_cancellation with dynamic execution",
    check: async (bench) => {
      // The other side of the race is a one-shot run, which waits until a worker is at work but does not dawdle.
      const dawdle = path.join(bench.workspace.folder, "dawdle.cjs");
      bench.workspace.write(
        "dawdle.cjs",
        `const fs = require("node:fs");
        const { writeSync } = fs;
        fs.writeSync = (...args) => {
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
          return writeSync(...args);
        };`,
      );
      bench.writeNode(
        `case "$*" in *--persistent_worker*) export NODE_OPTIONS=--require=${dawdle} ;; *) sleep 3 ;; esac`,
      );
      bench.workspace.bazel(["clean"]);
      await bench.slowIsRight([
        "--internal_spawn_scheduler",
        "--strategy=ApplicationLayer=dynamic",
        "--dynamic_local_strategy=ApplicationLayer=worker",
        "--dynamic_remote_strategy=ApplicationLayer=sandboxed",
        "--experimental_worker_cancellation",
        // A repository that was cloned below /tmp is seen there only when the sandbox has no /tmp of its own.
        "--sandbox_add_mount_pair=/tmp",
      ]);
      bench.writeNode("");
      // The build does not wait for the loser's answer.
      const cancelled = () => /worker (\d+): request \d+: cancelled after/.exec(bench.workerLogs())?.[1];
      for (let tries = 0; cancelled() === undefined; tries += 1) {
        assert(tries < 400, `no request was cancelled: ${lastLines(bench.workerLogs())}`);
        await delay(50);
      }
      const pid = cancelled();
      assert(bench.workers().includes(Number(pid)), "the worker is gone");
    },
  },
  {
    point: "Ctrl-C in the middle leaves no output; the next build is right",
    source: "bazel build, interrupted",
    check: async (bench) => {
      const running = await bench.stoppedInTheMiddle();
      running.interrupt();
      assert.notEqual((await running.ended).status, 0);
      assert(!existsSync(bench.workspace.output("slow_layers.application.layer.tar.gz")), "an output is there");
      // The worker is still at work on what nobody waits for when the next build asks it again, perhaps by the same number.
      const log = bench.workerLogs();
      let ended = false;
      const next = bench.slowIsRight().finally(() => {
        ended = true;
      });
      while (!ended && bench.workerLogs() === log) {
        await delay(5);
      }
      running.letGo();
      await next;
      bench.writeNode("");
    },
  },
  {
    point: "a worker that is killed in the middle fails the build; the next one is right",
    source: "bazel_worker_test.sh: test_build_fails_if_worker_dies_during_action",
    check: async (bench) => {
      const running = await bench.stoppedInTheMiddle();
      for (const pid of bench.workers()) {
        process.kill(pid, "SIGKILL");
      }
      const { status, output } = await running.ended;
      running.letGo();
      assert.notEqual(status, 0);
      assert(output.includes("worker"), lastLines(output));
      await bench.slowIsRight();
      bench.writeNode("");
    },
  },
];
