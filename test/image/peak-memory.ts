// Runs an action of the shipped program as Bazel does without workers, and says how much memory it took.

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";

const program = path.join(__dirname, "..", "..", "bazel", "worker", "worker.cjs");

/**
 * Runs an action in a folder, by a process that may have at most 1,024 files open.
 *
 * @returns the most memory that the process had at a time, in MiB
 * @throws when it fails or says anything
 */
export function peakMemoryOf(args: readonly string[], folder: string): number {
  writeFileSync(path.join(folder, "flags"), `${args.join("\n")}\n`);
  // The `maxRSS` of a process counts what its parent had when it was forked (getrusage(2)); VmHWM begins with the program.
  writeFileSync(
    path.join(folder, "peak.cjs"),
    `const fs = require("node:fs");
    process.on("exit", () => fs.writeFileSync("peak", /VmHWM:\\s+(\\d+)/.exec(fs.readFileSync("/proc/self/status", "utf8"))[1]));`,
  );
  const command = 'ulimit -n 1024; exec "$0" --require ./peak.cjs "$1" @flags';
  const { status, stderr } = spawnSync("bash", ["-c", command, process.execPath, program], {
    cwd: folder,
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return Number(readFileSync(path.join(folder, "peak"), "utf8")) / 1024;
}
