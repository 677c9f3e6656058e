// The `check-image` action: facts in, findings out. It never fails because of a finding: another action decides about them.

import { writeFileSync } from "node:fs";
import * as path from "node:path";
import * as z from "zod";
import type { Action } from "../action/action";
import { ActionError } from "../action/action-error";
import { type ActionHelp, flag, many, one, outputFile, parseArguments, path as pathFlag } from "../action/flag-schemas";
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
  config: flag("FILE", "config of the image", pathFlag),
  descriptor: flag("FILE", "descriptor of a layer", many),
  facts: flag("FILE", "facts of the layer at the same place", many),
  imports: flag("FILE", "imports of a layer's or the base's modules", many),
  "base-facts": flag("FILE", "facts of the base", pathFlag.optional()),
  python: flag("PATH", "absolute path of the Python in the image; else python3 in its PATH", pathFlag.optional()),
  main: flag("IMAGE_PATH", "a module that is run", many),
  before: flag("IMAGE_PATH", "a directory of Python's path before the standard library", many),
  after: flag("IMAGE_PATH", "a directory of Python's path after it", many),
  "base-packages": flag(
    "seen",
    "its Python also looks among the packages of the base",
    one.pipe(z.enum(["seen", "unseen"])).default("unseen"),
  ),
  "allow-missing": flag("NAME", "a library, version or module that is added later", many),
  check: flag("FILE", "output: the findings, JSON", outputFile),
});

/** What the help shows of the action. */
export const checkImageCommand: ActionHelp = {
  name: "check-image",
  summary: "find out what in an image cannot start, and why",
  flags: argumentsSchema.shape,
};

/** The settings of an OCI config that a start depends on. */
const settingsSchema = z.looseObject({
  Env: z.array(z.string()).nullish(),
  Entrypoint: z.array(z.string()).nullish(),
  User: z.string().nullish(),
});

export const checkImageAction: Action = async (args, { root, signal }) => {
  const flags = parseArguments("check-image", argumentsSchema, args);
  const onDisk = (file: string) => path.resolve(root, file);
  if (flags.descriptor.length !== flags.facts.length) {
    throw new ActionError(
      `--descriptor and --facts are not in pairs: there are ${flags.descriptor.length} and ${flags.facts.length}`,
      {
        remedy: "give one --facts for each --descriptor, in the same order",
      },
    );
  }
  const document = { name: "the image's config", remedy: "remove the file and build again" };
  const config = await readJson(
    configSchema.extend({ config: settingsSchema.nullish() }),
    onDisk(flags.config),
    document,
  );
  const settings = config.config ?? {};
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
