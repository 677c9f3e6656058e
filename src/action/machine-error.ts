// Errors of the machine, such as a full disk, in words that a user can act on.

import { isNativeError } from "node:util/types";
import { ActionError } from "./action-error";

/** What is wrong, and what can be done about it, for the errors of errno(3) that are not a defect of ours. */
const EXPLANATIONS: ReadonlyMap<string, readonly [what: string, remedy: string]> = new Map([
  ["ENOSPC", ["the disk is full", "make room on the disk that Bazel's output base is on, and build again"]],
  ["EDQUOT", ["the disk quota is used up", "make room within the quota of the output base's disk, and build again"]],
  ["EFBIG", ["a file would be larger than is allowed", "raise the limit on the size of files (`ulimit -f`)"]],
  ["EROFS", ["the disk cannot be written to", "put the outputs on a disk that can be written to"]],
  ["EIO", ["the disk failed", "check the disk, then fetch the package again with `bazel fetch --force`"]],
  ["EMFILE", ["too many files are open", "raise the limit on open files (`ulimit -n`), and build again"]],
  ["ENFILE", ["too many files are open on this machine", "raise the system's limit on open files, and build again"]],
  ["ENOMEM", ["memory has run out", "give the worker more memory, or run fewer workers at a time"]],
  [
    "EACCES",
    [
      "access is denied",
      "give the user who builds the right to read the inputs and to write to the outputs' directories",
    ],
  ],
  ["EPERM", ["the system does not permit it", "make the user who builds the owner of the outputs' directories"]],
  ["ENAMETOOLONG", ["a path is too long", "use shorter names, or a shorter output base"]],
  [
    "ENOTDIR",
    ["a path leads through a file as if it were a directory", "name a path whose parent folders are all directories"],
  ],
  ["EEXIST", ["something else is in the way", "name another path, or remove what is there"]],
  ["EISDIR", ["a directory is where a file should be", "name a file"]],
  ["ELOOP", ["a path leads through too many symlinks", "name a path without a loop of symlinks"]],
  ["EBUSY", ["a path is in use, for example as a mount point", "name another path"]],
]);

/** Errors of zlib(3) and Node that say the same as one of errno(3). */
const SAME_AS: ReadonlyMap<string, string> = new Map([
  ["Z_MEM_ERROR", "ENOMEM"],
  ["ERR_WORKER_OUT_OF_MEMORY", "ENOMEM"],
  ["ERR_MEMORY_ALLOCATION_FAILED", "ENOMEM"],
]);

/** What is wrong and what can be done about it, if the machine is to blame for an error; else undefined. */
export function machineFault(error: unknown): { readonly what: string; readonly remedy: string } | undefined {
  const explanation = isNativeError(error) ? EXPLANATIONS.get(errnoOf(error)) : undefined;
  return explanation === undefined ? undefined : { what: explanation[0], remedy: explanation[1] };
}

function errnoOf({ code = "", message }: NodeJS.ErrnoException): string {
  if (code === "ERR_WORKER_INIT_FAILED") {
    return /\bE[A-Z]+\b/.exec(message)?.[0] ?? "";
  }
  // What V8 throws has no code.
  return message === "Array buffer allocation failed" ? "ENOMEM" : (SAME_AS.get(code) ?? code);
}

/** An ActionError with the remedy if the machine is to blame; any other error as it is. */
export function explainMachineError(error: unknown): unknown {
  const fault = machineFault(error);
  if (fault === undefined) {
    return error;
  }
  return new ActionError(fault.what, {
    file: (error as NodeJS.ErrnoException).path,
    remedy: fault.remedy,
    cause: error,
  });
}
