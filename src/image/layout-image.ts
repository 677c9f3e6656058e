// Reads the one image of an OCI image layout that somebody wants to compare, load or push.

import { createHash } from "node:crypto";
import * as path from "node:path";
import { ActionError } from "../action/action-error";
import { readDocument } from "../action/input-file";
import { blobPath } from "./base-layout";
import { parseJson, readJson } from "./json-file";
import {
  configSchema,
  indexSchema,
  layoutFileSchema,
  manifestSchema,
  mediaTypes,
  type OciConfig,
  type OciDescriptor,
  type OciManifest,
} from "./oci-schemas";

/** An image of a layout with its documents as they are stored. */
export interface LayoutImage {
  readonly descriptor: OciDescriptor;
  readonly manifest: OciManifest;
  readonly manifestText: string;
  readonly config: OciConfig;
}

const REMEDY = "give a directory that package_layers, crane pull --format=oci or skopeo copy … oci: made";

/**
 * Reads a layout's image.
 *
 * @throws ActionError when the layout is broken or does not hold exactly one image
 */
export async function readLayoutImage(layout: string): Promise<LayoutImage> {
  await readJson(layoutFileSchema, path.join(layout, "oci-layout"), REMEDY);
  const indexFile = path.join(layout, "index.json");
  const { manifests } = await readJson(indexSchema, indexFile, REMEDY);
  const [descriptor, ...others] = manifests;
  if (
    descriptor === undefined ||
    others.length > 0 ||
    (descriptor.mediaType !== mediaTypes.manifest && descriptor.mediaType !== mediaTypes.dockerManifest)
  ) {
    throw new ActionError(`the layout holds ${manifests.length} entries and not one image`, {
      file: indexFile,
      remedy: "give the layout of the image of one platform",
    });
  }
  const manifestText = await readNamed(layout, descriptor);
  const manifest = parseJson(manifestSchema, manifestText, blobPath(layout, descriptor.digest), REMEDY);
  const configText = await readNamed(layout, manifest.config);
  const config = parseJson(configSchema, configText, blobPath(layout, manifest.config.digest), REMEDY);
  return { descriptor, manifest, manifestText, config };
}

async function readNamed(layout: string, { digest }: OciDescriptor): Promise<string> {
  const file = blobPath(layout, digest);
  const bytes = await readDocument(file).catch((cause: unknown) => {
    throw new ActionError("the layout lacks a blob that it names", { file, remedy: REMEDY, cause });
  });
  const found = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  if (found !== digest) {
    throw new ActionError(`a blob of the layout is not what its name says: it is ${found}`, { file, remedy: REMEDY });
  }
  return bytes.toString("utf8");
}
