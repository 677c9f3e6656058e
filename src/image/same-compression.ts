// The packages of an image share one compression, since a bundle is a concatenation of their blobs.

import { ActionError } from "../action/action-error";
import { compressionOf, type LayerDescriptor } from "../layer/layer-descriptor";

/**
 * @throws ActionError that names two packages of different compression, and both compressions.
 */
export function requireSameCompression(packages: readonly LayerDescriptor[]): void {
  const first = packages[0];
  const other = packages.find(({ mediaType }) => mediaType !== first!.mediaType);
  if (first !== undefined && other !== undefined) {
    throw new ActionError(
      `the packages of an image have different compressions: ${nameOf(first)} has ${compressionOf(first.mediaType)} and ` +
        `${nameOf(other)} has ${compressionOf(other.mediaType)}`,
      {
        package: nameOf(other),
        remedy: "build all of them with one --@package_layers//bazel/settings:compression",
      },
    );
  }
}

function nameOf({ name, version }: LayerDescriptor): string {
  return `${name} ${version}`.trim();
}
