// The small JSON beside each blob: everything that planning, manifest, config and report need to know of a layer.

import * as z from "zod";
import { readJson, schemaVersion } from "../action/json-document";
import { manifestLayerSchema } from "./manifest-layer";

/** Media types of a layer's blob, by compression (OCI image-spec, layer.md). */
export const layerMediaTypes = {
  gzip: "application/vnd.oci.image.layer.v1.tar+gzip",
  zstd: "application/vnd.oci.image.layer.v1.tar+zstd",
  none: "application/vnd.oci.image.layer.v1.tar",
} as const;

export const compressionSchema = z.enum(["gzip", "zstd", "none"]);
export type Compression = z.infer<typeof compressionSchema>;

/** The compression of a blob of a media type. */
export function compressionOf(mediaType: LayerDescriptor["mediaType"]): Compression {
  return compressionSchema.options.find((compression) => layerMediaTypes[compression] === mediaType)!;
}

/** Path in the image (no leading slash), size in bytes, CRC-32 of the content; a symlink has its target instead. */
const fileSchema = z.union([
  z.tuple([z.string().min(1), z.number().int().nonnegative(), z.number().int().nonnegative()]),
  z.tuple([z.string().min(1), z.string().min(1)]),
]);

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, "is not a SHA-256");
const sharedFileSchema = z.union([
  z.tuple([z.string().min(1), sha256Schema]),
  z.tuple([z.string().min(1), sha256Schema, z.literal("namespace")]),
]);
const count = z.number().int().nonnegative();

/** A descriptor, version 1. All sizes are bytes. */
export const layerDescriptorSchema = z.strictObject({
  schema: schemaVersion(1),
  /** What the layer holds; only packages are planned. */
  kind: z.enum(["package", "interpreter", "external", "application"]),
  /** Normalised distribution name (PEP 503), or the kind for what is not a package. */
  name: z.string().min(1),
  /** The distribution's version; empty when not known. */
  version: z.string(),
  mediaType: z.enum(layerMediaTypes),
  /** Level of the compression: a bundle compresses the list of its directories as its packages do. */
  level: z.number().int().min(0).max(19),
  /** Owner of every entry, and its time in seconds since 1970. */
  ownership: z.strictObject({ uid: count, gid: count, mtime: count }),
  digest: manifestLayerSchema.shape.digest,
  size: manifestLayerSchema.shape.size,
  diffId: manifestLayerSchema.shape.diffId,
  /** Length of the uncompressed tar without the two end-of-archive blocks; does not depend on compression. */
  tarSize: count,
  /** Whether the blob's bytes are in the mergeable too, so that it may become part of a bundle. */
  mergeable: z.boolean(),
  /** Length of the constant member that closes the blob; concatenation drops it. */
  closingSize: count,
  /** Length of the members that list the directories, which come first; concatenation puts one list in their place. */
  directoriesSize: count,
  /** Files carried over from the wheel without compression, and those that had an entry there but did not match it. */
  carried: z.strictObject({
    files: count,
    bytes: count,
    mismatched: count,
  }),
  /** The patterns of `exclude` that left something out; absent when none did. */
  excluded: z.array(z.string().min(1)).min(1).optional(),
  /**
   * Files that other packages may have at the same path, as they lie in no Python package of the distribution's own: path,
   * SHA-256 of the content in hexadecimal digits, and whether it is an `__init__.py` that only declares a namespace. Absent when
   * there are none, and for layers whose paths no package shares.
   */
  shared: z.array(sharedFileSchema).min(1).optional(),
  /** Paths in the image of the directories that the tar lists before everything else, sorted; no slashes at their ends. */
  directories: z.array(z.string().min(1)),
  /** Every other entry of the tar in its order. */
  files: z.array(fileSchema),
});

export type LayerDescriptor = z.infer<typeof layerDescriptorSchema>;

/** What errors say about a descriptor. */
export const descriptorDocument = { name: "the descriptor", remedy: "remove the descriptor and build again" } as const;

/** Reads a descriptor; see readJson. */
export function readLayerDescriptor(path: string): Promise<LayerDescriptor> {
  return readJson(layerDescriptorSchema, path, descriptorDocument);
}
