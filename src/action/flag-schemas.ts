// The forms that an action's flags take, and the step from arguments to checked values.

import * as z from "zod";
import { ActionError } from "./action-error";
import type { Command } from "./command-line";
import { parseFlags } from "./flags";

/** Exactly one value, which may be empty. */
export const one = z
  .tuple([z.string()], { error: (issue) => (issue.input === undefined ? "is missing" : "may be given only once") })
  .transform(([value]) => value);

/** Exactly one path. */
export const path = one.refine((value) => value !== "", "may not be empty");

/** Exactly one path of a file to write, so not a path that only a directory can have. */
export const outputFile = path.refine((value) => !/(^|\/)\.{0,2}$/.test(value), "names a directory and not a file");

/** Any number of values. */
export const many = z.array(z.string()).default([]);

/** Exactly one whole number in decimal digits, perhaps with a minus sign. */
export const integer = one.pipe(z.string().regex(/^-?\d{1,15}$/, "is not a whole number")).transform(Number);

/** Any number of values that are two parts with one TAB between. */
export const pairs = z
  .array(
    z.string().transform((value, context) => {
      const tab = value.indexOf("\t");
      if (tab < 0) {
        context.addIssue({ code: "custom", message: `"${value}" lacks the TAB between its two parts` });
        return z.NEVER;
      }
      return [value.slice(0, tab), value.slice(tab + 1)] as const;
    }),
  )
  .default([]);

/** What the help says about an action. */
export interface ActionHelp extends Omit<Command, "flags"> {
  /** The forms of its flags by name, each made by `flag`. */
  readonly flags: Readonly<Record<string, z.ZodType>>;
}

/** What the help says about a flag. */
interface FlagHelp {
  readonly value: string;
  readonly meaning: string;
}

const helpOf = z.registry<FlagHelp>();

/**
 * A flag of an action: the form of its value, with what the help says of it.
 *
 * @param value Stands for the value, such as `FILE`; `<TAB>` is one tab character.
 * @param meaning What the flag is for. Whether it may be left out or repeated follows from the form.
 */
export function flag<S extends z.ZodType>(value: string, meaning: string, form: S): S {
  // A clone: the same form serves many flags.
  const own = form.clone() as S;
  helpOf.add(own, { value, meaning });
  return own;
}

/** An action as the command line shows it. */
export function toCommand({ flags, ...action }: ActionHelp): Command {
  const lines = Object.entries(flags).map(([name, form]) => {
    const help = helpOf.get(form);
    if (help === undefined) {
      throw new Error(`the flag --${name} has no help`);
    }
    const often = isRepeated(form) ? " (repeated)" : form.safeParse(undefined).success ? " (optional)" : "";
    return [`--${name}=${help.value}`, `${help.meaning}${often}`] as const;
  });
  return { ...action, flags: lines };
}

/** Whether a form takes any number of values. */
function isRepeated(form: z.core.$ZodType): boolean {
  const { def } = form._zod as unknown as {
    def: { type: string; innerType?: z.core.$ZodType; in?: z.core.$ZodType };
  };
  const inner = def.innerType ?? def.in;
  return def.type === "array" || (inner !== undefined && isRepeated(inner));
}

/**
 * Splits `--key=value` arguments and checks them against an action's schema, a strict object over the forms above with
 * flag names as keys.
 *
 * @throws ActionError that names every flag that is missing, unknown or wrong.
 */
export function parseArguments<T>(action: string, schema: z.ZodType<T>, args: readonly string[]): T {
  const parsed = schema.safeParse(parseFlags(args));
  if (parsed.success) {
    return parsed.data;
  }
  const problems = parsed.error.issues.map((issue) =>
    issue.code === "unrecognized_keys"
      ? `unknown ${issue.keys.map((key) => `--${key}`).join(", ")}`
      : `--${issue.path.map(String).join(".")} ${issue.message}`,
  );
  throw new ActionError(`${action}: ${problems.join("; ")}`, {
    remedy: `see \`package-layers ${action} --help\` for its arguments`,
  });
}
