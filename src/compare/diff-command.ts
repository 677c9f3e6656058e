// The `diff` command: what changes between two images, or between the images of two builds of a repository.

import * as path from "node:path";
import * as z from "zod";
import type { Action } from "../action/action";
import { ActionError } from "../action/action-error";
import { type ActionHelp, flag, one, parseArguments, path as pathFlag } from "../action/flag-schemas";
import { spokenFlags } from "../action/spoken-flags";
import { compareImages } from "./compare-images";
import { formatComparison, formatMarkdown, type NamedComparison } from "./format-comparison";
import { plansIn, readImage } from "./read-image";

const argumentsSchema = z.strictObject({
  before: flag("IMAGE", "a plan file, an OCI layout, an image in a registry, or a folder with plan files", pathFlag),
  after: flag("IMAGE", "the same, of the newer build", pathFlag),
  format: flag(
    "FORMAT",
    "text (if not given), markdown or json",
    one.pipe(z.enum(["text", "markdown", "json"])).optional(),
  ),
});

/** What the help shows of the command. */
export const diffCommand: ActionHelp = {
  name: "diff",
  summary: "compare two images, or the images of two builds: what is kept, moved, pushed and gone",
  usage: "package-layers diff BEFORE AFTER [--format=markdown]",
  flags: argumentsSchema.shape,
};

/** Compares, and writes the difference to the log. */
export const diffAction: Action = async (args, { root, signal, log, terminal }) => {
  const {
    before,
    after,
    format = "text",
  } = parseArguments("diff", argumentsSchema, spokenFlags(args, { positional: ["before", "after"] }));
  const images = await readComparisons(before, after, root, signal);
  if (format === "json") {
    log(JSON.stringify(images.map(({ image, comparison }) => ({ image, ...comparison }))));
  } else if (format === "markdown") {
    log(formatMarkdown(images));
  } else {
    log(images.map((one) => formatComparison(one, terminal)).join("\n\n"));
  }
};

async function readComparisons(
  before: string,
  after: string,
  root: string,
  signal: AbortSignal,
): Promise<NamedComparison[]> {
  const [plansBefore, plansAfter] = await Promise.all([plansIn(before, root), plansIn(after, root)]);
  const compare = async (image: string, old: string | undefined, now: string | undefined) => {
    const read = (name: string | undefined) => (name === undefined ? { layers: [] } : readImage(name, root, signal));
    const [left, right] = await Promise.all([read(old), read(now)]);
    return { image, comparison: compareImages(left, right) };
  };
  if (plansBefore === undefined && plansAfter === undefined) {
    return [await compare(path.basename(after).replace(/\.plan\.json$/, ""), before, after)];
  }
  if (plansBefore === undefined || plansAfter === undefined) {
    throw new ActionError("one of the two is a folder of plan files and the other is one image", {
      file: plansBefore === undefined ? before : after,
      remedy: "give two images, or two folders that hold .plan.json files at the same paths",
    });
  }
  const names = [...new Set([...plansBefore.keys(), ...plansAfter.keys()])].sort();
  if (names.length === 0) {
    throw new ActionError("neither folder holds a plan file", {
      file: after,
      remedy: "build the images with --output_groups=+plan and copy their .plan.json files there",
    });
  }
  return Promise.all(names.map((name) => compare(name, plansBefore.get(name), plansAfter.get(name))));
}
