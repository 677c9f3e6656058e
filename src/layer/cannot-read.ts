// The error for an input of a layer that cannot be looked at or opened: the machine's fault, or the file's.

import { ActionError } from "../action/action-error";
import { machineFault } from "../action/machine-error";

/** Of an input that was named or found. */
export function cannotRead(file: string, cause: unknown): unknown {
  const fault = machineFault(cause);
  if (fault !== undefined) {
    return new ActionError(`an input file cannot be read: ${fault.what}`, { file, remedy: fault.remedy, cause });
  }
  return new ActionError("an input file cannot be read", {
    file,
    remedy:
      "build again; if it stays away, the package's repository is broken: fetch it again with `bazel fetch --force`",
    cause,
  });
}
