// Reads a JSON file through a schema, so that an error names the file and the field.

import type { z } from "zod";
import { ActionError } from "../action/action-error";
import { readDocument } from "../action/input-file";

/**
 * Parses JSON text through a schema.
 *
 * @param file Named in errors.
 * @param remedy What the user can do when the text is not what it should be.
 * @throws ActionError that names file and field.
 */
export function parseJson<T>(schema: z.ZodType<T>, text: string, file: string, remedy: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ActionError("a file is no JSON", { file, remedy, cause });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue!.path.map(String).join(".") || "the whole file";
    throw new ActionError(`${field}: ${issue!.message}`, { file, remedy });
  }
  return parsed.data;
}

/** Reads and parses a file; see parseJson. */
export async function readJson<T>(schema: z.ZodType<T>, file: string, remedy: string): Promise<T> {
  const text = await readDocument(file).catch((cause: unknown) => {
    throw new ActionError("a file cannot be read", { file, remedy, cause });
  });
  return parseJson(schema, text.toString("utf8"), file, remedy);
}
