// Runs one command as a process of its own and says what it took.
import { spawnSync } from "node:child_process";
import { rmSync, statSync } from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

const MEASURE = path.join(path.dirname(fileURLToPath(import.meta.url)), "measure.py");

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Removes what a contender wrote, as Bazel does before an action: to replace a large file takes time too. */
export function removeOutputs(output) {
  for (const file of [output, `${output}.json`, `${output}.mergeable`]) {
    rmSync(file, { force: true });
  }
}

/** The environment without what Bazel gives no action: with a file of certificates Node 20 takes 55 ms longer to start. */
export function actionEnvironment() {
  const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;
  return environment;
}

/**
 * @param {string[]} command
 * @param {string} output What the command writes; removed before.
 * @returns {{seconds: number, cpu_seconds: number, rss_bytes: number, bytes: number}} `bytes` is the output's size, 0 when
 * there is none.
 */
export function measure(command, output) {
  removeOutputs(output);
  const { stdout, stderr } = spawnSync("python3", [MEASURE, ...command], {
    encoding: "utf8",
    env: actionEnvironment(),
  });
  const { status, ...result } = JSON.parse(stdout);
  if (status !== 0) {
    throw new Error(`${command.join(" ").slice(0, 500)} ended with ${status}\n${stderr}`);
  }
  return { ...result, bytes: statSync(output, { throwIfNoEntry: false })?.size ?? 0 };
}
