// What the worker loop, the one-shot mode and the command line know about the work: a function from arguments to outputs.

import type { Terminal } from "./terminal";

/** The surroundings of one request. */
export interface ActionContext {
  /**
   * Directory that relative paths in the arguments are relative to: Bazel's execution root, or the request's sandbox
   * below it. Absolute path.
   */
  readonly root: string;
  /** Aborted when the request is cancelled; the action stops soon after and leaves no output. */
  readonly signal: AbortSignal;
  /** Shows text to the user (the response's output, or standard error); one call a line, no newline needed. */
  readonly log: (line: string) => void;
  /** What `log` writes to, where a person reads it. */
  readonly terminal?: Terminal | undefined;
}

/**
 * One kind of work, chosen by the first argument.
 *
 * Arguments are `--key=value` strings, flag files already expanded. Throws ActionError on bad input; whatever it throws,
 * no output exists afterwards.
 */
export type Action = (args: readonly string[], context: ActionContext) => Promise<void>;
