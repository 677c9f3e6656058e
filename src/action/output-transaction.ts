// Makes outputs appear all at once and only when they are whole: written beside their place, renamed into it at the end.
// What this program did not make is never taken away.

import { createHash } from "node:crypto";
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { threadId } from "node:worker_threads";
import { ActionError } from "./action-error";
import { inTurn, isThreadRunning, processToken } from "./action-threads";
import { explainMachineError } from "./machine-error";

/** Says whether a directory holds what an earlier run of the same output put there, and nothing else. */
export type MadeBefore = (directory: string) => boolean;

/** What the work reads, absolute paths: no output may take its place. */
export interface InputPaths {
  readonly files?: readonly string[];
  /** No output may be in one of them either. */
  readonly directories?: readonly string[];
}

interface Output {
  readonly path: string;
  readonly temporary: string;
  /** Of directories. */
  readonly madeBefore?: MadeBefore | undefined;
  readonly isDirectory: boolean;
}

/** How to take back that an output was put in its place, and what to remove when it stays. */
interface Placed {
  readonly undo: () => void;
  readonly replaced?: string;
}

/** `.NAME.PID.TOKEN.THREAD-N.partial`, where TOKEN is the process's own and N counts the temporary names of a thread. */
const temporarySuffix = /^\.(\d+)\.([0-9a-f]{12})\.(\d+)-\d+\.partial$/;

/** Bytes of an output's name that its temporary name begins with; a longer name is cut, and a digest tells it apart. */
const LONGEST_NAME = 180;

let temporaryNames = 0;

/**
 * A set of outputs that appear together or not at all.
 *
 * Temporary names lie in the directory of the output, because a rename is atomic only within a file system. They are
 * unique, so that a worker that is being stopped and its successor never write into one file. What a killed process, or a
 * thread that has ended, left behind is removed when the same output is written again.
 *
 * An output of an earlier run stays as it was until commit replaces it. Nothing else is replaced: an output file takes the
 * place of nothing or of a regular file, an output directory that of nothing, of an empty directory or of one that an
 * earlier run of the same output filled.
 */
export class OutputTransaction {
  readonly #outputs: Output[] = [];
  /** What lay in the outputs' directories when the first output of each was announced. */
  readonly #namesIn = new Map<string, readonly string[]>();
  readonly #signal: AbortSignal | undefined;
  readonly #inputs: InputPaths;

  /**
   * A transaction that refuses to commit once `signal` is aborted.
   *
   * @param inputs What the work reads, or has read.
   */
  constructor(inputs: InputPaths, signal?: AbortSignal) {
    this.#inputs = inputs;
    this.#signal = signal;
  }

  /**
   * Announces an output file and returns the temporary path to write it to. Nothing exists there yet, so that a hard
   * link can be made there as well; missing parent directories are made. Throws ActionError if there is something other than
   * a regular file, or an input, at the output's path, or if that path cannot be written.
   */
  file(path: string): string {
    return this.#add(path, false);
  }

  /**
   * Announces an output directory and returns the temporary directory to fill, which exists and is empty. Throws
   * ActionError as `file` does, and if the output is the working directory or holds it.
   *
   * @param madeBefore Without it, only an empty directory is replaced.
   */
  directory(path: string, madeBefore?: MadeBefore): string {
    const below = relative(resolve(path), process.cwd());
    if (below === "" || !(below === ".." || below.startsWith("../"))) {
      throw refusal(
        "an output directory would replace the working directory",
        path,
        "name a directory that holds nothing else",
      );
    }
    const temporary = this.#add(path, true, madeBefore);
    mkdirSync(temporary);
    return temporary;
  }

