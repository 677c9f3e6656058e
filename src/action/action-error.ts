// The error a user can act on: what went wrong, in which package and file, why, and what to do about it.

import { isNativeError } from "node:util/types";
import { printableLine } from "./printable";

/** Where and how an action failed; each part that is known is printed on a line of its own. */
export interface ActionErrorDetails {
  /** The distribution's name as the user wrote it. */
  readonly package?: string | undefined;
  /** The path on disk or in the image that the error is about. */
  readonly file?: string | undefined;
  /** What the user can do about it, as an imperative sentence. */
  readonly remedy: string;
  /** The error that led to this one; its first line is printed, so that ENOENT and EACCES can be told apart. */
  readonly cause?: unknown;
}

/** Characters of a cause that are shown. */
const LONGEST_CAUSE = 300;

/** An error caused by the input and not by a defect of ours: shown without a stack trace, exit code 1. */
export class ActionError extends Error {
  readonly details: ActionErrorDetails;

  constructor(message: string, details: ActionErrorDetails) {
    super(message, { cause: details.cause });
    this.name = "ActionError";
    this.details = details;
  }

  /** The message and the known details, a line each, as shown to the user. */
  describe(): string {
    const { package: name, file, remedy, cause } = this.details;
    const reason = isNativeError(cause) ? causeOf(cause) : undefined;
    return [
      `package_layers: ${printableLine(this.message)}`,
      ...(name === undefined ? [] : [`  package: ${printableLine(name)}`]),
      ...(file === undefined ? [] : [`  file: ${printableLine(file)}`]),
      ...(reason === undefined || this.message.includes(reason) ? [] : [`  cause: ${printableLine(reason)}`]),
      `  remedy: ${printableLine(remedy)}`,
    ].join("\n");
  }
}

function causeOf({ message }: Error): string {
  const [line] = message.split("\n") as [string];
  return line.length <= LONGEST_CAUSE ? line : `${line.slice(0, LONGEST_CAUSE)}…`;
}
