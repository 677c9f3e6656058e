// Descriptors for tests that need no blob.

import { createHash } from "node:crypto";
import { type LayerDescriptor, layerMediaTypes } from "../../src/layer/layer-descriptor";

/** A digest that belongs to a text, so that tests can tell layers apart. */
export function digestOf(content: string | Uint8Array): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

/** A sound descriptor of a small package; what matters to a test is given. */
export function describeLayer(given: Partial<LayerDescriptor>): LayerDescriptor {
  const name = given.name ?? "six";
  return {
    schema: 1,
    kind: "package",
    name,
    version: "1.0",
    mediaType: layerMediaTypes.gzip,
    level: 6,
    ownership: { uid: 0, gid: 0, mtime: 315_619_200 },
    digest: digestOf(`blob of ${name}`),
    size: 100,
    diffId: digestOf(`tar of ${name}`),
    tarSize: 1024,
    mergeable: true,
    closingSize: 29,
    directoriesSize: 0,
    carried: { files: 0, bytes: 0, mismatched: 0 },
    directories: [],
    files: [],
    ...given,
  };
}
