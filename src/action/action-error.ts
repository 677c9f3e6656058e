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

/** Characters of any other part: of a file with a million wrong entries, the first few are enough. */
const LONGEST_PART = 5000;

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
      `package_layers: ${shown(this.message)}`,
      ...(name === undefined ? [] : [`  package: ${shown(name)}`]),
      ...(file === undefined ? [] : [`  file: ${shown(file)}`]),
      ...(reason === undefined || this.message.includes(reason) ? [] : [`  cause: ${shown(reason, LONGEST_CAUSE)}`]),
      `  remedy: ${shown(remedy)}`,
    ].join("\n");
  }
}

function shown(text: string, longest = LONGEST_PART): string {
  return printableLine(text.length <= longest ? text : `${text.slice(0, longest)}…`);
}

function causeOf({ message }: Error): string {
  return message.split("\n", 1)[0]!;
}
