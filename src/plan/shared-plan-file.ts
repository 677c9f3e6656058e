// The plan of several images as a JSON file: for each image the layers of its packages, by digest.

import * as z from "zod";
import { ActionError } from "../action/action-error";
import { digestSchema } from "../layer/layer-descriptor";

/** A shared plan's file, version 1. */
export const sharedPlanSchema = z.strictObject({
  schema: z.literal(1),
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

/**
 * Reads a shared plan's text.
 *
 * @param path names the file in errors
 * @throws ActionError that names the field which is wrong
 */
export function parseSharedPlan(text: string, path: string): SharedPlan {
  const remedy = "build the shared plan again";
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ActionError("the shared plan is not JSON", { file: path, remedy, cause });
  }
  const result = sharedPlanSchema.safeParse(json);
  if (!result.success) {
    throw new ActionError(`the shared plan is not of schema 1:\n${z.prettifyError(result.error)}`, {
      file: path,
      remedy,
      cause: result.error,
    });
  }
  return result.data;
}
