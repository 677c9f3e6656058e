// The error for an input of a layer that cannot be looked up or opened, because of the machine or of the file.

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
      "build again; if the file is still missing, fetch the package's repository again with `bazel fetch --force`",
    cause,
  });
}
