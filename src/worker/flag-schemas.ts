// The forms that a flag's values take, for the schemas of the actions.

import { z } from "zod";

/** Exactly one value. */
export const one = z
  .tuple([z.string()], { error: (issue) => (issue.input === undefined ? "is missing" : "may be given once only") })
  .transform(([value]) => value);

/** Exactly one value that is not empty. */
export const path = one.refine((value) => value !== "", "may not be empty");

/** One value or none. */
export const optionalPath = path.optional();

/** Any number of values. */
export const many = z.array(z.string()).default([]);

/** Exactly one whole number, in decimal digits, perhaps with a minus sign. */
export const integer = one.pipe(z.string().regex(/^-?\d{1,15}$/, "is no whole number")).transform(Number);

/** Any number of values that are each a path in the image and something behind one TAB. */
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
