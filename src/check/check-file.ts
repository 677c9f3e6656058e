// The check's outcome as a JSON file beside the image: what cannot start, what may fail, what is worth knowing.

import * as z from "zod";
import { readJson, schemaVersion } from "../action/json-document";

const text = z.string().min(1);

const stepSchema = z.strictObject({
  /** Path of the importing file in the image. */
  file: text,
  line: z.number().int().nonnegative(),
  /** The module that is imported there. */
  imports: text,
});

const findingSchema = z.strictObject({
  /** "error": proved from the files. "warning": may fail. "note": worth knowing. */
  level: z.enum(["error", "warning", "note"]),
  kind: z.enum([
    "start",
    "library",
    "version",
    "symbols",
    "machine",
    "python-tag",
    "module",
    "requires-python",
    "user",
    "opened-by-name",
    "cuda",
    "two-versions",
    "certificates",
    "unknown",
  ]),
  /** One sentence without a full stop. */
  message: text,
  /** What to do about it, as an imperative sentence; empty where nothing has to be done. */
  remedy: z.string(),
  /** Normalised name of the distribution whose file it is about. */
  package: text.optional(),
  /** Path in the image of that file. */
  file: text.optional(),
  /** What is missing, as the file names it. */
  library: text.optional(),
  /** The imports that lead there, from the main module on. */
  chain: z.array(stepSchema).optional(),
});
export type Finding = z.infer<typeof findingSchema>;

/** The outcome of a check, version 1. */
export const checkFileSchema = z.strictObject({
  schema: schemaVersion(1),
  /** Errors first, then warnings, then notes. */
  findings: z.array(findingSchema),
  /** What was looked at. */
  checked: z.strictObject({
    packages: z.number().int().nonnegative(),
    elfFiles: z.number().int().nonnegative(),
    /** How many modules the certain imports reach; 0 where imports are not known. */
    modules: z.number().int().nonnegative(),
    /** As "glibc 2.36"; empty where no base is known. */
    libc: z.string(),
    /** As "3.11"; empty where none was found. */
    python: z.string(),
    /** As "Debian GNU/Linux 12 (bookworm)"; empty where nothing tells it. */
    base: z.string(),
  }),
});
export type CheckFile = z.infer<typeof checkFileSchema>;

/** Reads the outcome of a check; see readJson. */
export function readCheckFile(path: string): Promise<CheckFile> {
  return readJson(checkFileSchema, path, {
    name: "the findings of the check",
    remedy: "remove the file and build again",
  });
}

/** The file's text, with a line for each finding. */
export function formatCheckFile(check: CheckFile): string {
  const { schema, findings, checked } = checkFileSchema.parse(check);
  const lines =
    findings.length === 0 ? "[]" : `[\n${findings.map((finding) => `    ${JSON.stringify(finding)}`).join(",\n")}\n  ]`;
  return `{\n  "schema": ${schema},\n  "checked": ${JSON.stringify(checked)},\n  "findings": ${lines}\n}\n`;
}

/** The summary of what was looked at, which never says that the image starts. */
export function describeChecked({ packages, elfFiles, libc, python }: CheckFile["checked"]): string {
  return [
    `${packages} package${packages === 1 ? "" : "s"}`,
    `${elfFiles} ELF file${elfFiles === 1 ? "" : "s"}`,
    ...(libc === "" ? ["no base"] : [libc]),
    ...(python === "" ? ["no Python"] : [`Python ${python}`]),
  ].join(", ");
}
