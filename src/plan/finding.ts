// Something about an image that its owner should know and that is not an error by itself: said in the build's output, kept in
// the plan and its report. With `strict` it is an error.

import * as z from "zod";
import { ActionError } from "../action/action-error";

export const findingSchema = z.strictObject({
  /** What kind of finding it is: a few words with `-` between, the same in every version. */
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "is not of the form some-words"),
  /** A "note" tells of a choice that was made; a "warning" of something that is probably a mistake, which `strict` refuses. */
  severity: z.enum(["note", "warning"]),
  /** What was found, with the names of what it is about; one line. */
  message: z.string().min(1),
  /** What to do about it, as an imperative sentence; one line. */
  remedy: z.string().min(1),
});

export type Finding = z.infer<typeof findingSchema>;

/** The line by which a build tells of a finding. */
export function findingLine({ severity, message, remedy }: Finding): string {
  return `package_layers: ${severity}: ${message}; ${remedy}`;
}

/** @throws ActionError that names every warning, when there is one */
export function refuseWarnings(findings: readonly Finding[]): void {
  const warnings = findings.filter(({ severity }) => severity === "warning");
  if (warnings.length > 0) {
    throw new ActionError(
      `strict = True, and of the image ${warnings.length === 1 ? "this is" : "these are"} to be said:\n${warnings
        .map(({ message, remedy }) => `  - ${message}; ${remedy}`)
        .join("\n")}`,
      { remedy: "do what each line says, or take strict = True out" },
    );
  }
}
