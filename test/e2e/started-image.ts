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

/** Runs a command with the image's own environment and working directory, and gives its output. */
export type Start = (command: readonly string[]) => string;

/**
 * Unpacks an image that has a base, and lets its programs be started in it. (By tar, which is quicker than umoci;
 * container.test.ts holds the layouts against that.)
 */
export function inImage(workspace: Workspace, image: string, use: (start: Start) => void): void {
  const { layers } = JSON.parse(readFileSync(workspace.output(`${image}.bundles/manifest.json`), "utf8"));
  inLayers(workspace.output(image), layers, startOf(workspace, image), use);
}

/** The same for the only image of an OCI image layout, whoever made it. */
export function inLayout(layout: string, use: (start: Start, config: ImageStart) => void): void {
  const read = (file: string) => JSON.parse(readFileSync(path.join(layout, file), "utf8"));
  const document = ({ digest }: { digest: string }) => read(path.join("blobs", ...digest.split(":")));
  const manifest = document(read("index.json").manifests[0]);
  const { config } = document(manifest.config);
  inLayers(layout, manifest.layers, config, (start) => {
    use(start, config);
  });
}

function inLayers(
  layout: string,
  layers: readonly { readonly digest: string }[],
  { Env = [], WorkingDir = "/" }: ImageStart,
  use: (start: Start) => void,
): void {
  const root = mkdtempSync(path.join(SCRATCH, `unpacked-${path.basename(layout)}-`));
  try {
    for (const { digest } of layers) {
      const blob = path.join(layout, "blobs", ...digest.split(":"));
      run("tar", ["--extract", "--gzip", `--file=${blob}`, `--directory=${root}`]);
    }
    mkdirSync(path.join(root, "proc"), { recursive: true });
    const inside = 'root=$0; mount -t proc proc "$root/proc" && exec chroot "$root" /usr/bin/env -i "$@"';
    const there = ["--chdir", WorkingDir, ...Env];
    use((command) => run("unshare", ["--mount", "--pid", "--fork", "sh", "-c", inside, root, ...there, ...command]));
  } finally {
    run("rm", ["-rf", root]);
  }
}
