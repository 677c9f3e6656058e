// The documents of an OCI image layout directory (image-spec/image-layout.md): its index, and manifests, configs and further
// indexes among its blobs, each proved by its digest.

import * as path from "node:path";
import type * as z from "zod";
import { ActionError } from "../action/action-error";
import { readDocument } from "../action/input-file";
import { parseJson, readJson } from "../action/json-document";
import { digestOf } from "../layer/digest";
import { type IndexEntry, indexSchema, layoutFileSchema, type OciDescriptor } from "./oci-schemas";

/** A layout, and what errors say about it. */
export interface Layout {
  readonly directory: string;
  /** Such as "the base": the first words of every error. */
  readonly name: string;
  /** What helps when the directory is not a layout. */
  readonly remedy: string;
}

/** A document and its text as it is stored. */
export interface LayoutDocument<T> {
  readonly value: T;
  readonly text: string;
}

/** Path of a blob within a layout (image-spec/image-layout.md, blobs). */
export function blobPath(directory: string, digest: string): string {
  return path.join(directory, "blobs", ...digest.split(":"));
}

/** Path of a layout's index. */
export function indexPath(directory: string): string {
  return path.join(directory, "index.json");
}

/**
 * What a layout's index names.
 *
 * @throws ActionError when the directory is not a layout
 */
export async function readLayoutIndex({ directory, name, remedy }: Layout): Promise<readonly IndexEntry[]> {
  await readJson(layoutFileSchema, path.join(directory, "oci-layout"), { name: `${name}'s file oci-layout`, remedy });
  return (await readJson(indexSchema, indexPath(directory), { name: `${name}'s index`, remedy })).manifests;
}

/**
 * Reads a document among the blobs.
 *
 * @param kind manifest, config or index, for errors
 * @throws ActionError when it is missing, does not have the digest that names it, or does not fit the schema
 */
export async function readLayoutDocument<T>(
  schema: z.ZodType<T>,
  { directory, name, remedy }: Layout,
  { digest, size }: OciDescriptor,
  kind: "manifest" | "config" | "index",
): Promise<LayoutDocument<T>> {
  const file = blobPath(directory, digest);
  const bytes = await readDocument(file).catch((cause: unknown) => {
    throw new ActionError(`${name} lacks the ${kind} that it names`, { file, remedy, cause });
  });
  const found = digestOf(bytes);
  if (found !== digest || bytes.length !== size) {
    throw new ActionError(`${name}'s ${kind} is damaged: its ${bytes.length} bytes have the digest ${found}`, {
      file,
      remedy: `fetch or build ${name} again`,
    });
  }
  const text = bytes.toString("utf8");
  return { value: parseJson(schema, text, { name: `${name}'s ${kind}`, file, remedy }), text };
}
