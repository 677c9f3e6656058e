// Reads an image to compare: a plan file, an OCI image layout, or an image in a registry.

import { readdir, stat } from "node:fs/promises";
import * as path from "node:path";
import { ActionError } from "../action/action-error";
import { readLayoutImage } from "../image/layout-image";
import { readPlanFile } from "../plan/plan-file";
import { readRegistryImage } from "../registry/read-registry-image";
import { contentsOfImage, contentsOfPlan, type ImageContents } from "./image-contents";

/** An image in a registry, such as `registry.example/app:1`; a text without a colon or a host could be a misspelled path. */
const REGISTRY_IMAGE = /^(docker:\/\/\S+|(localhost|[a-z0-9-]+(\.[a-z0-9-]+)+|[a-z0-9.-]+:\d+)\/[^\s:@]+[:@]\S+)$/i;

/**
 * Reads one image.
 *
 * @param name path of a plan file or a layout, or an image's name in a registry
 * @param root directory that a relative path is relative to
 */
export async function readImage(name: string, root: string, signal: AbortSignal): Promise<ImageContents> {
  const file = path.resolve(root, name);
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() === true) {
    return contentsOfPlan(await readPlanFile(file, name));
  }
  if (found?.isDirectory() === true) {
    const { manifest, config } = await readLayoutImage(file);
    return contentsOfImage(manifest, config);
  }
  if (REGISTRY_IMAGE.test(name)) {
    const { manifest, config } = await readRegistryImage(name.replace(/^docker:\/\//, ""), signal);
    return contentsOfImage(manifest, config);
  }
  throw new ActionError("there is no such plan, layout or image", {
    file: name,
    remedy: "name a .plan.json, a directory with an OCI image layout, or an image as REGISTRY/REPOSITORY:TAG",
  });
}

/** The plan files in a directory and below it, by path without suffix; undefined for an image layout, and if it is not a directory. */
export async function plansIn(name: string, root: string): Promise<Map<string, string> | undefined> {
  const folder = path.resolve(root, name);
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true || (await stat(path.join(folder, "oci-layout")).catch(() => undefined))) {
    return undefined;
  }
  const files = await readdir(folder, { recursive: true });
  return new Map(
    files
      .filter((file) => file.endsWith(".plan.json"))
      .sort()
      .map((file) => [file.slice(0, -".plan.json".length), path.join(folder, file)]),
  );
}
