// Reads the base image: an OCI image layout directory with exactly one image.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { ActionError } from "../worker/action-error";
import { parseJson, readJson } from "./json-file";
import {
  configSchema,
  indexSchema,
  layoutFileSchema,
  manifestSchema,
  mediaTypes,
  type OciConfig,
  type OciDescriptor,
} from "./oci-schemas";

/** The platform of an image, as in its config (image-spec/config.md). */
export interface ImagePlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string | undefined;
}

/** What an image takes over from its base. */
export interface BaseImage {
  readonly layers: readonly OciDescriptor[];
  readonly config: OciConfig;
}

const REMEDY =
  "give `base` one image as rules_oci's pull or oci_image makes it, or a layout written by `crane pull --format=oci`";

/** Path of a blob within a layout (image-spec/image-layout.md, blobs). */
export function blobPath(layout: string, digest: string): string {
  return path.join(layout, "blobs", ...digest.split(":"));
}

/**
 * Reads and checks the base.
 *
 * @throws ActionError when the layout is broken, holds no or several images, or is for another platform.
 */
export async function readBaseLayout(layout: string, platform: ImagePlatform): Promise<BaseImage> {
  await readJson(layoutFileSchema, path.join(layout, "oci-layout"), REMEDY);
  const indexFile = path.join(layout, "index.json");
  const index = await readJson(indexSchema, indexFile, REMEDY);
  const [image, ...others] = index.manifests;
  if (image === undefined || others.length > 0) {
    throw new ActionError(`the base holds ${index.manifests.length} images and not one`, {
      file: indexFile,
      remedy: "choose the image of one platform, for example rules_oci's @base_linux_amd64",
    });
  }
  if (image.mediaType !== mediaTypes.manifest && image.mediaType !== mediaTypes.dockerManifest) {
    throw new ActionError(`the base is of media type ${image.mediaType} and no image manifest`, {
      file: indexFile,
      remedy: "choose the image of one platform, for example rules_oci's @base_linux_amd64",
    });
  }
  const manifestFile = blobPath(layout, image.digest);
  const manifest = parseJson(manifestSchema, await readBlob(layout, image), manifestFile, REMEDY);
  const configFile = blobPath(layout, manifest.config.digest);
  const config = parseJson(configSchema, await readBlob(layout, manifest.config), configFile, REMEDY);
  if (config.rootfs.diff_ids.length !== manifest.layers.length) {
    throw new ActionError(
      `the base has ${manifest.layers.length} layers and ${config.rootfs.diff_ids.length} diff_ids`,
      { file: configFile, remedy: REMEDY },
    );
  }
  if (config.os !== platform.os || config.architecture !== platform.architecture) {
    throw new ActionError(
      `the base is for ${config.os}/${config.architecture} and the image for ${platform.os}/${platform.architecture}`,
      { file: configFile, remedy: "choose a base of the same platform, or build for the base's with --platforms" },
    );
  }
  return { layers: manifest.layers, config };
}

async function readBlob(layout: string, descriptor: OciDescriptor): Promise<string> {
  const file = blobPath(layout, descriptor.digest);
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new ActionError("the base lacks a blob that it names", { file, remedy: REMEDY, cause });
  });
  const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  if (digest !== descriptor.digest || bytes.length !== descriptor.size) {
    throw new ActionError(
      `a blob of the base is not what its name says: it has ${bytes.length} bytes and is ${digest}`,
      {
        file,
        remedy: "fetch the base again; what is there is damaged",
      },
    );
  }
  return bytes.toString("utf8");
}
