// How many threads of JavaScript a worker may run requests in.

import { readFileSync } from "node:fs";
import { threadPoolSize } from "../thread-pool";

/** Most threads, with the one that reads requests. Each keeps two to three cores busy (bench/CORES.md). */
export function requestThreadCount(): number {
  const count = Math.min(8, Math.max(1, Math.floor(threadPoolSize() / 2)));
  return count > 1 && hasLimitedMemory() ? 1 : count;
}

/**
 * Whether the system limits this process's memory (`ulimit -v`, `ulimit -d`). A thread reserves half a GiB of addresses, and
 * V8 ends the process when it does not get them.
 */
function hasLimitedMemory(): boolean {
  try {
    return /^Max (?:address space|data size) +\d/m.test(readFileSync("/proc/self/limits", "utf8"));
  } catch {
    // Only Linux has the file.
    return false;
  }
}
