// A layer as an image's manifest and config name it (OCI image-spec, manifest.md and config.md).

import * as z from "zod";
import { digestSchema } from "./digest";

export const manifestLayerSchema = z.strictObject({
  /** Digest of the blob. */
  digest: digestSchema,
  /** Length of the blob in bytes. */
  size: z.number().int().nonnegative(),
  mediaType: z.string().min(1),
  /** Digest of the uncompressed tar. */
  diffId: digestSchema,
});
export type ManifestLayer = Readonly<z.infer<typeof manifestLayerSchema>>;
