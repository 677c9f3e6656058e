// Reads the base image: an OCI image layout directory with exactly one image.

import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import * as path from "node:path";
import { ActionError } from "../action/action-error";
import { ociLayerMediaType } from "./docker-media-types";
import { parseJson, readJson } from "./json-file";
import {
  configSchema,
  indexSchema,
  layoutFileSchema,
  manifestSchema,
  mediaTypes,
  type OciConfig,
  type OciDescriptor,
  type OciIndex,
} from "./oci-schemas";

/** The platform of an image, as in its config (image-spec/config.md). */
export interface ImagePlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string | undefined;
}

/** What an image takes over from its base. */
export interface BaseImage {
  /** With the media types of OCI, also where the base has Docker's. */
  readonly layers: readonly OciDescriptor[];
  readonly config: OciConfig;
}

const REMEDY =
  "give `base` one image as rules_oci's pull or oci_image makes it, or a layout written by `crane pull --format=oci`";

const DAMAGED_REMEDY = "fetch the base again; what is there is damaged";

/** Path of a blob within a layout (image-spec/image-layout.md, blobs). */
export function blobPath(layout: string, digest: string): string {
  return path.join(layout, "blobs", ...digest.split(":"));
}

/**
 * Reads and checks the base. Of its layers only presence and size are looked at: their bytes are read by nobody before
 * the image is pushed or loaded.
 *
 * @throws ActionError when the layout is broken, holds no or several images, or is for another platform.
 */
export async function readBaseLayout(layout: string, platform: ImagePlatform): Promise<BaseImage> {
  await readJson(layoutFileSchema, path.join(layout, "oci-layout"), REMEDY);
  const image = await readOnlyImage(layout, platform);
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
  await Promise.all(manifest.layers.map((layer) => requireLayer(layout, layer)));
  return {
    layers: manifest.layers.map((layer) => ({ ...layer, mediaType: ociLayerMediaType(layer.mediaType) })),
    config,
  };
}

/** The one manifest that the layout names. */
async function readOnlyImage(layout: string, platform: ImagePlatform): Promise<OciDescriptor> {
  const indexFile = path.join(layout, "index.json");
  const index = await readJson(indexSchema, indexFile, REMEDY);
  const [image, ...others] = index.manifests;
  if (image === undefined) {
    throw new ActionError("the base holds no image", { file: indexFile, remedy: REMEDY });
  }
  if (others.length > 0) {
    throw notOneImage(index, indexFile, platform);
  }
  if (image.mediaType === mediaTypes.index || image.mediaType === mediaTypes.dockerIndex) {
    const file = blobPath(layout, image.digest);
    throw notOneImage(parseJson(indexSchema, await readBlob(layout, image), file, REMEDY), file, platform);
  }
  if (image.mediaType !== mediaTypes.manifest && image.mediaType !== mediaTypes.dockerManifest) {
    throw new ActionError(`the base is of media type ${image.mediaType} and no image`, {
      file: indexFile,
      remedy: REMEDY,
    });
  }
  return image;
}

function notOneImage({ manifests }: OciIndex, file: string, { os, architecture }: ImagePlatform): ActionError {
  const platforms = manifests.map(({ platform }) =>
    platform === undefined
      ? "no platform given"
      : [platform.os, platform.architecture, platform.variant].filter(Boolean).join("/"),
  );
  return new ActionError(`the base is an index of ${manifests.length} images (${platforms.join(", ")}) and not one`, {
    file,
    remedy:
      `choose the image of one platform: with rules_oci's pull the target @NAME_${os}_${architecture}, ` +
      `with crane \`crane pull --format=oci --platform=${os}/${architecture}\``,
  });
}

async function requireLayer(layout: string, { digest, size }: OciDescriptor): Promise<void> {
  const file = blobPath(layout, digest);
  const found = await stat(file).catch((cause: unknown) => {
    throw new ActionError("the base lacks a layer that its manifest names", { file, remedy: REMEDY, cause });
  });
  if (!found.isFile() || found.size !== size) {
    throw new ActionError(`a layer of the base has ${found.size} bytes where its manifest says ${size}`, {
      file,
      remedy: DAMAGED_REMEDY,
    });
  }
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
      { file, remedy: DAMAGED_REMEDY },
    );
  }
  return bytes.toString("utf8");
}
