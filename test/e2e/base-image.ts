// A base image from Debian packages with the Python that the wheels were chosen for, as an OCI image layout.

import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { saySkipped } from "../say-skipped";
import { REPOSITORY } from "./workspace";

/** Runs a program and gives its output; throws with all that it said when it fails. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    ...options,
  });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")} ended with ${status ?? error}\n${stdout}\n${stderr}`);
  }
  return stdout;
}

/**
 * The layout's folder, made once per machine: Debian's minimal system with python3, as one layer.
 *
 * @returns undefined with a line on standard error when this machine cannot make it.
 */
export function debianBase(): string | undefined {
  const program = path.join(REPOSITORY, "testbed", "debian-base.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], { encoding: "utf8" });
  if (status !== 0) {
    saySkipped(stderr);
    return undefined;
  }
  return stdout;
}
