// The `who-has` command: which images hold a package, and in which version, for the day when that version must go.

import * as path from "node:path";
import * as z from "zod";
import type { Action } from "../action/action";
import { type ActionHelp, flag, many, one, parseArguments } from "../action/flag-schemas";
import { printableLine } from "../action/printable";
import { spokenFlags } from "../action/spoken-flags";
import { normalizePackageName } from "../layer/package-name";
import { type PlanFile, readPlanFile } from "../plan/plan-file";
import { findPlans } from "./find-plans";

const argumentsSchema = z.strictObject({
  package: flag(
    "NAME",
    "name of the distribution, in any spelling",
    one.refine((name) => name !== "", "may not be empty"),
  ),
  in: flag(
    "PATH",
    "plan of an image, a directory such as bazel-bin with all plans below it, or a pattern",
    many.refine((files) => files.length > 0, "is missing"),
  ),
  format: flag(
    "FORMAT",
    "text (if not given), or json: an array of objects with image, version and layer",
    one.pipe(z.enum(["text", "json"])).optional(),
  ),
});

/** What the help shows of the command. */
export const whoHasCommand: ActionHelp = {
  name: "who-has",
  summary: "say which images hold a package, and in which version",
  usage: "package-layers who-has PACKAGE --in PATH...",
  flags: argumentsSchema.shape,
};

/** A package in an image. */
interface Holder {
  readonly image: string;
  readonly version: string;
  /** Digest of the layer that holds it. */
  readonly layer: string;
}

/** Writes a line for each image that holds the package; it is not an error if none does. */
export const whoHasAction: Action = async (args, { root, log }) => {
  const flags = parseArguments("who-has", argumentsSchema, spokenFlags(afterIn(args), { positional: ["package"] }));
  const name = normalizePackageName(flags.package);
  const holders: Holder[] = [];
  const files = (await Promise.all(flags.in.map((given) => findPlans(root, given)))).flat();
  for (const file of files) {
    const plan = await readPlanFile(path.resolve(root, file), file);
    holders.push(...holdersIn(plan, name, path.basename(file).replace(/\.plan\.json$/, ""), file));
  }
  if (flags.format === "json") {
    log(JSON.stringify(holders));
    return;
  }
  const images = new Set(holders.map(({ image }) => image));
  const width = Math.max(0, ...holders.map(({ version }) => version.length));
  log(
    [
      ...holders.map(({ image, version, layer }) => printableLine(`${version.padEnd(width)}  ${image}  ${layer}`)),
      `${images.size} of ${files.length} images hold ${printableLine(name)}`,
    ].join("\n"),
  );
};

/** `--in` takes everything that follows it, since a shell makes many names of one pattern. */
function afterIn(args: readonly string[]): string[] {
  const at = args.indexOf("--in");
  if (at < 0) {
    return [...args];
  }
  const end = args.findIndex((arg, index) => index > at && arg.startsWith("--"));
  const files = args.slice(at + 1, end < 0 ? undefined : end);
  return [...args.slice(0, at), ...files.map((file) => `--in=${file}`), ...(end < 0 ? [] : args.slice(end))];
}

function holdersIn(plan: PlanFile, name: string, image: string, file: string): Holder[] {
  return plan.layers.flatMap(({ packages, digest }) =>
    packages
      .filter((held) => held.name === name)
      .map(({ version }) => ({ image: `${image} (${file})`, version, layer: digest })),
  );
}
