// Splits the `--key=value` arguments of an action; what they mean is the action's own schema.

import type { z } from "zod";
import { ActionError } from "./action-error";

/** Each flag's values in the order given, by its name without dashes. */
export type Flags = Record<string, string[]>;

/**
 * Splits `--key=value` arguments; a value may be empty and may contain `=`.
 *
 * @throws ActionError for an argument of any other form.
 */
export function parseFlags(args: readonly string[]): Flags {
  const flags: Flags = Object.create(null);
  for (const arg of args) {
    const match = /^--([a-z][a-z0-9-]*)=(.*)$/s.exec(arg);
    if (match === null) {
      throw new ActionError(`"${arg}" is no argument of the form --key=value`, {
        remedy: "run `package-layers --help` for the arguments of each action",
      });
    }
    const [, key, value] = match as unknown as [string, string, string];
    flags[key] ??= [];
    flags[key].push(value);
  }
  return flags;
}

/**
 * Splits arguments and checks them against an action's schema, an object whose values are made from `string[]`.
 *
 * @throws ActionError that names each flag that is missing, unknown or wrong.
 */
export function parseArguments<T>(action: string, schema: z.ZodType<T>, args: readonly string[]): T {
  const parsed = schema.safeParse(parseFlags(args));
  if (parsed.success) {
    return parsed.data;
  }
  const problems = parsed.error.issues.map((issue) =>
    issue.code === "unrecognized_keys"
      ? `unknown ${issue.keys.map((key) => `--${key}`).join(", ")}`
      : `--${issue.path.map(String).join(".")}: ${issue.message}`,
  );
  throw new ActionError(`${action}: ${problems.join("; ")}`, {
    remedy: `run \`package-layers ${action} --help\` for its arguments`,
  });
}
