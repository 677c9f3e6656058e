// The layer lock, package_layers.lock.json: which layer each package was in when the lock was last updated, so that
// packages stay where they are and the number of layers is known when Bazel loads the workspace.

import * as z from "zod";
import { ActionError } from "../action/action-error";
import { compareText } from "./split";

/** A lock file, version 1. */
export const layerLockSchema = z.strictObject({
  schema: z.literal(1),
  /** How many layers the packages had to themselves; a plan with this lock never has more. */
  layers: z.number().int().positive(),
  /** By id. `layer` is any name: equal names, one layer. `bytes` is the uncompressed tar when the lock was made. */
  packages: z.record(
    z.string().min(1),
    z.strictObject({ layer: z.string().min(1), bytes: z.number().int().nonnegative() }),
  ),
});

export type LayerLock = z.infer<typeof layerLockSchema>;

/** The file's text: sorted, a line a package. */
export function formatLayerLock(lock: LayerLock): string {
  const { schema, layers, packages } = layerLockSchema.parse(lock);
  const lines = Object.entries(packages)
    .sort(([a], [b]) => compareText(a, b))
    .map(([id, { layer, bytes }]) => `    ${JSON.stringify(id)}: ${JSON.stringify({ layer, bytes })}`);
  const body = lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n  }`;
  return `{\n  "schema": ${schema},\n  "layers": ${layers},\n  "packages": ${body}\n}\n`;
}

/** Whether a text was once written by formatLayerLock, though it may be of another schema or have marks of a merge in it. */
export function looksLikeLayerLock(text: string): boolean {
  return /"schema"\s*:/.test(text) && /"packages"\s*:/.test(text);
}

/**
 * Reads a lock file's text.
 *
 * @param path names the file in errors
 * @throws ActionError that names the field which is wrong
 */
export function parseLayerLock(text: string, path: string): LayerLock {
  const remedy = "write the lock anew: run the .lock target of the image, or `package-layers plan --write-lock`";
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ActionError("the layer lock is no JSON", { file: path, remedy, cause });
  }
  const result = layerLockSchema.safeParse(json);
  if (!result.success) {
    throw new ActionError(
      `the layer lock is not of schema 1: ${z.prettifyError(result.error).replaceAll(/\s*\n\s*/g, " ")}`,
      {
        file: path,
        remedy,
        cause: result.error,
      },
    );
  }
  return result.data;
}