  /**
   * Renames every output into its place, replacing what an earlier run left there. If the signal is aborted, an output was
   * not written or a rename fails, throws and leaves what was there before.
   */
  async commit(): Promise<void> {
    const replaced: string[] = [];
    try {
      // In one go: neither a cancellation nor another request with the same outputs, in whatever thread, comes between the renames.
      const put = await inTurn(() => {
        this.#signal?.throwIfAborted();
        this.#outputs.forEach(requireWritten);
        return putAllInPlace(this.#outputs);
      });
      replaced.push(...put);
    } catch (error) {
      await this.rollback();
      throw error;
    }
    this.#outputs.length = 0;
    await removeAll(replaced);
  }

  /** Removes everything that was written. Does nothing after a commit, nor a second time. */
  async rollback(): Promise<void> {
    await removeAll(this.#outputs.splice(0).map(({ temporary }) => temporary));
  }

  #add(path: string, isDirectory: boolean, madeBefore?: MadeBefore): string {
    const absolute = resolve(path);
    if (this.#outputs.some((output) => output.path === absolute)) {
      throw refusal("two outputs have the same path", path, "give every output flag a path of its own");
    }
    const folder = dirname(absolute);
    try {
      const names = this.#existingNames(folder);
      const output = { path: absolute, temporary: temporaryName(absolute), isDirectory, madeBefore };
      requireReplaceable(output);
      refuseInputs(absolute, this.#inputs);
      removeLeftovers(absolute, names);
      this.#outputs.push(output);
      return output.temporary;
    } catch (error) {
      throw cannotWrite(path, error);
    }
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
}

/**
 * Runs `work` with a transaction: commits when it resolves; rolls back when it throws or `signal` is aborted, and then throws
 * what it threw. Everything that `work` starts must be over when it settles.
 *
 * @param around Everything that the work reads, or has read, and the signal.
 */
export async function writeOutputs<T>(
  { signal, ...inputs }: InputPaths & { readonly signal?: AbortSignal },
  work: (outputs: OutputTransaction) => Promise<T>,
): Promise<T> {
  const outputs = new OutputTransaction(inputs, signal);
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

function refusal(message: string, file: string, remedy: string): ActionError {
  return new ActionError(message, { file, remedy });
}

function cannotWrite(path: string, cause: unknown): unknown {
  const explained = explainMachineError(cause);
  if (explained === cause || !(explained instanceof ActionError)) {
    return cause;
  }
  const { remedy } = explained.details;
  return new ActionError(`an output cannot be written: ${explained.message}`, { file: path, remedy, cause });
}

// Synchronous calls: for each output of each request, a round through another thread takes longer than the call.

function requireWritten({ temporary, path, isDirectory }: Output): void {
  const written = lstatSync(temporary, { throwIfNoEntry: false });
  if (written === undefined) {
    throw new Error(`output was announced but never written: ${path}`);
  }
  if (written.isDirectory() !== isDirectory) {
    throw new Error(`output is not of the announced kind: ${path}`);
  }
}

/**
 * What is at an output's path and may be replaced; undefined when nothing is.
 *
 * @throws ActionError for what this program did not make.
 */
function requireReplaceable({ path, isDirectory, madeBefore }: Output): Stats | undefined {
  const existing = lstatSync(path, { throwIfNoEntry: false });
  if (existing === undefined) {
    return undefined;
  }
  if (existing.isSymbolicLink()) {
    const target = readlinkSync(path);
    throw refusal("an output would replace a symlink", path, `remove the link, or name what it leads to: ${target}`);
  }
  const remedy = "name another path, or remove what is there";
  if (!isDirectory && existing.isDirectory()) {
    throw refusal("an output file would replace a directory", path, remedy);
  }
  if (!isDirectory && !existing.isFile()) {
    throw refusal("an output file would replace a device, pipe or socket", path, remedy);
  }
  if (isDirectory && !existing.isDirectory()) {
    throw refusal("an output directory would replace a file", path, remedy);
  }
  if (isDirectory && readdirSync(path).length > 0 && !madeBefore?.(path)) {
    throw refusal("an output directory holds files that no earlier run of the same output made", path, remedy);
  }
  return existing;
}

/** @throws ActionError when an output is an input, holds one or lies in one. */
function refuseInputs(path: string, { files = [], directories = [] }: InputPaths): void {
  const existing = statSync(path, { throwIfNoEntry: false });
  const place = join(realpathSync(dirname(path)), basename(path));
  for (const directory of directories) {
    const real = realPathOf(directory);
    if (real !== undefined && isWithin(place, real)) {
      throw refusal("an output lies in a directory that is an input", path, "name a path outside of it");
    }
  }
  for (const input of existing === undefined ? [] : [...files, ...directories]) {
    const real = realPathOf(input);
    const found = real === undefined ? undefined : statSync(real, { throwIfNoEntry: false });
    if (found === undefined) {
      continue;
    }
    if ((found.dev === existing!.dev && found.ino === existing!.ino) || isWithin(real!, place)) {
      throw refusal("an output would replace an input", path, "name another path for the output");
    }
  }
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    // The code that reads the input says what is wrong with it.
    return undefined;
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

/** Puts all outputs in their places, or none of them; gives what was replaced, to be removed. */
function putAllInPlace(outputs: readonly Output[]): string[] {
  const placed: Placed[] = [];
  try {
    for (const output of outputs) {
      placed.push(putInPlace(output));
    }
  } catch (error) {
    for (const { undo } of placed.reverse()) {
      undo();
    }
    throw error;
  }
  return placed.flatMap(({ replaced }) => replaced ?? []);
}

function putInPlace(output: Output): Placed {
  const { path, temporary, isDirectory } = output;
  if (requireReplaceable(output) === undefined) {
    renameSync(temporary, path);
    return { undo: () => renameSync(path, temporary) };
  }
  const replaced = temporaryName(path);
  const undo = () => {
    if (isDirectory && existsSync(path)) {
      renameSync(path, temporary);
    }
    renameSync(replaced, path);
    // Two names of one file both stay when one is renamed to the other (rename(2)).
    rmSync(replaced, { force: true });
  };
  if (isDirectory) {
    renameSync(path, replaced);
  } else {
    keepBoth(path, replaced);
  }
  try {
    renameSync(temporary, path);
  } catch (error) {
    undo();
    throw error;
  }
  return { undo, replaced };
}

/** Gives a file a second name, so that at every moment something whole is at the first; where that cannot be, renames it. */
function keepBoth(path: string, second: string): void {
  try {
    linkSync(path, second);
  } catch {
    renameSync(path, second);
  }
}

/** Ignores what cannot be removed now: the next run of the same output removes it. */
async function removeAll(paths: readonly string[]): Promise<void> {
  await Promise.allSettled(paths.map((path) => rm(path, { recursive: true, force: true, maxRetries: 3 })));
}

/** What the temporary names of an output begin with. */
function temporaryPrefix(path: string): string {
  const name = basename(path);
  if (Buffer.byteLength(name) <= LONGEST_NAME) {
    return `.${name}`;
  }
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 32);
  return `.${Buffer.from(name)
    .subarray(0, LONGEST_NAME - 40)
    .toString("latin1")
    .replaceAll(/[^!-~]/g, "_")}.${digest}`;
}

function temporaryName(path: string): string {
  temporaryNames += 1;
  return join(
    dirname(path),
    `${temporaryPrefix(path)}.${process.pid}.${processToken}.${threadId}-${temporaryNames}.partial`,
  );
}

/**
 * Removes what killed processes, and threads of this one that have ended, left beside an output. A name whose process seems to
 * run is kept; if it runs in another pid namespace and so seems dead, its own commit fails, which is loud but leaves nothing
 * half-written.
 */
function removeLeftovers(path: string, namesBeside: readonly string[]): void {
  const prefix = temporaryPrefix(path);
  for (const name of namesBeside) {
    if (!name.startsWith(prefix)) {
      continue;
    }
    const [, pid, token, thread] = temporarySuffix.exec(name.slice(prefix.length)) ?? [];
    if (pid === undefined) {
      continue;
    }
    const isInUse =
      token === processToken ? isThreadRunning(Number(thread)) : Number(pid) !== process.pid && isRunning(Number(pid));
    if (!isInUse) {
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
