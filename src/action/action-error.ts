// The error a user can act on: what went wrong, in which package and file, and what to do about it.

/** Where and how an action failed; each part that is known is printed on a line of its own. */
export interface ActionErrorDetails {
  /** The distribution's name as the user wrote it. */
  readonly package?: string | undefined;
  /** The path on disk or in the image that the error is about. */
  readonly file?: string | undefined;
  /** What the user can do about it, as an imperative sentence. */
  readonly remedy: string;
  readonly cause?: unknown;
}

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
    const { package: name, file, remedy } = this.details;
    return [
      `package_layers: ${this.message}`,
      ...(name === undefined ? [] : [`  package: ${printable(name)}`]),
      ...(file === undefined ? [] : [`  file: ${printable(file)}`]),
      `  remedy: ${remedy}`,
    ].join("\n");
  }
}

/** Names in a wheel may hold anything; control characters would act on the user's terminal or begin lines of their own. */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (character) => `\\x${character.codePointAt(0)!.toString(16).padStart(2, "0")}`);
}
