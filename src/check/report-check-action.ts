// The `report-check` action: shows people what the check found, and fails for findings of a level that the image does not accept.

import { writeFileSync } from "node:fs";
import * as path from "node:path";
import * as z from "zod";
import type { Action } from "../action/action";
import { ActionError } from "../action/action-error";
import { type ActionHelp, flag, one, outputFile, parseArguments, path as pathFlag } from "../action/flag-schemas";
import { writeOutputs } from "../action/output-transaction";
import { printableLine } from "../action/printable";
import { describeChecked, type Finding, readCheckFile } from "./check-file";

const argumentsSchema = z.strictObject({
  check: flag("FILE", "the findings that check-image wrote", pathFlag),
  image: flag("NAME", "what the image is called", one),
  level: flag(
    "LEVEL",
    "warn: never fail; error: fail for errors; strict: fail for warnings too",
    one.pipe(z.enum(["warn", "error", "strict"])),
  ),
  stamp: flag("FILE", "output: a file that says that the image passed", outputFile),
});

/** What the help shows of the action. */
export const reportCheckCommand: ActionHelp = {
  name: "report-check",
  summary: "show what check-image found, and fail for findings of the given level",
  flags: argumentsSchema.shape,
};

/** Findings of one level that are shown; nobody reads a longer list. */
const MOST_SHOWN = 20;

/** @throws ActionError with all findings that fail the image. */
export const reportCheckAction: Action = async (args, { root, signal, log }) => {
  const flags = parseArguments("report-check", argumentsSchema, args);
  const onDisk = (file: string) => path.resolve(root, file);
  const { findings, checked } = await readCheckFile(onDisk(flags.check));
  const failing = findings.filter(
    ({ level }) => flags.level !== "warn" && (level === "error" || (level === "warning" && flags.level === "strict")),
  );
  const told = findings.filter((finding) => finding.level !== "note" && !failing.includes(finding));
  if (told.length > 0) {
    log(`package_layers: ${flags.image}:\n${describeFindings(told)}`);
  }
  if (failing.length > 0) {
    log(`package_layers: ${flags.image}:\n${describeFindings(failing)}`);
    const count = `${failing.length} finding${failing.length === 1 ? "" : "s"}`;
    const isProved = failing.some(({ level }) => level === "error");
    const outcome = isProved
      ? `the image cannot start as it is, because of ${count} above`
      : `the image may fail because of ${count} above, and check = "strict" lets no warning pass`;
    throw new ActionError(`${flags.image}: ${outcome}`, {
      remedy: 'fix what is named above, or set check = "warn" to build the image all the same',
    });
  }
  const errors = findings.filter(({ level }) => level === "error").length;
  const summary = `${errors === 0 ? "nothing found" : `${errors} error${errors === 1 ? "" : "s"}`}: ${describeChecked(checked)}`;
  await writeOutputs({ files: [onDisk(flags.check)], signal }, async (outputs) => {
    writeFileSync(outputs.file(onDisk(flags.stamp)), `${summary}\n`);
  });
};

/** A line for each finding, and one for what to do about it. */
function describeFindings(findings: readonly Finding[]): string {
  const lines = findings
    .slice(0, MOST_SHOWN)
    .flatMap(({ level, message, remedy }) => [
      `  ${level}: ${printableLine(message)}`,
      ...(remedy === "" ? [] : [`    ${printableLine(remedy)}`]),
    ]);
  const more = findings.length - MOST_SHOWN;
  return [...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join("\n");
}
