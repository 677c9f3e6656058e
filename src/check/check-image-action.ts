// The `check-image` action: facts in, findings out. It never fails for a finding: what to make of them is another action's.

import { writeFileSync } from "node:fs";
import * as path from "node:path";
import * as z from "zod";
import type { Action } from "../action/action";
import { ActionError } from "../action/action-error";
import type { Command } from "../action/command-line";
import { many, one, outputFile, parseArguments, path as pathFlag } from "../action/flag-schemas";
import { readJson } from "../action/json-document";
import { writeOutputs } from "../action/output-transaction";
import { readBaseFacts } from "../base/base-facts";
import { readLayerFacts } from "../facts/layer-facts";
import { readLayerImports } from "../facts/module-imports";
import { configSchema } from "../image/oci-schemas";
import { readLayerDescriptor } from "../layer/layer-descriptor";
import { formatCheckFile } from "./check-file";
import { checkImage } from "./check-image";

const argumentsSchema = z.strictObject({
  config: pathFlag,
  descriptor: many,
  facts: many,
  imports: many,
  "base-facts": pathFlag.optional(),
  python: pathFlag.optional(),
  main: many,
  before: many,
  after: many,
  "base-packages": one.pipe(z.enum(["seen", "unseen"])).default("unseen"),
  "allow-missing": many,
  check: outputFile,
});

/** What the help shows of the action. */
export const checkImageCommand: Command = {
  name: "check-image",
  summary: "say what in an image cannot start, and why",
  flags: [
    ["--config=FILE", "config of the image"],
    ["--descriptor=FILE", "descriptor of a layer (repeated)"],
    ["--facts=FILE", "facts of the layer at the same place (repeated)"],
    ["--imports=FILE", "imports of a layer's or the base's modules (repeated)"],
    ["--base-facts=FILE", "facts of the base (optional)"],
    ["--python=PATH", "absolute path of the Python in the image; else python3 in its PATH (optional)"],
    ["--main=IMAGE_PATH", "a module that is run (repeated)"],
    ["--before=IMAGE_PATH", "a directory of Python's path before the standard library (repeated)"],
    ["--after=IMAGE_PATH", "a directory of Python's path after it (repeated)"],
    ["--base-packages=seen", "its Python looks among the packages of the base, too (optional)"],
    ["--allow-missing=NAME", "a library, version or module that is added later (repeated)"],
    ["--check=FILE", "output: the findings, JSON"],
  ],
};

/** The settings of an OCI config that a start goes by. */
const settingsSchema = z.looseObject({
  Env: z.array(z.string()).nullish(),
  Entrypoint: z.array(z.string()).nullish(),
  User: z.string().nullish(),
});

export const checkImageAction: Action = async (args, { root, signal }) => {
  const flags = parseArguments("check-image", argumentsSchema, args);
  const onDisk = (file: string) => path.resolve(root, file);
  if (flags.descriptor.length !== flags.facts.length) {
    throw new ActionError(`${flags.descriptor.length} descriptors and ${flags.facts.length} facts`, {
      remedy: "give one --facts for each --descriptor, in the same order",
    });
  }
  const config = await readJson(configSchema, onDisk(flags.config), {
    name: "the image's config",
    remedy: "remove the file and build again",
  });
  const settings = settingsSchema.parse(config.config ?? {});
  const layers = await Promise.all(
    flags.descriptor.map(async (descriptor, index) => ({
      facts: await readLayerFacts(onDisk(flags.facts[index]!)),
      files: (await readLayerDescriptor(onDisk(descriptor))).files,
    })),
  );
  const base = flags["base-facts"];
  const check = checkImage({
    base: base === undefined ? undefined : await readBaseFacts(onDisk(base)),
    layers,
    imports: await Promise.all(flags.imports.map((file) => readLayerImports(onDisk(file)))),
    env: settings.Env ?? [],
    entrypoint: settings.Entrypoint ?? [],
    user: settings.User ?? "",
    python: flags.python,
    mains: flags.main,
    before: flags.before,
    after: flags.after,
    basePackages: flags["base-packages"] === "seen",
    allowMissing: flags["allow-missing"],
  });
  const inputs = [flags.config, ...flags.descriptor, ...flags.facts, ...flags.imports];
  const files = [...inputs, ...(base === undefined ? [] : [base])].map(onDisk);
  await writeOutputs({ files, signal }, async (outputs) => {
    writeFileSync(outputs.file(onDisk(flags.check)), formatCheckFile(check));
  });
};
