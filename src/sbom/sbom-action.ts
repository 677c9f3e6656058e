// The `sbom` action: a plan and the facts of its layers in, the SBOM of the image in two forms out.

import { writeFileSync } from "node:fs";
import * as path from "node:path";
import * as z from "zod";
import { version } from "../../package.json";
import type { Action } from "../action/action";
import { ActionError } from "../action/action-error";
import { type ActionHelp, flag, many, one, outputFile, parseArguments, path as pathFlag } from "../action/flag-schemas";
import { writeOutputs } from "../action/output-transaction";
import { readLayerFacts } from "../facts/layer-facts";
import { readLayerDescriptor } from "../layer/layer-descriptor";
import { readPlanFile } from "../plan/plan-file";
import { formatCycloneDx } from "./cyclonedx";
import { takeInventory } from "./inventory";
import { formatSpdx } from "./spdx";

const argumentsSchema = z.strictObject({
  image: flag("NAME", "what the image is called", one),
  plan: flag("FILE", "the image's plan", pathFlag),
  descriptor: flag("FILE", "descriptor of a layer", many),
  facts: flag("FILE", "facts of the layer at the same place", many),
  spdx: flag("FILE", "output: SPDX 2.3, JSON", outputFile),
  cyclonedx: flag("FILE", "output: CycloneDX 1.6, JSON", outputFile),
});

/** What the help shows of the action. */
export const sbomCommand: ActionHelp = {
  name: "sbom",
  summary: "write the SBOM of an image as SPDX and as CycloneDX",
  flags: argumentsSchema.shape,
};

export const sbomAction: Action = async (args, { root, signal }) => {
  const flags = parseArguments("sbom", argumentsSchema, args);
  const onDisk = (file: string) => path.resolve(root, file);
  if (flags.descriptor.length !== flags.facts.length) {
    throw new ActionError(
      `--descriptor and --facts are not in pairs: there are ${flags.descriptor.length} and ${flags.facts.length}`,
      {
        remedy: "give one --facts for each --descriptor, in the same order",
      },
    );
  }
  const plan = await readPlanFile(onDisk(flags.plan), flags.plan);
  const layers = await Promise.all(
    flags.descriptor.map(async (descriptor, index) => ({
      descriptor: await readLayerDescriptor(onDisk(descriptor)),
      facts: await readLayerFacts(onDisk(flags.facts[index]!)),
    })),
  );
  const inventory = takeInventory(flags.image, plan, layers);
  const inputs = { files: [flags.plan, ...flags.descriptor, ...flags.facts].map(onDisk) };
  await writeOutputs({ ...inputs, signal }, async (outputs) => {
    writeFileSync(outputs.file(onDisk(flags.spdx)), formatSpdx(inventory, version));
    writeFileSync(outputs.file(onDisk(flags.cyclonedx)), formatCycloneDx(inventory, version));
  });
};
