// Expands flag files in arguments the way Bazel does it for its workers, so that a one-shot run gets equal arguments.

import { resolve } from "node:path";
import { ActionError } from "./action-error";
import { readDocument } from "./input-file";
import { machineFault } from "./machine-error";

/** What Bazel takes for a label instead of a flag file (WorkerSpawnRunner.isExternalRepositoryLabel). */
const externalLabel = /^@.*\/\/.*$/;

const flagFileFlag = /^--?flagfile=(.+)$/s;

/**
 * Replaces each `@FILE` by the lines of that file, and does the same for those of its lines that begin with `@`.
 *
 * The rules are those of expandArgument in Bazel's WorkerSpawnRunner: files are UTF-8 and relative to `root`; a line is an
 * argument as it stands, quotes, spaces and empty lines included (Bazel's `multiline` format); `@@…` and
 * `@repository//label` stay as they are. `--flagfile=FILE` is expanded as well: Bazel leaves that form to the worker.
 * Throws ActionError if a file cannot be read, is not UTF-8 or includes itself.
 */
export async function expandFlagFiles(args: readonly string[], root: string): Promise<string[]> {
  const expanded: string[] = [];
  await expandInto(expanded, args, root, []);
  return expanded;
}

/** Replaces each `--flagfile=FILE`, the only form that a worker still finds in a request's arguments. */
export async function expandFlagFileFlags(args: readonly string[], root: string): Promise<readonly string[]> {
  if (!args.some((arg) => flagFileFlag.test(arg))) {
    return args;
  }
  const expanded: string[] = [];
  for (const arg of args) {
    if (flagFileFlag.test(arg)) {
      await expandInto(expanded, [arg], root, []);
    } else {
      expanded.push(arg);
    }
  }
  return expanded;
}

async function expandInto(
  expanded: string[],
  args: Iterable<string>,
  root: string,
  within: readonly string[],
): Promise<void> {
  for (const arg of args) {
    const named = flagFileOf(arg);
    if (named === undefined) {
      expanded.push(arg);
      continue;
    }
    const file = resolve(root, named);
    if (within.includes(file)) {
      throw new ActionError("a flag file includes itself", {
        file: named,
        remedy: "remove the line that names the file itself",
      });
    }
    await expandInto(expanded, await readLines(file, named), root, [...within, file]);
  }
}

function flagFileOf(arg: string): string | undefined {
  if (arg.startsWith("@") && arg.length > 1 && !arg.startsWith("@@") && !externalLabel.test(arg)) {
    return arg.slice(1);
  }
  return flagFileFlag.exec(arg)?.[1];
}

async function readLines(file: string, named: string): Promise<string[]> {
  let bytes: Uint8Array;
  try {
    bytes = await readDocument(file);
  } catch (cause) {
    throw new ActionError("a flag file cannot be read", {
      file: named,
      remedy:
        machineFault(cause)?.remedy ?? "name an existing file after the @; paths are relative to the working directory",
      cause,
    });
  }
  return parseFlagFile(bytes, named);
}

/**
 * The lines of a flag file. They end at \n, \r\n or a lone \r (Java's BufferedReader.readLine, which Bazel uses); the end
 * of the last line needs none. `name` is for the error, an ActionError if the bytes are not UTF-8.
 */
export function parseFlagFile(bytes: Uint8Array, name: string): string[] {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new ActionError("a flag file is not UTF-8", { file: name, remedy: "write the file in UTF-8", cause });
  }
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") {
    lines.pop();
  }
  return lines;
}
