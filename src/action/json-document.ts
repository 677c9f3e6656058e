// Reads JSON documents: text, parsed, through a schema. An error names the document, its file, the place in it, the cause and the remedy.

import * as z from "zod";
import { ActionError } from "./action-error";
import { readDocument } from "./input-file";

/** What errors say about a document. */
export interface DocumentName {
  /** What it is, such as "the layer lock": the first words of every error. */
  readonly name: string;
  /** What the user can do when the document is not what it should be. */
  readonly remedy: string;
  /** The file as the user wrote it. */
  readonly file?: string | undefined;
}

/** Text that is JSON; gives its value, of any shape. */
export const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue("is not JSON");
    return z.NEVER;
  }
});

/** The first field of a document: the version of its schema. */
export function schemaVersion<N extends number>(version: N): z.ZodLiteral<N> {
  return z.literal(version, `is not ${version}, the version that this package_layers knows`);
}

/**
 * Parses JSON text through a schema.
 *
 * @throws ActionError that names the first field that is wrong
 */
export function parseJson<T>(schema: z.ZodType<T>, text: string, { name, ...details }: DocumentName): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ActionError(`${name} is not JSON`, { ...details, cause });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [{ path, message }, ...others] = parsed.error.issues as [z.core.$ZodIssue, ...z.core.$ZodIssue[]];
    const place = path.length === 0 ? "" : `${path.join(".")}: `;
    const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
    throw new ActionError(`${name} is not valid: ${place}${message}${more}`, details);
  }
  return parsed.data;
}

/** Parses what another program gave, which may not be JSON: undefined when it is not, or does not fit the schema. */
export function parseJsonIfValid<T>(schema: z.ZodType<T>, text: string): T | undefined {
  const parsed = jsonText.pipe(schema).safeParse(text);
  return parsed.success ? parsed.data : undefined;
}

/**
 * Reads a document's text.
 *
 * @param path where it is on disk; the error names it unless `document` has the file in the user's words
 * @throws ActionError when it cannot be read
 */
export async function readText(path: string, { name, file = path, remedy }: DocumentName): Promise<string> {
  try {
    return (await readDocument(path)).toString("utf8");
  } catch (cause) {
    throw new ActionError(`${name} cannot be read`, { file, remedy, cause });
  }
}

/** Reads and parses a document; see readText and parseJson. */
export async function readJson<T>(schema: z.ZodType<T>, path: string, document: DocumentName): Promise<T> {
  return parseJson(schema, await readText(path, document), { file: path, ...document });
}
