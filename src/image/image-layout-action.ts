// The `image-layout` action: puts every blob of the image in its place in an OCI image layout directory. No blob is read.

import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import * as path from "node:path";
import * as z from "zod";
import type { Action } from "../action/action";
import { ActionError } from "../action/action-error";
import { type ActionHelp, flag, many, parseArguments, path as pathFlag } from "../action/flag-schemas";
import { parseJson, readText } from "../action/json-document";
import { writeOutputs } from "../action/output-transaction";
import { type PlanFileLayer, readPlanFile } from "../plan/plan-file";
import { layoutIndex, toDocument } from "./image-documents";
import { blobPath } from "./layout-documents";
import { isLayoutOfOurs } from "./made-before";
import { configSchema, manifestSchema, mediaTypes, type OciDescriptor } from "./oci-schemas";
import { placeBlob, REMEDY, readBlobNames } from "./place-blob";

const argumentsSchema = z.strictObject({
  plan: flag("FILE", "the plan that merge-layers made", pathFlag),
  bundles: flag("DIRECTORY", "the bundles that merge-layers made", pathFlag),
  base: flag("DIRECTORY", "OCI image layout of the base", pathFlag.optional()),
  descriptor: flag("FILE", "descriptor of a layer", many),
  blob: flag("FILE", "blob of the layer at the same place", many),
  layout: flag("DIRECTORY", "output: the OCI image layout", pathFlag),
});

/** What the help shows of the action. */
export const imageLayoutCommand: ActionHelp = {
  name: "image-layout",
  summary: "assemble an OCI image layout from a plan, its bundles and the blobs",
  flags: argumentsSchema.shape,
};

/** Assembles the layout; heavy blobs are hard links to the layers' own files. */
export const imageLayoutAction: Action = async (args, context) => {
  const flags = parseArguments("image-layout", argumentsSchema, args);
  const onDisk = (file: string) => path.resolve(context.root, file);
  if (flags.descriptor.length !== flags.blob.length) {
    throw new ActionError(
      `--descriptor and --blob are not in pairs: there are ${flags.descriptor.length} and ${flags.blob.length}`,
      {
        remedy: "give one --blob for each --descriptor, in the same order",
      },
    );
  }
  const bundles = onDisk(flags.bundles);
  const plan = await readPlanFile(onDisk(flags.plan), flags.plan);
  const manifestFile = { name: "the image's manifest", file: path.join(bundles, "manifest.json"), remedy: REMEDY };
  const manifestText = await readText(manifestFile.file, manifestFile);
  const manifest = parseJson(manifestSchema, manifestText, manifestFile);
  const configFile = { name: "the image's config", file: path.join(bundles, "config.json"), remedy: REMEDY };
  const configText = await readText(configFile.file, configFile);
  const config = parseJson(configSchema, configText, configFile);
  requireSameLayers(plan.layers, manifest.layers, flags.plan);
  const blobs = await readBlobNames(flags.descriptor.map(onDisk), flags.blob.map(onDisk));

  const sourceOf = ({ kind, digest, packages }: PlanFileLayer): string => {
    if (kind === "bundle") {
      return path.join(bundles, ...digest.split(":"));
    }
    if (kind === "base" && flags.base !== undefined) {
      return blobPath(onDisk(flags.base), digest);
    }
    const blob = blobs.get(digest);
    if (blob === undefined) {
      throw new ActionError(
        kind === "base"
          ? "the plan has layers of a base, and no --base is given"
          : `no --descriptor describes ${digest}`,
        { package: packages[0]?.name, file: flags.plan, remedy: REMEDY },
      );
    }
    return blob;
  };

  // A foreign layer of the base that is not in the base's layout is fetched from where its descriptor says.
  const elsewhere = new Set(
    manifest.layers.filter(({ urls = [] }) => urls.length > 0).map(({ digest }) => digest as string),
  );

  const inputs = {
    files: [flags.plan, ...flags.descriptor, ...flags.blob].map(onDisk),
    directories: [flags.bundles, ...(flags.base === undefined ? [] : [flags.base])].map(onDisk),
  };
  await writeOutputs({ ...inputs, signal: context.signal }, async (outputs) => {
    const layout = outputs.directory(onDisk(flags.layout), isLayoutOfOurs);
    await mkdir(path.join(layout, "blobs", "sha256"), { recursive: true });
    // Two layers may be one blob: an image may hold the same bytes twice, a layout does not.
    const layers = new Map(plan.layers.map((layer) => [layer.digest, layer]));
    for (const layer of layers.values()) {
      context.signal.throwIfAborted();
      const source = sourceOf(layer);
      if (!elsewhere.has(layer.digest) || existsSync(source)) {
        await placeBlob(layer, source, blobPath(layout, layer.digest));
      }
    }
    await writeFile(blobPath(layout, manifest.config.digest), configText);
    const manifestBytes = Buffer.from(manifestText);
    await writeFile(blobPath(layout, toDocument(manifestBytes, mediaTypes.manifest).descriptor.digest), manifestBytes);
    await writeFile(path.join(layout, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
    await writeFile(path.join(layout, "index.json"), layoutIndex(manifestBytes, config));
  });
};

/** Plan and manifest come from one MergeLayers; if they differ, one of them is from another build. */
function requireSameLayers(planned: readonly PlanFileLayer[], layers: readonly OciDescriptor[], file: string): void {
  const digests = (list: readonly { readonly digest: string }[]) => list.map(({ digest }) => digest).join();
  if (digests(planned) !== digests(layers)) {
    throw new ActionError("the plan and the manifest beside the bundles have different layers", {
      file,
      remedy: REMEDY,
    });
  }
}
