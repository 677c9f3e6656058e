// Errors of the machine, such as a full disk, said so that a user can act on them.

import { ActionError } from "./action-error";

/** What can be done about the errors of errno(3) that are no defect of ours. */
const REMEDIES: ReadonlyMap<string, string> = new Map([
  ["ENOSPC", "make room on the disk that Bazel's output base is on, and build again"],
  ["EDQUOT", "make room within the quota of the disk that Bazel's output base is on, and build again"],
  ["EFBIG", "raise the limit on the size of files (`ulimit -f`), and build again"],
  ["EROFS", "let Bazel's output base be on a disk that can be written to"],
  ["EIO", "check the disk, then fetch the package anew with `bazel fetch --force`"],
  ["EMFILE", "raise the limit on open files (`ulimit -n`), and build again"],
  ["ENFILE", "raise the system's limit on open files, and build again"],
]);

/** An ActionError with the remedy if the machine is to blame; any other error as it is. */
export function explainMachineError(error: unknown): unknown {
  const { code = "", path, message } = (error ?? {}) as NodeJS.ErrnoException;
  const remedy = error instanceof Error ? REMEDIES.get(code) : undefined;
  return remedy === undefined ? error : new ActionError(message, { file: path, remedy, cause: error });
}
