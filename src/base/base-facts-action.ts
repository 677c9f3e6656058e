// The `base-facts` action: a base image in, what it has out.

import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import * as path from "node:path";
import * as z from "zod";
import type { Action } from "../action/action";
import type { Command } from "../action/command-line";
import { one, outputFile, parseArguments, path as pathFlag } from "../action/flag-schemas";
import { writeOutputs } from "../action/output-transaction";
import { readBaseLayout } from "../image/base-layout";
import { findBaseFacts } from "./find-base-facts";

const argumentsSchema = z.strictObject({
  base: pathFlag,
  architecture: pathFlag,
  os: pathFlag,
  variant: one.optional(),
  facts: outputFile,
  modules: outputFile.optional(),
});

/** What the help shows of the action. */
export const baseFactsCommand: Command = {
  name: "base-facts",
  summary: "say what a base image has: libraries, loader, Pythons, shells, users",
  flags: [
    ["--base=DIRECTORY", "OCI layout of the base image"],
    ["--architecture=ARCH", "architecture in the words of OCI, such as amd64"],
    ["--os=OS", "operating system in the words of OCI, such as linux"],
    ["--variant=VARIANT", "variant of the architecture (optional)"],
    ["--facts=FILE", "output: the facts, JSON"],
    ["--modules=FILE", "output: the modules of its Pythons, a JSON array of path and text (latin-1) a line (optional)"],
  ],
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
