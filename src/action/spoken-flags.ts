// The forms in which people type flags, turned into the one form that actions take: --name=value.

import { ActionError } from "./action-error";

/** What a command accepts besides `--name=value`. */
export interface SpokenForms {
  /** Flags without a value, such as `--json`. */
  readonly bare?: readonly string[];
  /** Names of the flags that arguments without dashes stand for, in their order; the last one takes all that are left. */
  readonly positional?: readonly string[];
}

/**
 * Rewrites `--name value` to `--name=value`, `--bare` to `--bare=true`, and an argument without dashes to the flag that its
 * place stands for. An argument that is already `--name=value` stays as it is.
 *
 * @throws ActionError when a flag lacks its value or an argument stands for nothing
 */
export function spokenFlags(args: readonly string[], { bare = [], positional = [] }: SpokenForms): string[] {
  const flags: string[] = [];
  let place = 0;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index]!;
    if (/^--[a-z][a-z0-9-]*=/.test(arg)) {
      flags.push(arg);
    } else if (arg.startsWith("--")) {
      if (bare.includes(arg.slice(2))) {
        flags.push(`${arg}=true`);
        continue;
      }
      const value = args[index + 1];
      if (value === undefined || value.startsWith("--")) {
        throw new ActionError(`${arg} has no value`, { remedy: `write ${arg}=VALUE; --help lists all flags` });
      }
      flags.push(`${arg}=${value}`);
      index += 1;
    } else {
      const name = positional[Math.min(place, positional.length - 1)];
      if (name === undefined) {
        throw new ActionError(`the argument ${JSON.stringify(arg.slice(0, 200))} is not a flag`, {
          remedy: "write each argument as --name=value; --help lists all flags",
        });
      }
      flags.push(`--${name}=${arg}`);
      place += 1;
    }
  }
  return flags;
}
