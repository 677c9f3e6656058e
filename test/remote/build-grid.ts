// A real remote execution service on the loopback interface: BuildGrid as content store, action cache and scheduler, and
// buildbox workers, each with a content store of its own as a machine of its own would have.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { REPOSITORY } from "../e2e/workspace";
import { freePort } from "./nginx-cache";

/** What provisioning has brought; `cache` is what the service needs without a scheduler and workers. */
export type Extent = "cache" | "execution";

/**
 * Brings the programs: BuildGrid from the Python index, and for remote execution PostgreSQL and buildbox of Debian forky.
 *
 * @returns Their folder; undefined, with lines on standard error, where they cannot be had.
 */
export function provisionBuildGrid(extent: Extent): string | undefined {
  const script = path.join(REPOSITORY, "testbed", "provision-remote-execution.sh");
  const { status, stdout } = spawnSync("bash", [script, extent], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return status === 0 ? stdout.trim().split("\n").at(-1) : undefined;
}

/** Settings of a service. */
export interface Settings {
  /** Of provisionBuildGrid. */
  readonly programs: string;
  /** How many workers there are, each of which does one action at a time; without any the service is a cache only. */
  readonly workers: number;
}

export class BuildGrid {
  /** Where Bazel finds the service. */
  readonly port: number;
  readonly #settings: Settings;
  /** Below the root that the programs of Debian run in, so that they can reach it. */
  readonly #folder: string;
  readonly #root: string;
  readonly #databasePort: number;
  readonly #processes = new Map<string, ChildProcess>();
  readonly #killAll = () => {
    for (const child of this.#processes.values()) {
      child.kill("SIGKILL");
    }
  };

  private constructor(settings: Settings, port: number, databasePort: number) {
    this.#settings = settings;
    this.port = port;
    this.#databasePort = databasePort;
    this.#root = path.join(settings.programs, "root");
    const temporary = settings.workers > 0 ? path.join(this.#root, "tmp") : settings.programs;
    this.#folder = mkdtempSync(path.join(temporary, "service-"));
    process.once("exit", this.#killAll);
  }

  /** Starts a service that has nothing stored. */
  static async start(settings: Settings): Promise<BuildGrid> {
    const grid = new BuildGrid(settings, await freePort(), await freePort());
    try {
      writeFileSync(path.join(grid.#folder, "bgd.yml"), grid.#configuration());
      if (settings.workers > 0) {
        await grid.#startDatabase();
      }
      await grid.startAgain();
      return grid;
    } catch (error) {
      await grid.stop();
      throw error;
    }
  }

  /** Starts BuildGrid and the workers, which do not outlive its absence; what is stored stays. */
  async startAgain(): Promise<void> {
    for (const name of [...this.#processes.keys()].filter((name) => name !== "postgres")) {
      await this.#end(name, "SIGKILL");
    }
    const server = ["server", "start", path.join(this.#folder, "bgd.yml")];
    this.#spawn("bgd", path.join(this.#settings.programs, "venv", "bin", "bgd"), server);
    await this.#waitFor("bgd", this.port);
    for (const worker of this.#workers) {
      await this.#startWorker(worker);
    }
  }

  /** Actions that workers have done, by the workers' names. */
  actionsDone(): Record<string, number> {
    return Object.fromEntries(
      this.#workers.map((name) => {
        const log = readFileSync(path.join(this.#folder, `${name}.log`), "utf8");
        return [name, log.split("Runner exited with code 0").length - 1];
      }),
    );
  }

  /**
   * Kills BuildGrid when so many more actions are done; the database and the workers stay.
   *
   * @returns Whether that came before the signal, with which waiting ends.
   */
  async killServerAfter(actions: number, signal: AbortSignal): Promise<boolean> {
    const sum = () => Object.values(this.actionsDone()).reduce((total, done) => total + done, 0);
    const enough = sum() + actions;
    while (!signal.aborted && sum() < enough) {
      await delay(100);
    }
    await this.#end("bgd", "SIGKILL");
    return !signal.aborted;
  }

  /** Ends everything and removes all that was stored. */
  async stop(): Promise<void> {
    // Workers first: they ask for work until there is nobody to ask.
    for (const name of [...this.#processes.keys()].reverse()) {
      // SIGINT is PostgreSQL's fast shutdown.
      await this.#end(name, name === "postgres" ? "SIGINT" : "SIGKILL");
    }
    process.off("exit", this.#killAll);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Changes a byte in the middle of each stored blob of at least, and less than, so many bytes. Returns how many there are. */
  corrupt(atLeast: number, below = Number.POSITIVE_INFINITY): number {
    const files = this.#stored().filter((file) => {
      const { size } = statSync(file);
      return size >= atLeast && size < below;
    });
    for (const file of files) {
      const bytes = readFileSync(file);
      bytes[bytes.length >> 1]! ^= 0xff;
      writeFileSync(file, bytes);
    }
    return files.length;
  }

  /** Bytes of all that is stored. */
  storedBytes(): number {
    return this.#stored().reduce((sum, file) => sum + statSync(file).size, 0);
  }

  #stored(): string[] {
    const folder = path.join(this.#folder, "cas");
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
  }

  get #workers(): string[] {
    return Array.from({ length: this.#settings.workers }, (_, index) => `worker-${index + 1}`);
  }

  get #database(): string {
    return `postgresql://bgd@127.0.0.1:${this.#databasePort}/postgres`;
  }

  #configuration(): string {
    const scheduler = `
schedulers:
  - !sql-scheduler &scheduler
    sql: !sql-connection
      connection-string: ${this.#database}
    storage: *cas
    action-cache: *cache
    assigners:
      - !priority-age-assigner
        count: 1
        interval: 0.2`;
    const execution = `
      - !execution
        scheduler: *scheduler`;
    const executes = this.#settings.workers > 0;
    // A thread serves one call at a time, and Bazel makes hundreds.
    return `server:
  - !channel
    address: 127.0.0.1:${this.port}
    insecure-mode: true
authorization:
  method: none
monitoring:
  enabled: false
storages:
  - !disk-storage &cas
    path: ${this.#folder}/cas
caches:
  - !lru-action-cache &cache
    storage: *cas
    max-cached-refs: 100000
    allow-updates: true
    cache-failed-actions: false${executes ? scheduler : ""}
instances:
  - name: ''
    services:
      - !action-cache
        cache: *cache
      - !cas
        storage: *cas
      - !bytestream
        storage: *cas${executes ? execution : ""}
thread-pool-size: 400
`;
  }

  async #startDatabase(): Promise<void> {
    const [version] = readdirSync(path.join(this.#root, "usr", "lib", "postgresql"));
    const bin = `/usr/lib/postgresql/${version}/bin`;
    const folder = path.join(this.#folder, "database");
    mkdirSync(folder, { mode: 0o777 });
    this.#must("chroot", [this.#root, "chown", "postgres", this.#inRoot(folder)]);
    this.#must("chmod", ["755", this.#folder]);
    const asPostgres = ["--userspec=postgres:postgres", this.#root];
    this.#must("chroot", [
      ...asPostgres,
      `${bin}/initdb`,
      "-A",
      "trust",
      "-U",
      "bgd",
      "-N",
      "-D",
      this.#inRoot(folder),
    ]);
    this.#spawn("postgres", "chroot", [
      ...[...asPostgres, `${bin}/postgres`, "-D", this.#inRoot(folder), "-p", String(this.#databasePort)],
      ...["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"],
    ]);
    await this.#waitFor("postgres", this.#databasePort);
    this.#must(path.join(this.#settings.programs, "venv", "bin", "bgd"), ["migrate", "apply", this.#database]);
  }

  async #startWorker(name: string): Promise<void> {
    const server = `http://127.0.0.1:${this.port}`;
    const store = path.join(this.#folder, `${name}-store`);
    const port = await freePort();
    mkdirSync(store, { recursive: true });
    this.#spawn(`${name}-casd`, "chroot", [
      ...[this.#root, "buildbox-casd", `--cas-remote=${server}`, `--bind=127.0.0.1:${port}`, this.#inRoot(store)],
    ]);
    await this.#waitFor(`${name}-casd`, port);
    this.#spawn(name, "chroot", [
      ...[this.#root, "buildbox-worker", `--bots-remote=${server}`, `--cas-remote=http://127.0.0.1:${port}`],
      ...[
        "--buildbox-run=/usr/bin/buildbox-run-hosttools",
        "--concurrent-jobs=1",
        "--platform",
        "OSFamily=Linux",
        name,
      ],
    ]);
  }

  /** A path as a program sees it that has `root` for its root. */
  #inRoot(file: string): string {
    return `/${path.relative(this.#root, file)}`;
  }

  #must(command: string, args: readonly string[]): void {
    const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: "/", encoding: "utf8" });
    if (status !== 0) {
      throw new Error(`${command} ${args.join(" ")} ended with ${status ?? error}\n${stdout}\n${stderr}`);
    }
  }

  #spawn(name: string, command: string, args: readonly string[]): void {
    // What a worker is started with, its actions get: nothing of this machine.
    const env = {
      PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
      TMPDIR: command === "chroot" ? this.#inRoot(this.#folder) : this.#folder,
    };
    const child = spawn(command, args, { cwd: "/", env, stdio: ["ignore", "pipe", "pipe"] });
    const log = createWriteStream(path.join(this.#folder, `${name}.log`), { flags: "a" });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    this.#processes.set(name, child);
  }

  async #waitFor(name: string, port: number): Promise<void> {
    const child = this.#processes.get(name)!;
    for (let tries = 0; tries < 600; tries += 1) {
      if (child.exitCode !== null || child.signalCode !== null) {
        break;
      }
      const socket = connect(port, "127.0.0.1");
      const answers = await new Promise((resolve) => {
        socket.once("connect", () => resolve(true));
        socket.once("error", () => resolve(false));
      });
      socket.destroy();
      if (answers) {
        return;
      }
      await delay(100);
    }
    throw new Error(`${name} does not answer:\n${readFileSync(path.join(this.#folder, `${name}.log`), "utf8")}`);
  }

  async #end(name: string, signal: NodeJS.Signals): Promise<void> {
    const child = this.#processes.get(name);
    if (child === undefined) {
      return;
    }
    this.#processes.delete(name);
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill(signal);
      await ended;
    }
  }
}
