// What an image rule must know about a layer to use it without reading it; the keys are those of rules_img's layer metadata.

import type { ManifestLayer } from "../layer/manifest-layer";
import { createdBy, historyEntry, type LayerContents } from "./layer-history";

/** The metadata's text, JSON (rules_img, `img/private/providers/single_layer_info.bzl`). */
export function formatLayerMetadata(
  { mediaType, digest, size, diffId }: ManifestLayer,
  contents: LayerContents,
): string {
  const history = [historyEntry(createdBy(contents))];
  return JSON.stringify({ diff_id: diffId, mediaType, digest, size, history });
}
