// Runs one action and turns whatever happens into an exit code and a text for the user.

import type { Action, ActionContext } from "./action";
import { ActionError } from "./action-error";

/** The actions by the name that is their first argument. */
export type Actions = Readonly<Record<string, Action>>;

/** The outcome of an action, as a worker's response or a process's end tells it. */
export interface Outcome {
  readonly exitCode: number;
  /** What the action logged and the error, if any; lines joined by newlines. */
  readonly output: string;
}

/** Finds the action that the first argument names and runs it; never throws. */
export async function runAction(
  actions: Actions,
  args: readonly string[],
  context: Omit<ActionContext, "log">,
): Promise<Outcome> {
  const lines: string[] = [];
  try {
    const [name = "", ...rest] = args;
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action === undefined) {
      throw new ActionError(`there is no action "${name}"`, {
        remedy: `the first argument names one of ${Object.keys(actions).join(", ")}`,
      });
    }
    context.signal.throwIfAborted();
    await action(rest, { ...context, log: (line) => lines.push(line) });
    return { exitCode: 0, output: lines.join("\n") };
  } catch (error) {
    lines.push(describeError(error));
    return { exitCode: 1, output: lines.join("\n") };
  }
}

/** An error as a user sees it: without a stack trace when it is about the input. */
export function describeError(error: unknown): string {
  if (error instanceof ActionError) {
    return error.describe();
  }
  return `package_layers: unexpected error\n${error instanceof Error ? error.stack : String(error)}`;
}
