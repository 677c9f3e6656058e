// Makes outputs appear all at once and whole: written beside their place, renamed when the action has succeeded.

import * as fs from "node:fs/promises";
import * as path from "node:path";
import { ActionError } from "./action-error";

/** Behind an output's name while it is written; the name is fixed, so that a killed run's leftover is replaced. */
const SUFFIX = ".partial";

/** Outputs that do not exist yet. Paths are absolute. */
export class OutputTransaction {
  readonly #targets: string[] = [];

  /** The path to write a file to, in place of `target`. */
  async file(target: string): Promise<string> {
    return this.#stage(target);
  }

  /** The path of a new, empty directory to fill, in place of `target`. */
  async directory(target: string): Promise<string> {
    const staged = await this.#stage(target);
    await fs.mkdir(staged);
    return staged;
  }

  /** Renames every output to its place; what was there before is replaced. */
  async commit(): Promise<void> {
    for (const target of this.#targets) {
      await renameOver(target + SUFFIX, target);
    }
  }

  /** Removes whatever was written. */
  async rollback(): Promise<void> {
    await Promise.all(this.#targets.map((target) => fs.rm(target + SUFFIX, { recursive: true, force: true })));
  }

  async #stage(target: string): Promise<string> {
    if (this.#targets.includes(target)) {
      throw new ActionError("two outputs have the same path", { file: target, remedy: "name each output once" });
    }
    const staged = target + SUFFIX;
    this.#targets.push(target);
    await fs.mkdir(path.dirname(target), { recursive: true });
    await fs.rm(staged, { recursive: true, force: true });
    return staged;
  }
}

/** Bazel makes the directories of tree outputs beforehand, and rename(2) replaces only empty ones. */
async function renameOver(source: string, target: string): Promise<void> {
  try {
    await fs.rename(source, target);
  } catch (error) {
    if (!["ENOTEMPTY", "EEXIST", "EISDIR", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) {
      throw error;
    }
    await fs.rm(target, { recursive: true, force: true });
    await fs.rename(source, target);
  }
}

/**
 * Runs `write` and puts its outputs in place when it succeeds; when it throws or `signal` is aborted, nothing of them
 * is left and the error is thrown on.
 */
export async function writeOutputs<T>(
  signal: AbortSignal,
  write: (outputs: OutputTransaction) => Promise<T>,
): Promise<T> {
  const outputs = new OutputTransaction();
  try {
    const result = await write(outputs);
    signal.throwIfAborted();
    await outputs.commit();
    return result;
  } catch (error) {
    await outputs.rollback();
    throw error;
  }
}
