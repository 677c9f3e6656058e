// The layers of an image as files, looked into by tests.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** `sha256:` and the digest of a file's bytes, or of what they decompress to. */
export function digestOf(file: string, decompress = false): string {
  const bytes = readFileSync(file);
  return `sha256:${createHash("sha256")
    .update(decompress ? gunzipSync(bytes) : bytes)
    .digest("hex")}`;
}

/**
 * The distributions that a layer holds, sorted, or what it is when it holds none: each has a folder of metadata.
 *
 * @param file a compressed tar
 */
export function contentsOf(file: string): string {
  const { stdout, status } = spawnSync("tar", ["-tf", file], { encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`tar cannot list ${file}`);
  }
  const distributions = [...stdout.matchAll(/\/([^/]+)\.dist-info\/METADATA$/gm)].map(([, name]) => name!);
  if (distributions.length > 0) {
    return distributions.sort().join(" ");
  }
  return /^app$/m.test(stdout) ? "application" : "other files";
}
