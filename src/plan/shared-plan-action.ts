// The `shared-plan` action: descriptors of the packages of several images in, one plan for all of them out.

import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import * as z from "zod";
import type { Action } from "../action/action";
import { ActionError } from "../action/action-error";
import { type ActionHelp, flag, integer, many, outputFile, pairs, parseArguments } from "../action/flag-schemas";
import { readJson } from "../action/json-document";
import { writeOutputs } from "../action/output-transaction";
import { descriptorDocument, layerDescriptorSchema } from "../layer/layer-descriptor";
import { mostImages, type SharedPackage, shareLayers } from "./share-layers";
import { formatSharedPlan } from "./shared-plan-file";

const argumentsSchema = z.strictObject({
  image: flag("LABEL", "label of the binary of an image", many),
  package: flag("IMAGE<TAB>DESCRIPTOR", "a package of the image at that place among --image, from 0", pairs),
  "max-layers": flag(
    "N",
    "most layers that the packages of one image may have",
    integer.refine((layers) => layers > 0, "is less than 1"),
  ),
  "layer-cost": flag(
    "N",
    "bytes that a further layer must save; 0: as many layers as fit",
    integer.refine((bytes) => bytes >= 0, "is less than 0").optional(),
  ),
  plan: flag("FILE", "output: the plan, JSON", outputFile),
});

/** What the help shows of the action. */
export const sharedPlanCommand: ActionHelp = {
  name: "shared-plan",
  summary: "plan several images together, so that they share the layers of common packages",
  flags: argumentsSchema.shape,
};

/** What the plan needs from a descriptor; its list of files, which is nearly all of it, is not checked. */
const packageSchema = z.looseObject(
  layerDescriptorSchema.pick({ name: true, digest: true, tarSize: true, mergeable: true }).shape,
);

/**
 * Writes the plan.
 *
 * @throws ActionError on wrong arguments, on too many images, and when an image has too few layers for what must be alone
 */
export const sharedPlanAction: Action = async (args, { root, signal }) => {
  const flags = parseArguments("shared-plan", argumentsSchema, args);
  if (flags.image.length > mostImages) {
    throw new ActionError(`the shared plan has ${flags.image.length} images, and at most ${mostImages} may share one`, {
      remedy: "make a plan for each group of images that have most in common",
    });
  }
  const files = [...new Set(flags.package.map(([, file]) => file))];
  const read = await Promise.all(files.map(async (file) => [file, await readPackage(root, file)] as const));
  const packageOf = new Map(read);
  const images: string[][] = flags.image.map(() => []);
  for (const [index, file] of flags.package) {
    const image = images[/^\d{1,6}$/.test(index) ? Number(index) : -1];
    if (image === undefined) {
      throw new ActionError(`shared-plan: --package names image ${index}, and there are ${images.length}`, {
        remedy: "give the place of one of --image, from 0",
      });
    }
    image.push(packageOf.get(file)!.key);
  }
  const packages = [...new Map([...packageOf.values()].map((one) => [one.key, one])).values()];
  const byKey = new Map(packages.map((one) => [one.key, one]));
  for (const [index, keys] of images.entries()) {
    const alone = keys.filter((key) => byKey.get(key)!.alone).length;
    const needed = alone + (alone < keys.length ? 1 : 0);
    if (needed > flags["max-layers"]) {
      throw new ActionError(
        `${flags.image[index]} needs ${needed} layers, and max_layers = ${flags["max-layers"]}: ` +
          `${alone} packages are at or above the merge limit`,
        {
          remedy: `raise max_layers of the shared plan to ${needed}, or the merge limit (--@package_layers//bazel/settings:merge_limit=BYTES)`,
        },
      );
    }
  }
  const shared = shareLayers(packages, images, flags["max-layers"], flags["layer-cost"]);
  const count = new Map<string, number>();
  const keyOf = (layer: readonly string[]) => [...layer].sort().join();
  for (const layer of shared.flat()) {
    count.set(keyOf(layer), (count.get(keyOf(layer)) ?? 0) + 1);
  }
  const text = formatSharedPlan({
    schema: 1,
    images: Object.fromEntries(
      flags.image.map((label, image) => [
        label,
        shared[image]!.map((layer) => ({ packages: layer, images: count.get(keyOf(layer))! })),
      ]),
    ),
  });
  await writeOutputs({ files: files.map((file) => path.resolve(root, file)), signal }, (outputs) =>
    writeFile(outputs.file(path.resolve(root, flags.plan)), text),
  );
};

async function readPackage(root: string, file: string): Promise<SharedPackage> {
  const { name, digest, tarSize, mergeable } = await readJson(packageSchema, path.resolve(root, file), {
    ...descriptorDocument,
    file,
  });
  return { key: digest, name, bytes: tarSize, alone: !mergeable };
}
