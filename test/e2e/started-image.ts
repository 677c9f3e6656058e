// An image's file system, unpacked, with its programs started in it as a container runtime would.

import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { run } from "./base-image";
import { SCRATCH, type Workspace } from "./workspace";

/** What an image's config says of how it starts (image-spec/config.md). */
export interface ImageStart {
  readonly Entrypoint: string[];
  readonly Cmd?: readonly string[];
  readonly Env?: readonly string[];
  readonly WorkingDir?: string;
}

/** What an image's config says of how it starts. */
export function startOf(workspace: Workspace, image: string): ImageStart {
  return JSON.parse(readFileSync(workspace.output(`${image}.bundles/config.json`), "utf8")).config;
}

/**
 * Unpacks an image that has a base, and lets its programs be started in it. (By tar, which is quicker than umoci;
 * container.test.ts holds the layouts against that.)
 *
 * @param use Given a function that runs a command with the image's own environment and working directory and gives its
 * output.
 */
export function inImage(
  workspace: Workspace,
  image: string,
  use: (start: (command: readonly string[]) => string) => void,
): void {
  const root = mkdtempSync(path.join(SCRATCH, `unpacked-${image.replaceAll("/", "-")}-`));
  try {
    const { layers } = JSON.parse(readFileSync(workspace.output(`${image}.bundles/manifest.json`), "utf8"));
    for (const { digest } of layers) {
      const blob = path.join(workspace.output(image), "blobs", ...digest.split(":"));
      run("tar", ["--extract", "--gzip", `--file=${blob}`, `--directory=${root}`]);
    }
    mkdirSync(path.join(root, "proc"), { recursive: true });
    const { Env = [], WorkingDir = "/" } = startOf(workspace, image);
    const inside = 'root=$0; mount -t proc proc "$root/proc" && exec chroot "$root" /usr/bin/env -i "$@"';
    const there = ["--chdir", WorkingDir, ...Env];
    use((command) => run("unshare", ["--mount", "--pid", "--fork", "sh", "-c", inside, root, ...there, ...command]));
  } finally {
    run("rm", ["-rf", root]);
  }
}
