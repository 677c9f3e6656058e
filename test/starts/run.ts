// Runs a program that has to succeed.

import { spawnSync } from "node:child_process";

/** Runs a program; what it says is shown when it fails. */
export function run(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28, ...options });
  if (status !== 0) {
    throw new Error(`${program} ${args.join(" ").slice(0, 300)} ended with ${status}\n${stdout}\n${stderr}`);
  }
  return stdout;
}
