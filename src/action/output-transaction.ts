// Makes outputs appear all at once and only when they are whole: written beside their place, renamed into it at the end.

import { randomBytes } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { ActionError } from "./action-error";

interface Output {
  readonly path: string;
  readonly temporary: string;
  readonly isDirectory: boolean;
}

/** Tells this process's temporary names from those of a dead process that had the same process id. */
const processToken = randomBytes(6).toString("hex");

/** `.NAME.PID.TOKEN.N.partial`, where N counts the outputs of this process. */
const temporarySuffix = /^\.(\d+)\.([0-9a-f]{12})\.\d+\.partial$/;

let outputsOfThisProcess = 0;

/**
 * A set of outputs that appear together or not at all.
 *
 * Temporary names lie in the directory of the output, because a rename is atomic only within a file system. They are
 * unique, so that a worker that is being stopped and its successor never write into one file. What a killed process left
 * behind is removed when the same output is written again.
 *
 * An output of an earlier run stays as it was until commit replaces it.
 */
export class OutputTransaction {
  readonly #outputs: Output[] = [];
  /** What lay in the outputs' directories when the first output of each was announced. */
  readonly #namesIn = new Map<string, readonly string[]>();
  readonly #signal: AbortSignal | undefined;

  /** A transaction that refuses to commit once `signal` is aborted. */
  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /**
   * Announces an output file and returns the temporary path to write it to. Nothing exists there yet, so that a hard
   * link can be made there as well; missing parent directories are made.
   */
  file(path: string): string {
    return this.#add(path, false);
  }

  /**
   * Announces an output directory and returns the temporary directory to fill, which exists and is empty. Throws
   * ActionError if the output is the working directory or holds it: commit would remove it.
   */
  directory(path: string): string {
    const below = relative(resolve(path), process.cwd());
    if (below === "" || !(below === ".." || below.startsWith("../"))) {
      throw new ActionError("an output directory would replace the working directory", {
        file: path,
        remedy: "name a directory that holds nothing else",
      });
    }
    const temporary = this.#add(path, true);
    mkdirSync(temporary);
    return temporary;
  }

  /**
   * Renames every output into its place, replacing what an earlier run left there. Rolls back and throws if the signal
   * is aborted, an output was not written or a rename fails.
   */
  async commit(): Promise<void> {
    try {
      this.#signal?.throwIfAborted();
      this.#outputs.forEach(requireWritten);
      // A request that is cancelled from here on is done rather than half done: the renames are not interrupted.
      for (const output of this.#outputs) {
        await replace(output);
      }
    } catch (error) {
      await this.#remove((output) => [output.path, output.temporary]);
      throw error;
    }
    this.#outputs.length = 0;
  }

  /** Removes everything that was written. Does nothing after a commit, nor a second time. */
  async rollback(): Promise<void> {
    await this.#remove((output) => [output.temporary]);
  }

  #add(path: string, isDirectory: boolean): string {
    const absolute = resolve(path);
    if (this.#outputs.some((output) => output.path === absolute)) {
      throw new ActionError("two outputs have the same path", {
        file: path,
        remedy: "give every output flag a path of its own",
      });
    }
    const folder = dirname(absolute);
    removeLeftovers(absolute, this.#existingNames(folder));
    outputsOfThisProcess += 1;
    const temporary = join(
      folder,
      `.${basename(absolute)}.${process.pid}.${processToken}.${outputsOfThisProcess}.partial`,
    );
    this.#outputs.push({ path: absolute, temporary, isDirectory });
    return temporary;
  }

  #existingNames(folder: string): readonly string[] {
    let names = this.#namesIn.get(folder);
    if (names === undefined) {
      mkdirSync(folder, { recursive: true });
      names = readdirSync(folder);
      this.#namesIn.set(folder, names);
    }
    return names;
  }

  async #remove(paths: (output: Output) => string[]): Promise<void> {
    const outputs = this.#outputs.splice(0);
    await Promise.all(outputs.flatMap(paths).map((path) => rm(path, { recursive: true, force: true, maxRetries: 3 })));
  }
}

/**
 * Runs `work` with a transaction: commits when it resolves, rolls back when it throws or `signal` is aborted, and throws
 * then what it threw. Everything `work` starts has to be over when it settles.
 */
export async function writeOutputs<T>(
  work: (outputs: OutputTransaction) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const outputs = new OutputTransaction(signal);
  let result: T;
  try {
    result = await work(outputs);
  } catch (error) {
    await outputs.rollback();
    throw error;
  }
  await outputs.commit();
  return result;
}

// Looked up and renamed in this thread: a turn through another takes longer than the call, for each output of each request.

function requireWritten({ temporary, path, isDirectory }: Output): void {
  const written = lstatSync(temporary, { throwIfNoEntry: false });
  if (written === undefined) {
    throw new Error(`output was announced but never written: ${path}`);
  }
  if (written.isDirectory() !== isDirectory) {
    throw new Error(`output is not of the announced kind: ${path}`);
  }
}

async function replace({ temporary, path, isDirectory }: Output): Promise<void> {
  // rename(2) replaces a file by a file and an empty directory by a directory; all else has to be out of the way first.
  const existing = lstatSync(path, { throwIfNoEntry: false });
  if (existing !== undefined && (isDirectory || existing.isDirectory())) {
    await rm(path, { recursive: true, force: true });
  }
  renameSync(temporary, path);
}

/**
 * Removes what killed processes left beside an output. A name whose process seems to run is kept; if it runs in another
 * pid namespace and so seems dead, its own commit fails, which is loud but leaves nothing half-written.
 */
function removeLeftovers(path: string, namesBeside: readonly string[]): void {
  const prefix = `.${basename(path)}`;
  for (const name of namesBeside) {
    if (!name.startsWith(prefix)) {
      continue;
    }
    const [, pid, token] = temporarySuffix.exec(name.slice(prefix.length)) ?? [];
    if (pid === undefined || token === processToken) {
      continue;
    }
    if (Number(pid) === process.pid || !isRunning(Number(pid))) {
      rmSync(join(dirname(path), name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
