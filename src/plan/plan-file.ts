// The plan as a JSON file beside the image: what each layer holds and why, and for each package what its next upgrade
// would push. Written by MergeLayers, read by ImageLayout, the command line and people.

import * as z from "zod";
import { parseJson, readJson, schemaVersion } from "../action/json-document";
import { manifestLayerSchema } from "../layer/manifest-layer";
import { findingSchema } from "./finding";
import type { Plan, PlanPackage } from "./plan";
import { compareText } from "./split";

const count = z.number().int().nonnegative();

/** Something that a layer holds: a package, or the interpreter, external repository or application itself. */
const contentSchema = z.strictObject({
  name: z.string().min(1),
  /** Empty when not known. */
  version: z.string(),
  /** Uncompressed tar bytes. */
  bytes: count,
});

const layerSchema = z.strictObject({
  /** "package" is a package alone, "bundle" several; only these two are planned, the others have their fixed places. */
  kind: z.enum(["base", "interpreter", "external", "package", "bundle", "application"]),
  /** What the layer holds, sorted by name; empty for layers of the base image, whose content is not known. */
  packages: z.array(contentSchema),
  ...manifestLayerSchema.shape,
  /** The reason for the layer, in words. */
  why: z.string().min(1),
});

const packageSchema = z.strictObject({
  /** The name, unless several packages of the image share it. */
  id: z.string().min(1),
  ...contentSchema.shape,
  /** False when the blob is at or above the merge limit and the plan's action cannot read it. */
  mergeable: z.boolean(),
  /** True when the blob is at or above the merge limit and the plan's action can read it. */
  overLimit: z.literal(true).optional(),
  /** Index in `layers`. */
  layer: count,
  /** The reason that the package is in that layer, in words. */
  why: z.string().min(1),
  /** What an upgrade that keeps its size would push: uncompressed bytes of its layer. */
  expectedUpgradeBytes: count,
});

/** A plan file, version 1. */
const planFileSchema = z
  .strictObject({
    schema: schemaVersion(1),
    /** The most layers of the image, counting those of the base. */
    maxLayers: count,
    /** How many of these were left for packages. */
    layersForPackages: count,
    /** Bottom first, as in the manifest: base, interpreter, external, packages alone, bundles, application. */
    layers: z.array(layerSchema),
    /** Sorted by id. */
    packages: z.array(packageSchema),
    /** What the build said about the image, in its order. */
    findings: z.array(findingSchema),
  })
  .superRefine(({ layers, packages }, context) => {
    packages.forEach(({ name, layer }, index) => {
      if (!layers[layer]?.packages.some((content) => content.name === name)) {
        context.addIssue({
          code: "custom",
          path: ["packages", index, "layer"],
          message: `is ${layer}, and that layer does not hold ${name}`,
        });
      }
    });
  });

export type PlanFile = z.infer<typeof planFileSchema>;
export type PlanFileLayer = PlanFile["layers"][number];
export type PlanFilePackage = PlanFile["packages"][number];

/**
 * The entries of `packages` for a plan.
 *
 * @param layersBefore how many layers of the image lie below the first planned one
 */
export function planFilePackages(
  plan: Plan,
  packages: readonly PlanPackage[],
  layersBefore: number,
): PlanFilePackage[] {
  return packages
    .map(({ id, name, version, bytes, mergeable, overLimit }) => {
      const { layer, why, expectedUpgradeBytes } = plan.packages.get(id)!;
      return {
        id,
        name,
        version,
        bytes,
        mergeable,
        ...(overLimit ? { overLimit } : {}),
        layer: layersBefore + layer,
        why,
        expectedUpgradeBytes,
      };
    })
    .sort((a, b) => compareText(a.id, b.id));
}

/** The file's text: JSON with a line for each layer, package and finding, so that a diff of two plans can be read. */
export function formatPlanFile(planFile: PlanFile): string {
  const { layers, packages, findings, ...head } = planFileSchema.parse(planFile);
  const lines = (items: readonly unknown[]) =>
    items.length === 0 ? "[]" : `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(",\n")}\n  ]`;
  const fields = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  const lists = Object.entries({ layers, packages, findings }).map(([key, items]) => `  "${key}": ${lines(items)}`);
  return `{\n${fields.join("")}${lists.join(",\n")}\n}\n`;
}

const DOCUMENT = { name: "the plan", remedy: "build the image again with this version of package_layers" } as const;

/**
 * Parses a plan's text; see parseJson.
 *
 * @param file named in errors
 */
export function parsePlanFile(text: string, file: string): PlanFile {
  return parseJson(planFileSchema, text, { ...DOCUMENT, file });
}

/**
 * Reads a plan; see readJson.
 *
 * @param file the path as the user wrote it
 */
export function readPlanFile(path: string, file: string): Promise<PlanFile> {
  return readJson(planFileSchema, path, { ...DOCUMENT, file });
}
