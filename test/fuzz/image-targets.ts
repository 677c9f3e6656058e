// Fuzz targets of the image part: the OCI layout of a base image.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ActionError } from "../../src/action/action-error";
import { readBaseLayout } from "../../src/image/base-layout";
import type { FuzzTarget } from "./fuzz-target";

// The four documents of a layout, a NUL between them. Digests and sizes of the later documents are filled in after the
// change, so that a changed document is still found.
const layer = {
  mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
  digest: `sha256:${"c2".repeat(32)}`,
  size: 77,
};
const image = {
  mediaType: "application/vnd.oci.image.manifest.v1+json",
  digest: "MANIFEST-DIGEST",
  size: "MANIFEST-SIZE",
};
const manifest = {
  schemaVersion: 2,
  config: { mediaType: "application/vnd.oci.image.config.v1+json", digest: "CONFIG-DIGEST", size: "CONFIG-SIZE" },
  layers: [layer],
};
const config = {
  os: "linux",
  architecture: "amd64",
  config: { Env: ["PATH=/bin"] },
  rootfs: { type: "layers", diff_ids: [layer.digest] },
  history: [{ created_by: "x" }],
};

function documents(images: readonly object[], manifestDocument: object, configDocument: object): Buffer {
  const parts = [
    { imageLayoutVersion: "1.0.0" },
    { schemaVersion: 2, manifests: images },
    manifestDocument,
    configDocument,
  ];
  return Buffer.from(parts.map((part) => JSON.stringify(part)).join("\0"));
}

/** A right layout, and some whose parts are right each but do not fit together. */
const layouts = [
  documents([image], manifest, config),
  documents([image], { ...manifest, layers: [layer, layer] }, config),
  documents([image, image], manifest, config),
  documents([image], manifest, { ...config, architecture: "arm64" }),
];

function fill(text: string, name: string, blob: string): string {
  return text.replaceAll(`${name}-DIGEST`, digestOf(blob)).replaceAll(`"${name}-SIZE"`, `${Buffer.byteLength(blob)}`);
}

function digestOf(blob: string): string {
  return `sha256:${createHash("sha256").update(blob).digest("hex")}`;
}

async function checkLayout(bytes: Uint8Array): Promise<void> {
  const [layoutFile = "", index = "", manifestText = "", configText = ""] = Buffer.from(bytes).toString().split("\0");
  const filledManifest = fill(manifestText, "CONFIG", configText);
  const folder = await mkdtemp(join(tmpdir(), "fuzz-layout-"));
  try {
    const blobs = join(folder, "blobs", "sha256");
    await mkdir(blobs, { recursive: true });
    await writeFile(join(folder, "oci-layout"), layoutFile);
    await writeFile(join(folder, "index.json"), fill(index, "MANIFEST", filledManifest));
    for (const blob of [filledManifest, configText]) {
      await writeFile(join(blobs, digestOf(blob).slice("sha256:".length)), blob);
    }
    const base = await readBaseLayout(folder, { os: "linux", architecture: "amd64" });
    assert(base.layers.length === base.config.rootfs.diff_ids.length, "layers without diff_ids");
    assert(base.config.architecture === "amd64" && base.config.os === "linux", "another platform");
    assert(base.layers.every(({ digest, size }) => /^sha256:[0-9a-f]{64}$/.test(digest) && size >= 0));
  } catch (error) {
    assert(error instanceof ActionError, error as Error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every target of the image part; each case is some files on disk, hence the small share. */
export const imageTargets: readonly FuzzTarget[] = [
  { name: "base layouts", corpus: layouts, share: 0.25, check: checkLayout },
];
