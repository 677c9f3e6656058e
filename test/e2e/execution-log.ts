// Reads Bazel's execution log: which actions a build did, and who did them.

import { existsSync, readFileSync } from "node:fs";

/** An action that ran, or whose outputs came from a cache; what was up to date is not among them. */
export interface Spawn {
  readonly mnemonic: string;
  /** In Bazel's words: `worker`, `disk cache hit`, … */
  readonly runner: string;
  readonly cacheHit: boolean;
}

/** @param log What `--execution_log_json_file` wrote; a build that did nothing writes no such file. */
export function spawnsOf(log: string): Spawn[] {
  const text = existsSync(log) ? readFileSync(log, "utf8") : "";
  return JSON.parse(`[${text.replaceAll("\n}{", "\n},{")}]`);
}

/** How many of these actions each runner did. */
export function countRunners(spawns: readonly Spawn[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { runner } of spawns) {
    counts[runner] = (counts[runner] ?? 0) + 1;
  }
  return counts;
}

/** How many PackageLayer actions each runner did. */
export function layerRunners(log: string): Record<string, number> {
  return countRunners(spawnsOf(log).filter(({ mnemonic }) => mnemonic === "PackageLayer"));
}
