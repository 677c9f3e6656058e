// A base image from Debian packages with the Python that the wheels were chosen for, as an OCI image layout.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { gzipSync } from "node:zlib";
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

/** Puts one layer more onto the only image of a layout, as `FROM` and `COPY` do. */
export function addLayer(layout: string, tar: Buffer): void {
  const blob = (digest: string) => path.join(layout, "blobs", ...digest.split(":"));
  const read = (digest: string) => JSON.parse(readFileSync(blob(digest), "utf8"));
  const put = (bytes: Buffer) => {
    const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    writeFileSync(blob(digest), bytes);
    return { digest, size: bytes.length };
  };
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  const index = JSON.parse(readFileSync(path.join(layout, "index.json"), "utf8"));
  const [image] = index.manifests;
  const manifest = read(image.digest);
  const config = read(manifest.config.digest);
  config.rootfs.diff_ids.push(`sha256:${createHash("sha256").update(tar).digest("hex")}`);
  manifest.layers.push({ ...manifest.layers[0], ...put(gzipSync(tar)) });
  Object.assign(manifest.config, put(json(config)));
  Object.assign(image, put(json(manifest)));
  writeFileSync(path.join(layout, "index.json"), json(index));
}
