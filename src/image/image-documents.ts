// Builds the config and the manifest of an image; equal inputs give equal bytes.

import { digestOf } from "../layer/digest";
import type { ManifestLayer } from "../layer/manifest-layer";
import type { BaseImage } from "./base-layout";
import { type ImageSettings, runtimeConfig } from "./image-settings";
import { CREATED, historyEntry } from "./layer-history";
import { mediaTypes, type OciDescriptor } from "./oci-schemas";
import type { ImagePlatform } from "./platform-match";

/** A layer of ours, bottom first. */
export interface ImageLayer extends ManifestLayer {
  /** Of its descriptor in the manifest. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** What the history says of it: the packages it holds. */
  readonly createdBy: string;
}

/** A document and the descriptor that names it. */
export interface Document {
  readonly bytes: Buffer;
  readonly descriptor: OciDescriptor;
}

/** Names a document's bytes, or those of a value as JSON, by their digest. */
export function toDocument(value: unknown, mediaType: string): Document {
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value));
  return { bytes, descriptor: { mediaType, digest: digestOf(bytes), size: bytes.length } };
}

/** The image's config (image-spec/config.md): the base's settings stay, our layers and the image's own settings are added. */
export function imageConfig(
  base: BaseImage | undefined,
  layers: readonly ImageLayer[],
  platform: ImagePlatform,
  settings: ImageSettings,
): Document {
  const history = layers.map(({ createdBy }) => historyEntry(createdBy));
  return toDocument(
    {
      ...base?.config,
      created: CREATED,
      architecture: platform.architecture,
      os: platform.os,
      ...(platform.variant === undefined ? {} : { variant: platform.variant }),
      config: runtimeConfig(base?.config.config ?? {}, settings),
      rootfs: {
        type: "layers",
        diff_ids: [...(base?.config.rootfs.diff_ids ?? []), ...layers.map(({ diffId }) => diffId)],
      },
      history: [...(base === undefined ? [] : baseHistory(base)), ...history],
    },
    mediaTypes.config,
  );
}

/**
 * The base's history, with one entry a layer that is not marked as empty, as image-spec/config.md wants it: else every
 * reader would put our entries beside the wrong layers. Missing entries are added, and one that tells of more layers than
 * there are is dropped.
 */
function baseHistory(base: BaseImage): readonly unknown[] {
  const history = base.config.history ?? [];
  const told = history.filter(({ empty_layer }) => empty_layer !== true).length;
  const kept = told > base.layers.length ? [] : history;
  const missing = base.layers.length - (kept === history ? told : 0);
  return [...kept, ...Array.from({ length: missing }, () => historyEntry("base image"))];
}

/** The image's manifest (image-spec/manifest.md). The base's descriptors stay whole: lazy pulls need their annotations. */
export function imageManifest(base: BaseImage | undefined, layers: readonly ImageLayer[], config: Document): Document {
  return toDocument(
    {
      schemaVersion: 2,
      mediaType: mediaTypes.manifest,
      config: config.descriptor,
      layers: [
        ...(base?.layers ?? []),
        ...layers.map(({ mediaType, digest, size, annotations }) => ({
          mediaType,
          digest,
          size,
          ...(annotations === undefined ? {} : { annotations }),
        })),
      ],
    },
    mediaTypes.manifest,
  );
}

/** The index.json of our image layouts: one image, by the digest of its manifest (image-spec/image-layout.md). */
export function layoutIndex(manifest: Buffer, { architecture, os, variant }: ImagePlatform): string {
  const named = {
    ...toDocument(manifest, mediaTypes.manifest).descriptor,
    // umoci and podman find an image of a layout by its name.
    annotations: { "org.opencontainers.image.ref.name": "latest" },
    platform: { architecture, os, ...(variant === undefined ? {} : { variant }) },
  };
  return JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.index, manifests: [named] });
}
