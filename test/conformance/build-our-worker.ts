// Builds the worker with the example actions, for tests that run it as a process.

import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** @returns Path of the program, in the given folder. */
export function buildOurWorker(folder: string): string {
  execFileSync(process.execPath, [join(__dirname, "programs.mjs"), folder, join(__dirname, "our-worker.ts")]);
  return join(folder, "our-worker.cjs");
}
