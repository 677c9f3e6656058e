// What an image rule must know of a layer that it takes without reading it; the keys are those of rules_img's layer metadata.

import type { ManifestLayer } from "../layer/manifest-layer";
import { historyEntry } from "./image-documents";

/** Distributions, or what else a layer holds, in the order of the tar. */
type Contents = readonly { readonly name: string; readonly version: string }[];

/** The metadata's text, JSON (rules_img, `img/private/providers/single_layer_info.bzl`). */
export function formatLayerMetadata({ mediaType, digest, size, diffId }: ManifestLayer, contents: Contents): string {
  const history = [historyEntry(createdBy(contents))];
  return JSON.stringify({ diff_id: diffId, mediaType, digest, size, history });
}

/** What the history of every layer of ours begins with. */
export const CREATED_BY = "package_layers: ";

/** What the history says of a layer: the packages it holds. */
export function createdBy(contents: Contents): string {
  return `${CREATED_BY}${contents.map(({ name, version }) => `${name} ${version}`.trim()).join(", ")}`;
}
