// Something about an image that its owner should know and that is not an error by itself: the build prints it, and plan and
// report keep it. With `strict` a warning is an error.

import * as z from "zod";
import { ActionError } from "../action/action-error";

export const findingSchema = z.strictObject({
  /** What kind of finding it is: a few words with `-` between, the same in every version. */
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "is not of the form some-words"),
  /** A "note" reports a choice that was made; a "warning" something that is probably a mistake, which `strict` refuses. */
  severity: z.enum(["note", "warning"]),
  /** What was found, with the names of what it is about; one line. */
  message: z.string().min(1),
  /** What to do about it, as an imperative sentence; one line. */
  remedy: z.string().min(1),
});

export type Finding = z.infer<typeof findingSchema>;

/** The line with which a build reports a finding. */
export function findingLine({ severity, message, remedy }: Finding): string {
  return `package_layers: ${severity}: ${message}; ${remedy}`;
}

/** @throws ActionError that names every warning, when there is one */
export function refuseWarnings(findings: readonly Finding[]): void {
  const warnings = findings.filter(({ severity }) => severity === "warning");
  if (warnings.length > 0) {
    throw new ActionError(
      `strict = True refuses the image for ${warnings.length === 1 ? "this warning" : "these warnings"}:\n${warnings
        .map(({ message, remedy }) => `  - ${message}; ${remedy}`)
        .join("\n")}`,
      { remedy: "do what each line says, or remove strict = True" },
    );
  }
}
