// The `base-facts` action: a base in, its facts out.

import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import * as path from "node:path";
import * as z from "zod";
import type { Action } from "../action/action";
import { type ActionHelp, flag, one, outputFile, parseArguments, path as pathFlag } from "../action/flag-schemas";
import { writeOutputs } from "../action/output-transaction";
import { readBaseLayout } from "../image/base-layout";
import { findBaseFacts } from "./find-base-facts";

const argumentsSchema = z.strictObject({
  base: flag("DIRECTORY", "OCI image layout of the base", pathFlag),
  architecture: flag("ARCH", "architecture in the words of OCI, such as amd64", pathFlag),
  os: flag("OS", "operating system in the words of OCI, such as linux", pathFlag),
  variant: flag("VARIANT", "variant of the architecture", one.optional()),
  facts: flag("FILE", "output: the facts, JSON", outputFile),
  modules: flag(
    "FILE",
    "output: the modules of its Pythons, one JSON array of path and text (latin-1) per line",
    outputFile.optional(),
  ),
});

/** What the help shows of the action. */
export const baseFactsCommand: ActionHelp = {
  name: "base-facts",
  summary: "find out what a base has: libraries, loader, Pythons, shells, users",
  flags: argumentsSchema.shape,
};

/** Reads each layer of the base once. */
export const baseFactsAction: Action = async (args, { root, signal }) => {
  const flags = parseArguments("base-facts", argumentsSchema, args);
  const onDisk = (file: string) => path.resolve(root, file);
  const layout = onDisk(flags.base);
  const base = await readBaseLayout(layout, {
    os: flags.os,
    architecture: flags.architecture,
    ...(flags.variant === undefined ? {} : { variant: flags.variant }),
  });
  await writeOutputs({ directories: [layout], signal }, async (outputs) => {
    const modules = flags.modules === undefined ? undefined : openSync(outputs.file(onDisk(flags.modules)), "wx");
    try {
      const facts = await findBaseFacts(
        layout,
        base,
        signal,
        modules === undefined
          ? undefined
          : ({ path: module, source }) =>
              void writeSync(modules, `${JSON.stringify([module, source.toString("latin1")])}\n`),
      );
      writeFileSync(outputs.file(onDisk(flags.facts)), `${JSON.stringify(facts)}\n`);
    } finally {
      if (modules !== undefined) {
        closeSync(modules);
      }
    }
  });
};
