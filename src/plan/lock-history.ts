// Reads the history of a lock file from its git repository.

import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import { ActionError } from "../action/action-error";
import { type LockedVersions, parseLockedVersions } from "./change-rates";

const run = promisify(execFile);

/** One commit that changed the lock file. */
export interface LockRevision {
  readonly commit: string;
  /** The day of the commit, YYYY-MM-DD in its author's time zone. */
  readonly date: string;
  readonly versions: LockedVersions;
}

/**
 * The revisions of a lock file along first parents, oldest first.
 *
 * @param file path of the file, which must be in a work tree of git
 * @param limit how many revisions are read, counted from the newest
 * @throws ActionError when git fails: no repository, no such file in it, no git
 */
export async function readLockHistory(file: string, limit = 700, signal?: AbortSignal): Promise<LockRevision[]> {
  const options = {
    cwd: path.dirname(file),
    maxBuffer: 1 << 28,
    encoding: "utf8" as const,
    ...(signal ? { signal } : {}),
  };
  const git = async (...args: string[]): Promise<string> => {
    try {
      return (await run("git", args, options)).stdout;
    } catch (cause) {
      signal?.throwIfAborted();
      throw new ActionError("git cannot read the history of the lock file", {
        file,
        remedy: "give a file that is checked in, in a full (not shallow) clone, with git on the PATH",
        cause,
      });
    }
  };
  const name = path.basename(file);
  const log = await git(
    "log",
    "--first-parent",
    "--diff-filter=AM",
    `-n${limit}`,
    "--no-show-signature",
    "--format=%H %as",
    "--",
    name,
  );
  const commits = log
    .split("\n")
    .filter((line) => line !== "")
    .reverse();
  if (commits.length === 0) {
    throw new ActionError("git knows no revision of the lock file", { file, remedy: "check the file in first" });
  }
  const revisions: LockRevision[] = [];
  for (const line of commits) {
    const [commit, date] = line.split(" ") as [string, string];
    revisions.push({ commit, date, versions: parseLockedVersions(await git("show", `${commit}:./${name}`)) });
  }
  return revisions;
}
