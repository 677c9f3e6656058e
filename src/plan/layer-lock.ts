// The layer lock, NAME.lock.json: the layers that an image had when the lock was last written, in their order, so that
// packages stay where they are and the number of layers is known when Bazel loads the workspace.

import * as z from "zod";
import { parseJson, readText, schemaVersion } from "../action/json-document";
import { compareText } from "./split";

/** A lock file, version 2. */
const layerLockSchema = z
  .strictObject({
    schema: schemaVersion(2),
    /** The most layers that packages may have with this lock. Those that it does not name yet are for new packages. */
    mostLayers: z.number().int().positive(),
    /** Names of the layers, bottom first. */
    layers: z.array(z.string().min(1)),
    /** The layer of each package, by the package's id. */
    packages: z.record(z.string().min(1), z.string().min(1)),
  })
  .superRefine(({ layers, packages }, context) => {
    const names = new Set(layers);
    if (names.size < layers.length) {
      context.addIssue({ code: "custom", path: ["layers"], message: "names a layer twice" });
    }
    for (const [id, layer] of Object.entries(packages)) {
      if (!names.has(layer)) {
        context.addIssue({ code: "custom", path: ["packages", id], message: `"${layer}" is not in layers` });
      }
    }
  });

export type LayerLock = z.infer<typeof layerLockSchema>;

/** The file's text: a line for each layer and each package, so that a diff of two locks shows what moved. */
export function formatLayerLock(lock: LayerLock): string {
  const { schema, mostLayers, layers, packages } = layerLockSchema.parse(lock);
  const block = (open: string, lines: readonly string[], close: string) =>
    lines.length === 0 ? open + close : `${open}\n${lines.map((line) => `    ${line}`).join(",\n")}\n  ${close}`;
  const names = layers.map((name) => JSON.stringify(name));
  const places = Object.entries(packages)
    .sort(([a], [b]) => compareText(a, b))
    .map(([id, layer]) => `${JSON.stringify(id)}: ${JSON.stringify(layer)}`);
  return [
    "{",
    `  "schema": ${schema},`,
    `  "mostLayers": ${mostLayers},`,
    `  "layers": ${block("[", names, "]")},`,
    `  "packages": ${block("{", places, "}")}`,
    "}\n",
  ].join("\n");
}

/** Whether a text was once written by formatLayerLock, though it may be of another schema or have marks of a merge in it. */
export function looksLikeLayerLock(text: string): boolean {
  return /"schema"\s*:/.test(text) && /"packages"\s*:/.test(text);
}

const DOCUMENT = {
  name: "the layer lock",
  remedy: "write the lock again: run the .lock target of the image, or `package-layers plan --write-lock`",
} as const;

/**
 * Parses a layer lock's text; see parseJson.
 *
 * @param file named in errors
 */
export function parseLayerLock(text: string, file: string): LayerLock {
  return parseJson(layerLockSchema, text, { ...DOCUMENT, file });
}

/** Reads a layer lock's text, whatever is in it; `file` is the path as the user wrote it. */
export function readLayerLockText(path: string, file: string): Promise<string> {
  return readText(path, { ...DOCUMENT, file });
}

/** Reads a layer lock; `file` is the path as the user wrote it. */
export async function readLayerLock(path: string, file: string): Promise<LayerLock> {
  return parseLayerLock(await readLayerLockText(path, file), file);
}
