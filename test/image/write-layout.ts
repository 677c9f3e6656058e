// Writes OCI image layouts for tests: right ones, and those that are wrong in one place.

import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { gzipSync } from "node:zlib";
import { mediaTypes, type OciDescriptor } from "../../src/image/oci-schemas";
import { layerMediaTypes } from "../../src/layer/layer-descriptor";
import { digestOf } from "../layer/describe-layer";

/** What differs from a sound layout of linux/amd64. */
export interface LayoutChanges {
  /** Content of each layer's tar; the layers are gzip. */
  readonly tars?: readonly Buffer[];
  /** Fields of each layer's descriptor. */
  readonly layer?: object;
  readonly config?: object;
  readonly manifest?: object;
  /** Fields of the manifest's descriptor in the index. */
  readonly image?: object;
  /** Made of the manifest's descriptor. */
  readonly index?: (image: OciDescriptor) => unknown;
}

/** The descriptors of what was written. */
export interface WrittenLayout {
  readonly layers: readonly OciDescriptor[];
  readonly config: OciDescriptor;
  readonly manifest: OciDescriptor;
}

/** Where a blob lies in a layout. */
export function blobFile(layout: string, { digest }: { readonly digest: string }): string {
  return path.join(layout, "blobs", ...digest.split(":"));
}

/** Writes a blob, of JSON for what is no buffer, and gives its descriptor. */
export function putBlob(layout: string, content: unknown, mediaType: string): OciDescriptor {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
  const descriptor = { mediaType, digest: digestOf(bytes), size: bytes.length };
  mkdirSync(path.dirname(blobFile(layout, descriptor)), { recursive: true });
  writeFileSync(blobFile(layout, descriptor), bytes);
  return descriptor;
}

/** Writes a layout into a folder, which need not exist. */
export function writeLayout(layout: string, changes: LayoutChanges = {}): WrittenLayout {
  const { tars = [Buffer.from("base")] } = changes;
  const layers = tars.map((tar) => ({ ...putBlob(layout, gzipSync(tar), layerMediaTypes.gzip), ...changes.layer }));
  const config = putBlob(
    layout,
    { architecture: "amd64", os: "linux", rootfs: { type: "layers", diff_ids: tars.map(digestOf) }, ...changes.config },
    mediaTypes.config,
  );
  const document = { schemaVersion: 2, mediaType: mediaTypes.manifest, config, layers, ...changes.manifest };
  const manifest = { ...putBlob(layout, document, mediaTypes.manifest), ...changes.image };
  const index = changes.index?.(manifest) ?? { schemaVersion: 2, manifests: [manifest] };
  writeFileSync(path.join(layout, "index.json"), JSON.stringify(index));
  writeFileSync(path.join(layout, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  return { layers, config, manifest };
}
