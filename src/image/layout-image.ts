// Reads the one image of an OCI image layout that is to be compared, loaded or pushed.

import { ActionError } from "../action/action-error";
import { indexPath, readLayoutDocument, readLayoutIndex } from "./layout-documents";
import {
  configSchema,
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
export async function readLayoutImage(directory: string): Promise<LayoutImage> {
  const layout = { directory, name: "the layout", remedy: REMEDY };
  const entries = await readLayoutIndex(layout);
  const [descriptor, ...others] = entries;
  if (
    descriptor === undefined ||
    others.length > 0 ||
    (descriptor.mediaType !== mediaTypes.manifest && descriptor.mediaType !== mediaTypes.dockerManifest)
  ) {
    throw new ActionError(`the layout holds ${entries.length} entries and not one image`, {
      file: indexPath(directory),
      remedy: "give the layout of the image of one platform",
    });
  }
  const manifest = await readLayoutDocument(manifestSchema, layout, descriptor, "manifest");
  const config = await readLayoutDocument(configSchema, layout, manifest.value.config, "config");
  return { descriptor, manifest: manifest.value, manifestText: manifest.text, config: config.value };
}
