// What two images are compared by: their layers by digest, and what each layer holds.

import type { OciConfig, OciManifest } from "../image/oci-schemas";
import type { PlanFile } from "../plan/plan-file";

/** A layer as far as comparing it needs. */
export interface ContentLayer {
  readonly digest: string;
  /** Compressed bytes. */
  readonly size: number;
  readonly kind: PlanFile["layers"][number]["kind"];
  /** Packages with their versions; empty for a layer that holds something else. */
  readonly packages: readonly { readonly name: string; readonly version: string }[];
}

/** An image's layers, bottom first. */
export interface ImageContents {
  readonly layers: readonly ContentLayer[];
}

/** Of a plan file. */
export function contentsOfPlan({ layers }: PlanFile): ImageContents {
  return {
    layers: layers.map(({ digest, size, kind, packages }) => ({
      digest,
      size,
      kind,
      packages: kind === "package" || kind === "bundle" ? packages.map(({ name, version }) => ({ name, version })) : [],
    })),
  };
}

/** What the history says about one of our layers; see image/layer-history.ts. */
const HISTORY = /^package_layers: (.+)$/s;

/** Names in a history that do not stand for packages. */
const KINDS = ["interpreter", "external", "application"] as const;

/**
 * The contents of an image in a layout or a registry: its history says what our layers hold. A layer that is not in the
 * history, or that another tool made, counts as one of the base if it is below ours, and otherwise as the application's.
 */
export function contentsOfImage(manifest: OciManifest, config: OciConfig): ImageContents {
  const history = (config.history ?? []).filter(({ empty_layer }) => empty_layer !== true);
  const told = manifest.layers.map((_, index) => {
    const createdBy = history.length === manifest.layers.length ? history[index]?.created_by : undefined;
    return typeof createdBy === "string" ? HISTORY.exec(createdBy)?.[1] : undefined;
  });
  const first = told.findIndex((text) => text !== undefined);
  return {
    layers: manifest.layers.map(({ digest, size }, index) => {
      const text = told[index];
      if (text === undefined) {
        return { digest, size, kind: first < 0 || index < first ? "base" : "application", packages: [] };
      }
      const kind = KINDS.find((one) => one === text);
      if (kind !== undefined) {
        return { digest, size, kind, packages: [] };
      }
      const packages = text.split(", ").map((entry) => {
        const [name, version = ""] = entry.split(" ") as [string, string?];
        return { name, version };
      });
      return { digest, size, kind: packages.length > 1 ? "bundle" : "package", packages };
    }),
  };
}
