// Recognizes the output directories of earlier runs by their content, since only they may be replaced. So an image layout needs
// no mark of ours.

import { lstatSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parseJson } from "../action/json-document";
import { digestOf } from "../layer/digest";
import { layoutIndex } from "./image-documents";
import { CREATED_BY } from "./layer-history";
import { blobPath } from "./layout-documents";
import { configSchema, indexSchema, manifestSchema, type OciConfig, type OciManifest } from "./oci-schemas";

/** An image's two documents; the config is one that this program made. */
interface OwnDocuments {
  readonly manifest: OciManifest;
  readonly manifestBytes: Buffer;
  readonly config: OciConfig;
}

/** Errors with this name are not shown: they mean that the directory is not ours. */
const ANY = { name: "a document", remedy: "" } as const;

/** Whether a directory has the bundles, config and manifest that merge-layers writes, and nothing else. */
export function areBundlesOfOurs(directory: string): boolean {
  return holdsTrue(() => {
    const { manifest } = ownDocuments(path.join(directory, "manifest.json"), () => path.join(directory, "config.json"));
    return hasOnly(directory, ["config.json", "manifest.json", "sha256"]) && hasOnlyBlobs(directory, manifest, []);
  });
}

/** Whether a directory is an image layout as image-layout writes it, to the byte of its index, and nothing else. */
export function isLayoutOfOurs(directory: string): boolean {
  return holdsTrue(() => {
    const index = readOwnFile(path.join(directory, "index.json")).toString("utf8");
    const [image] = parseJson(indexSchema, index, ANY).manifests;
    const { manifest, manifestBytes, config } = ownDocuments(blobPath(directory, image!.digest), ({ digest }) =>
      blobPath(directory, digest),
    );
    return (
      index === layoutIndex(manifestBytes, config) &&
      hasOnly(directory, ["blobs", "index.json", "oci-layout"]) &&
      hasOnly(path.join(directory, "blobs"), ["sha256"]) &&
      hasOnlyBlobs(path.join(directory, "blobs"), manifest, [image!.digest, manifest.config.digest])
    );
  });
}

/** False also if a file is missing or is not what it should be. */
function holdsTrue(look: () => boolean): boolean {
  try {
    return look();
  } catch {
    return false;
  }
}

function ownDocuments(manifestFile: string, configFile: (config: OciManifest["config"]) => string): OwnDocuments {
  const manifestBytes = readOwnFile(manifestFile);
  const manifest = parseJson(manifestSchema, manifestBytes.toString(), ANY);
  const configBytes = readOwnFile(configFile(manifest.config));
  const config = parseJson(configSchema, configBytes.toString(), ANY);
  const isNamed = manifest.config.digest === digestOf(configBytes);
  const isOurs = config.history?.some((entry) => String(entry.created_by).startsWith(CREATED_BY));
  if (!isNamed || !isOurs) {
    throw new Error("the image is another program's");
  }
  return { manifest, manifestBytes, config };
}

function hasOnly(directory: string, names: readonly string[]): boolean {
  return readdirSync(directory).every((name) => names.includes(name));
}

/** Whether everything in a folder's `sha256` is a layer of a manifest, with the size that it says, or has one of some other digests. */
function hasOnlyBlobs(folder: string, { layers }: OciManifest, others: readonly string[]): boolean {
  const sizes = new Map(layers.map(({ digest, size }) => [digest, size]));
  return readdirSync(path.join(folder, "sha256")).every((name) => {
    const digest = `sha256:${name}`;
    const found = lstatSync(path.join(folder, "sha256", name));
    return found.isFile() && (others.includes(digest) || sizes.get(digest) === found.size);
  });
}

/** Bytes of a document that this program writes; a larger one is somebody else's. */
const LARGEST_DOCUMENT = 256 << 20;

/** @throws Error for anything but a file: reading would wait for a pipe */
function readOwnFile(file: string): Buffer {
  const found = lstatSync(file);
  if (!found.isFile() || found.size > LARGEST_DOCUMENT) {
    throw new Error(`${file} is no document`);
  }
  return readFileSync(file);
}
