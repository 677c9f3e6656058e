// Everything that the page of an image shows, computed from its plan and descriptors; a pure function.

import type { LayerDescriptor } from "../layer/layer-descriptor";
import { normalizePackageName } from "../layer/package-name";
import type { PlanFile, PlanFileLayer } from "../plan/plan-file";
import { type PlanTotals, planTotals } from "../show/describe-plan";
import { packageTree, type TreeNode } from "./package-tree";
import { type Saving, savingsOf } from "./savings";

/** The colour of a part of the image. */
export type Colour = "base" | "other" | "own" | "shared" | "bundle" | "application";

/** A row of the table: a package, or a layer that holds something else. */
export interface ReportRow {
  readonly name: string;
  readonly version: string;
  readonly kind: PlanFileLayer["kind"];
  /** Bytes as pushed; of a package in a bundle those of its own blob, which the bundle holds. */
  readonly compressed: number;
  /** Bytes of the tar; not known of a base. */
  readonly unpacked: number | undefined;
  /** Place of the layer, from 1. */
  readonly layer: number;
  /** How many packages the layer holds. */
  readonly beside: number;
  readonly digest: string;
  readonly why: string;
  /** Compressed bytes that an upgrade or change of it pushes. */
  readonly upgrade: number | undefined;
  /** Other images that have the same layer. */
  readonly alsoIn: readonly string[];
  readonly licence: string;
}

/** A rectangle of the treemap that stands for a layer, a package or a part of one. */
export interface Tile extends Omit<TreeNode, "children"> {
  /** Version, or what else belongs beside the name. */
  readonly note: string;
  readonly colour: Colour;
  readonly detail: string;
  readonly children?: readonly (Tile | TreeNode)[];
}

/** Something to know about the image: what the build said, and what its check found. */
export interface ReportFinding {
  readonly severity: "error" | "warning" | "note";
  readonly message: string;
  /** Empty where there is nothing to be done. */
  readonly remedy: string;
}

/** What the page shows. */
export interface ImageReport {
  readonly image: string;
  readonly platform: string;
  readonly base: string;
  /** Empty where it is not known. */
  readonly layout: string;
  readonly layers: number;
  readonly maxLayers: number;
  readonly packages: number;
  /** How many packages have a layer of their own, and how many layers hold several. */
  readonly alone: number;
  readonly bundles: number;
  readonly totals: PlanTotals;
  readonly baseBytes: number;
  readonly baseLayers: number;
  /** Layers and compressed bytes that other images have too, and which images; undefined where no other image is known. */
  readonly shared: { readonly layers: number; readonly bytes: number; readonly images: readonly string[] } | undefined;
  /** Compressed bytes by what they are, in the image's order. */
  readonly strip: readonly { readonly name: string; readonly colour: Colour; readonly bytes: number }[];
  readonly tiles: readonly Tile[];
  readonly rows: readonly ReportRow[];
  readonly findings: readonly ReportFinding[];
  readonly savings: readonly Saving[];
}

/** What the report needs to know about an image. */
export interface ReportInput {
  readonly image: string;
  readonly platform: string;
  /** Label of the base; empty for an image from scratch. */
  readonly base: string;
  readonly layout: string;
  readonly plan: PlanFile;
  readonly descriptors: readonly LayerDescriptor[];
  /** Plans of the repository's other images. */
  readonly others: readonly { readonly image: string; readonly plan: PlanFile }[];
  /** What the check of the image found. */
  readonly findings: readonly ReportFinding[];
  /** Licences by normalised name, where they are known. */
  readonly licences: ReadonlyMap<string, string>;
}

/** Parts of the picture below this share of the image are drawn together. */
const LEAST_SHARE = 0.0015;

