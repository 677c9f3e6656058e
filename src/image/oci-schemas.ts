// The parts of the OCI image specification's documents that we read; unknown fields are kept as they are.

import * as z from "zod";
import { digestSchema } from "../layer/digest";

export const mediaTypes = {
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  dockerManifest: "application/vnd.docker.distribution.manifest.v2+json",
  index: "application/vnd.oci.image.index.v1+json",
  dockerIndex: "application/vnd.docker.distribution.manifest.list.v2+json",
  dockerConfig: "application/vnd.docker.container.image.v1+json",
} as const;

/** image-spec/descriptor.md. */
export const descriptorSchema = z.looseObject({
  mediaType: z.string().min(1),
  digest: digestSchema,
  size: z.number().int().nonnegative(),
  /** Where the content is fetched from instead of the registry that has the image. */
  urls: z.array(z.string()).optional(),
});
export type OciDescriptor = z.infer<typeof descriptorSchema>;

/** image-spec/image-layout.md. */
export const layoutFileSchema = z.looseObject({ imageLayoutVersion: z.literal("1.0.0") });

const indexEntrySchema = descriptorSchema.extend({
  platform: z.looseObject({ os: z.string(), architecture: z.string(), variant: z.string().optional() }).optional(),
});
export type IndexEntry = z.infer<typeof indexEntrySchema>;

/** image-spec/image-index.md. */
export const indexSchema = z.looseObject({
  schemaVersion: z.literal(2),
  manifests: z.array(indexEntrySchema),
});
export type OciIndex = z.infer<typeof indexSchema>;

/** image-spec/manifest.md. */
export const manifestSchema = z.looseObject({
  schemaVersion: z.literal(2),
  /** Of an image, or of something else that a registry keeps as if it were one: a signature, a Helm chart. */
  config: descriptorSchema,
  layers: z.array(descriptorSchema),
});
export type OciManifest = z.infer<typeof manifestSchema>;

/** image-spec/config.md. */
export const configSchema = z.looseObject({
  architecture: z.string().min(1),
  os: z.string().min(1),
  variant: z.string().optional(),
  config: z.looseObject({}).nullish(),
  rootfs: z.looseObject({ type: z.literal("layers"), diff_ids: z.array(digestSchema) }),
  history: z.array(z.looseObject({ created_by: z.string().optional(), empty_layer: z.boolean().optional() })).nullish(),
});
export type OciConfig = z.infer<typeof configSchema>;
