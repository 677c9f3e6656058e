// A descriptor for tests of what reads one.

import type { LayerFacts } from "../../src/facts/layer-facts";
import { type LayerDescriptor, layerDescriptorSchema, layerMediaTypes } from "../../src/layer/layer-descriptor";

/** The descriptor of a layer whose blob has the digest. */
export function descriptorOf({ kind, name, version }: LayerFacts, digest: string): LayerDescriptor {
  return layerDescriptorSchema.parse({
    schema: 1,
    kind,
    name,
    version,
    mediaType: layerMediaTypes.gzip,
    level: 6,
    ownership: { uid: 0, gid: 0, mtime: 0 },
    digest,
    size: 10,
    diffId: digest,
    tarSize: 100,
    mergeable: true,
    closingSize: 20,
    directoriesSize: 0,
    carried: { files: 0, bytes: 0, mismatched: 0 },
    directories: [],
    files: [],
  });
}
