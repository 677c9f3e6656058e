// The plan of several images as a JSON file: for each image the layers of its packages, by digest.

import * as z from "zod";
import { parseJson, readJson, schemaVersion } from "../action/json-document";
import { digestSchema } from "../layer/digest";

/** A shared plan's file, version 1. */
const sharedPlanSchema = z.strictObject({
  schema: schemaVersion(1),
  /** By the label of the binary that the image is of. Each layer is the digests of its packages' blobs. */
  images: z.record(
    z.string().min(1),
    z.array(
      z.strictObject({
        packages: z.array(digestSchema).min(1),
        /** How many images of the plan have this layer, this one counted. */
        images: z.number().int().positive(),
      }),
    ),
  ),
});

export type SharedPlan = z.infer<typeof sharedPlanSchema>;

/** The file's text, a line for each layer. */
export function formatSharedPlan(plan: SharedPlan): string {
  const { schema, images } = sharedPlanSchema.parse(plan);
  const entries = Object.entries(images).map(([label, layers]) => {
    const lines = layers.map((layer) => `      ${JSON.stringify(layer)}`);
    return `    ${JSON.stringify(label)}: ${lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n    ]`}`;
  });
  const body = entries.length === 0 ? "{}" : `{\n${entries.join(",\n")}\n  }`;
  return `{\n  "schema": ${schema},\n  "images": ${body}\n}\n`;
}

const DOCUMENT = { name: "the shared plan", remedy: "build the shared plan again" } as const;

/**
 * Parses a shared plan's text; see parseJson.
 *
 * @param file named in errors
 */
export function parseSharedPlan(text: string, file: string): SharedPlan {
  return parseJson(sharedPlanSchema, text, { ...DOCUMENT, file });
}

/**
 * Reads a shared plan; see readJson.
 *
 * @param file the path as the user wrote it
 */
export function readSharedPlan(path: string, file: string): Promise<SharedPlan> {
  return readJson(sharedPlanSchema, path, { ...DOCUMENT, file });
}
