// What `bazel run :IMAGE.plan` shows: the plan, a package's place or files, a difference, or the page.

import * as path from "node:path";
import * as z from "zod";
import type { ActionContext } from "../action/action";
import { ActionError } from "../action/action-error";
import { readJson, readText } from "../action/json-document";
import { nearNames } from "../action/near-names";
import { compareImages } from "../compare/compare-images";
import { formatComparison } from "../compare/format-comparison";
import { contentsOfPlan } from "../compare/image-contents";
import { readImage } from "../compare/read-image";
import {
  descriptorDocument,
  type LayerDescriptor,
  layerDescriptorSchema,
  readLayerDescriptor,
} from "../layer/layer-descriptor";
import { normalizePackageName } from "../layer/package-name";
import { explainPackage, findPackages } from "../plan/explain";
import type { PlanFile } from "../plan/plan-file";
import { describeFiles, filesOf } from "./describe-files";
import { describePlan } from "./describe-plan";
import { openPage } from "./open-page";

/** The question; without one, the table of the plan. */
export interface Questions {
  /** Name of a package: where it is and why. */
  readonly explain?: string | undefined;
  /** Name of a package: its files. */
  readonly files?: string | undefined;
  /** A plan file, a layout or an image in a registry to compare with. */
  readonly diff?: string | undefined;
  readonly json?: boolean | undefined;
  readonly open?: boolean | undefined;
}

/** The files that belong to the image; paths are absolute. */
export interface ImageFiles {
  /** What to call the image. */
  readonly image: string;
  /** A file with the path of a descriptor on each line. */
  readonly descriptors?: string | undefined;
  /** What those paths are relative to. */
  readonly descriptorsRoot?: string | undefined;
  readonly page?: string | undefined;
}

/** Answers one question; the answer goes to the log. */
export async function showPlan(
  planFile: PlanFile,
  questions: Questions,
  files: ImageFiles,
  context: ActionContext,
): Promise<void> {
  const { log, terminal, root, signal } = context;
  const { explain, files: filesOfPackage, diff, json = false, open = false } = questions;
  const asked = [explain, filesOfPackage, diff, open ? "" : undefined].filter((one) => one !== undefined);
  if (asked.length > 1) {
    throw new ActionError("plan: --explain, --files, --diff and --open cannot be combined", {
      remedy: "ask one at a time",
    });
  }
  const print = (value: unknown, text: () => string) => log(json ? JSON.stringify(value, null, 2) : text());
  if (explain !== undefined) {
    print(findPackages(planFile, explain), () => explainPackage(planFile, explain));
  } else if (filesOfPackage !== undefined) {
    const descriptors = await readDescriptors(planFile, filesOfPackage, files);
    print(
      descriptors.map((one) => ({ name: one.name, version: one.version, ...filesOf(one) })),
      () => descriptors.map((one) => describeFiles(one, terminal)).join("\n\n"),
    );
  } else if (diff !== undefined) {
    const comparison = compareImages(await readImage(diff, root, signal), contentsOfPlan(planFile));
    print(comparison, () => formatComparison({ image: files.image, comparison }, terminal));
  } else if (open) {
    if (files.page === undefined) {
      throw new ActionError("plan: --open needs the image's page", {
        remedy: "ask with `bazel run :IMAGE.plan -- --open`, which knows where it is",
      });
    }
    log(await openPage(files.page));
  } else {
    print(planFile, () => describePlan(planFile, terminal));
  }
}

const nameSchema = z.looseObject(layerDescriptorSchema.pick({ name: true }).shape);

/** The descriptors of all packages of a name. */
async function readDescriptors(planFile: PlanFile, name: string, files: ImageFiles): Promise<LayerDescriptor[]> {
  const other = ["interpreter", "external", "application"].includes(name);
  const names = new Set(other ? [name] : findPackages(planFile, name).map((one) => normalizePackageName(one.name)));
  if (files.descriptors === undefined) {
    throw new ActionError("plan: --files needs the packages' descriptors", {
      remedy: "ask with `bazel run :IMAGE.plan -- --files NAME`, which knows where they are",
    });
  }
  const list = (await readText(files.descriptors, { name: "the list of descriptors", remedy: "build the image again" }))
    .split("\n")
    .filter((line) => line !== "");
  const found: LayerDescriptor[] = [];
  for (const line of list) {
    const file = path.resolve(files.descriptorsRoot ?? path.dirname(files.descriptors), line);
    // Most files are of other packages, and checking every one of their entries takes a while.
    const { name: written } = await readJson(nameSchema, file, descriptorDocument);
    if (names.has(normalizePackageName(written))) {
      found.push(await readLayerDescriptor(file));
    }
  }
  if (found.length === 0) {
    throw new ActionError(`the image has no layer ${name}`, {
      remedy: `ask for one of: ${nearNames(name, [...planFile.packages.map((one) => one.name), "interpreter", "external", "application"], 8).join(", ")}`,
    });
  }
  return found;
}
