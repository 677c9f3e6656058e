// Finds the action that the first argument names and runs it: the one place where all three ways in come together.

import type { Action, ActionContext } from "./action";
import { ActionError } from "./action-error";
import { explainMachineError } from "./machine-error";

/** Actions by the name that is their first argument. */
export type ActionTable = ReadonlyMap<string, Action>;

/**
 * Runs the action named by the first argument with the arguments after it; flag files are expanded already.
 *
 * Throws ActionError if the table has no such action or the machine fails, the signal's reason if it is aborted already, and
 * else what the action throws.
 */
export async function runAction(actions: ActionTable, args: readonly string[], context: ActionContext): Promise<void> {
  context.signal.throwIfAborted();
  const [name, ...rest] = args;
  const action = name === undefined ? undefined : actions.get(name);
  if (action === undefined) {
    throw new ActionError(
      name === undefined ? "the request has no arguments" : `there is no action ${JSON.stringify(name.slice(0, 200))}`,
      { remedy: `give the name of an action as the first argument: ${[...actions.keys()].join(", ")}` },
    );
  }
  try {
    await action(rest, context);
  } catch (error) {
    throw explainMachineError(error);
  }
}

/** A failure that is described already, since threads exchange plain data; the message is the description. */
export class DescribedFailure extends Error {
  override readonly name = "DescribedFailure";
}

/**
 * What a user is told about a failure: for an ActionError its details; for anything else, which is a defect of ours or of the
 * machine, the stack with the errors that caused it.
 */
export function describeFailure(error: unknown): string {
  if (error instanceof ActionError) {
    return error.describe();
  }
  if (error instanceof DescribedFailure) {
    return error.message;
  }
  const lines = [
    `package_layers: unexpected error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  ];
  let cause = error instanceof Error ? error.cause : undefined;
  while (cause instanceof Error && lines.length < 5) {
    lines.push(`caused by: ${cause.stack ?? cause.message}`);
    cause = cause.cause;
  }
  return lines.join("\n");
}
