// Splits the arguments of an action into flags; what each flag means is up to the action's own schema.

import { ActionError } from "./action-error";

/** A flag: two dashes, a kebab-case name, an equals sign, and a value that may be empty and may hold anything. */
const flagPattern = /^--([a-z][a-z0-9]*(?:-[a-z0-9]+)*)=([\s\S]*)$/;

/**
 * Collects `--key=value` arguments by key; the values of a repeated flag stay in their order.
 *
 * The result is meant for a strict zod schema, which refuses unknown keys. Only the first `=` divides, so values hold
 * further ones; every name is plain kebab-case, so no key can be `__proto__`. Throws ActionError on any other argument.
 */
export function parseFlags(args: readonly string[]): Record<string, string[]> {
  const values = new Map<string, string[]>();
  for (const arg of args) {
    const match = flagPattern.exec(arg);
    if (match === null) {
      throw new ActionError(`the argument ${JSON.stringify(shorten(arg))} is not a flag`, {
        remedy: "write each argument as --name=value, even when the value is empty",
      });
    }
    const [, key, value] = match as unknown as [string, string, string];
    const known = values.get(key);
    if (known === undefined) {
      values.set(key, [value]);
    } else {
      known.push(value);
    }
  }
  return Object.fromEntries(values);
}

function shorten(arg: string): string {
  return arg.length <= 200 ? arg : `${arg.slice(0, 200)}…`;
}
