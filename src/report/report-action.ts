// The `report` action: the page of an image from its plan and the descriptors of its layers.

import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import * as z from "zod";
import type { Action } from "../action/action";
import {
  type ActionHelp,
  flag,
  many,
  one,
  outputFile,
  pairs,
  parseArguments,
  path as pathFlag,
} from "../action/flag-schemas";
import { writeOutputs } from "../action/output-transaction";
import { readCheckFile } from "../check/check-file";
import { type LayerFacts, readLayerFacts } from "../facts/layer-facts";
import { type LayerDescriptor, readLayerDescriptor } from "../layer/layer-descriptor";
import { normalizePackageName } from "../layer/package-name";
import { formatBytes } from "../plan/format-bytes";
import { type PlanFile, readPlanFile } from "../plan/plan-file";
import { imageReport } from "./image-report";
import { formatPage, type PageParts } from "./page";

const argumentsSchema = z.strictObject({
  plan: flag("FILE", "the image's plan", pathFlag),
  descriptor: flag("FILE", "descriptor of a layer of the image", many),
  facts: flag("FILE", "facts of a layer, for its licences", many),
  check: flag("FILE", "what the check of the image found", pathFlag.optional()),
  other: flag("IMAGE<TAB>FILE", "name and plan of another image of the repository", pairs),
  image: flag("NAME", "what to call the image", pathFlag),
  platform: flag("PLATFORM", "its platform, such as linux/amd64", pathFlag),
  base: flag("NAME", "what to call its base", one.optional()),
  layout: flag("LAYOUT", "runfiles or venv", pathFlag),
  "shown-as": flag("PATH", "path of the page as people see it, for a line of output", one.optional()),
  page: flag("FILE", "output: the page, HTML", outputFile),
});

/** What the help shows of the action. */
export const reportCommand: ActionHelp = {
  name: "report",
  summary: "make the page of an image",
  flags: argumentsSchema.shape,
};

/** Makes the action. */
export function createReportAction(parts: PageParts): Action {
  return async (args, { root, signal, log }) => {
    const flags = parseArguments("report", argumentsSchema, args);
    const onDisk = (file: string) => path.resolve(root, file);
    const readPlan = (file: string) => readPlanFile(onDisk(file), file);
    const plan = await readPlan(flags.plan);
    const descriptors = await Promise.all(flags.descriptor.map((file) => readLayerDescriptor(onDisk(file))));
    const facts = await Promise.all(flags.facts.map((file) => readLayerFacts(onDisk(file))));
    const check = flags.check === undefined ? undefined : await readCheckFile(onDisk(flags.check));
    const others = await Promise.all(flags.other.map(async ([image, file]) => ({ image, plan: await readPlan(file) })));
    const report = imageReport({
      image: flags.image,
      platform: flags.platform,
      base: flags.base ?? "",
      layout: flags.layout,
      plan,
      descriptors,
      others,
      findings: check?.findings.map(({ level, message, remedy }) => ({ severity: level, message, remedy })) ?? [],
      licences: licencesOf(facts),
    });
    const inputs = [flags.plan, ...flags.descriptor, ...flags.facts, ...flags.other.map(([, file]) => file)];
    await writeOutputs(
      { files: [...inputs, ...(flags.check === undefined ? [] : [flags.check])].map(onDisk), signal },
      (outputs) => writeFile(outputs.file(onDisk(flags.page)), formatPage(report, parts)),
    );
    if (flags["shown-as"] !== undefined) {
      const { compressed } = report.totals;
      log(`${flags.image}: ${formatBytes(compressed)} compressed in ${report.layers} layers; see ${flags["shown-as"]}`);
    }
  };
}

/** The page of an image of which only the plan and the descriptors of its layers are known. */
export function drawPage(
  image: { readonly image: string; readonly platform: string; readonly base: string },
  plan: PlanFile,
  descriptors: readonly LayerDescriptor[],
  parts: PageParts,
): string {
  const unknown = { layout: "", others: [], findings: [], licences: new Map<string, string>() };
  return formatPage(imageReport({ ...image, plan, descriptors, ...unknown }), parts);
}

/** The licence of each distribution as its metadata has it, by normalised name. */
function licencesOf(facts: readonly LayerFacts[]): Map<string, string> {
  return new Map(
    facts.flatMap(({ distributions }) =>
      distributions.flatMap(({ name, licenseExpression, license }) => {
        const text = licenseExpression ?? firstLine(license);
        return text === undefined ? [] : [[normalizePackageName(name), text] as const];
      }),
    ),
  );
}

/** Older metadata may have a licence's whole text there. */
function firstLine(text: string | undefined): string | undefined {
  const [line = ""] = (text ?? "").trim().split("\n");
  return line === "" ? undefined : line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
