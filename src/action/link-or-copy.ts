// Gives a file a second path: a hard link where the file system has such links, else a copy.

import { constants, copyFileSync, linkSync } from "node:fs";

/** Errors of link(2) for which a copy is made: other file system, not permitted, too many links, not supported, unknown. */
const COPY_INSTEAD = ["EXDEV", "EPERM", "EACCES", "EMLINK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];

/** Whether a copy is made after this error of link(2). */
export function isCopiedInstead(error: unknown): boolean {
  return COPY_INSTEAD.includes((error as NodeJS.ErrnoException).code ?? "");
}

/** @param target Nothing is there yet. */
export function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch (error) {
    if (!isCopiedInstead(error)) {
      throw error;
    }
    copyFileSync(source, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  }
}