/** Makes the report. */
export function imageReport(input: ReportInput): ImageReport {
  const { plan, descriptors, others, licences } = input;
  const { layers } = plan;
  const holders = new Map<string, string[]>();
  for (const other of others) {
    for (const digest of new Set(other.plan.layers.map((layer) => layer.digest))) {
      holders.set(digest, [...(holders.get(digest) ?? []), other.image]);
    }
  }
  const byPackage = new Map(descriptors.map((one) => [key(one.name, one.version), one]));
  const descriptorOf = ({ name, version }: { name: string; version: string }) => byPackage.get(key(name, version));
  const ours = layers.filter(({ kind }) => kind !== "base");
  const least = Math.max(1, LEAST_SHARE * ours.reduce((sum, { size }) => sum + size, 0));
  const baseLayers = layers.filter(({ kind }) => kind === "base");
  const sharedLayers = layers.filter(({ kind, digest }) => kind !== "base" && holders.has(digest));

  const rows = layers.flatMap((layer, index): ReportRow[] => {
    const common = {
      kind: layer.kind,
      layer: index + 1,
      digest: layer.digest,
      alsoIn: holders.get(layer.digest) ?? [],
      beside: layer.packages.length,
    };
    if (layer.kind !== "package" && layer.kind !== "bundle") {
      return [
        {
          ...common,
          name: layer.kind === "base" ? `base layer ${index + 1}` : layer.kind,
          version: "",
          compressed: layer.size,
          unpacked: layer.kind === "base" ? undefined : layer.packages.reduce((sum, { bytes }) => sum + bytes, 0),
          why: layer.why,
          upgrade: layer.kind === "base" ? undefined : layer.size,
          licence: "",
        },
      ];
    }
    return layer.packages.map((one) => ({
      ...common,
      name: one.name,
      version: one.version,
      compressed: layer.packages.length === 1 ? layer.size : (descriptorOf(one)?.size ?? 0),
      unpacked: one.bytes,
      why: reasonOf(plan, one, index, layer),
      upgrade: layer.size,
      licence: licences.get(normalizePackageName(one.name)) ?? "",
    }));
  });

  const tiles = ours.map((layer): Tile => {
    const colour = colourOf(layer, holders.has(layer.digest));
    const packages = layer.packages.map((one): Tile => {
      const descriptor = descriptorOf(one);
      const bytes = layer.packages.length === 1 ? layer.size : (descriptor?.size ?? 0);
      const children = descriptor === undefined ? [] : packageTree(descriptor, bytes, least);
      const also = holders.get(layer.digest) ?? [];
      return {
        name: one.name,
        note: one.version,
        bytes,
        colour,
        detail: also.length > 0 ? `also in ${also.join(", ")}` : layer.why,
        ...(children.length < 2 ? {} : { children }),
      };
    });
    return layer.kind === "bundle"
      ? {
          name: `${packages.length} packages`,
          note: "in one layer",
          bytes: layer.size,
          colour,
          detail: layer.why,
          children: packages,
        }
      : packages[0]!;
  });

  return {
    image: input.image,
    platform: input.platform,
    base: input.base,
    layout: input.layout,
    layers: layers.length,
    maxLayers: plan.maxLayers,
    packages: plan.packages.length,
    alone: layers.filter(({ kind }) => kind === "package").length,
    bundles: layers.filter(({ kind }) => kind === "bundle").length,
    totals: planTotals(plan),
    baseBytes: baseLayers.reduce((sum, { size }) => sum + size, 0),
    baseLayers: baseLayers.length,
    shared:
      others.length === 0
        ? undefined
        : {
            layers: sharedLayers.length,
            bytes: sharedLayers.reduce((sum, { size }) => sum + size, 0),
            images: others.map(({ image }) => image),
          },
    strip: stripOf(layers),
    tiles: tiles.filter(({ bytes }) => bytes > 0),
    rows,
    findings: [...plan.findings, ...input.findings].sort((a, b) => severity(a) - severity(b)),
    savings: savingsOf(descriptors.filter(({ kind }) => kind === "package")),
  };
}

/** Worst first. */
function severity(finding: ReportFinding): number {
  return ["error", "warning", "note"].indexOf(finding.severity);
}

function key(name: string, version: string): string {
  return `${normalizePackageName(name)} ${version}`;
}

function reasonOf(
  plan: PlanFile,
  { name, version }: { name: string; version: string },
  index: number,
  layer: PlanFileLayer,
): string {
  const found = plan.packages.find((one) => one.layer === index && one.name === name && one.version === version);
  return found?.why ?? layer.why;
}

function colourOf({ kind }: PlanFileLayer, shared: boolean): Colour {
  if (kind === "application" || kind === "base") {
    return kind;
  }
  if (kind === "interpreter" || kind === "external") {
    return "other";
  }
  return shared ? "shared" : kind === "bundle" ? "bundle" : "own";
}

const STRIP_NAMES: Record<PlanFileLayer["kind"], { readonly name: string; readonly colour: Colour }> = {
  base: { name: "base", colour: "base" },
  interpreter: { name: "interpreter", colour: "other" },
  external: { name: "other repositories", colour: "other" },
  package: { name: "packages alone", colour: "own" },
  bundle: { name: "bundles", colour: "bundle" },
  application: { name: "application", colour: "application" },
};

function stripOf(layers: readonly PlanFileLayer[]): ImageReport["strip"] {
  const sums = new Map<PlanFileLayer["kind"], number>();
  for (const { kind, size } of layers) {
    sums.set(kind, (sums.get(kind) ?? 0) + size);
  }
  return [...sums].map(([kind, bytes]) => ({ ...STRIP_NAMES[kind], bytes }));
}
