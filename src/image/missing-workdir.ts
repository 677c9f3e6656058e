// Says that an image lacks the working directory that its attribute names. A runtime then makes it when a container starts: empty,
// owned by root, and perhaps not what was meant.

import * as path from "node:path";
import { ActionError } from "../action/action-error";
import type { BasePaths } from "../base/base-paths";
import type { LayerDescriptor } from "../layer/layer-descriptor";
import type { Finding } from "../plan/finding";

/** How many links a path may lead through (Linux, path_resolution(7)). */
const MOST_LINKS = 40;

/**
 * @param workdir Absolute path.
 * @param base Undefined for an image without a base.
 * @throws ActionError when there is a file in the directory's place, which no container can start with.
 */
export function missingWorkdir(
  workdir: string,
  base: BasePaths | undefined,
  layers: readonly LayerDescriptor[],
): Finding[] {
  const place = placeOf(workdir, base, layers);
  if (place.kind === "file") {
    throw new ActionError("the image has a file in the place of its working directory", {
      file: place.path,
      remedy: `correct workdir = ${JSON.stringify(workdir)}`,
    });
  }
  return place.kind === "missing"
    ? [
        {
          id: "missing-workdir",
          severity: "warning",
          message: `workdir = ${JSON.stringify(workdir)} names a directory that neither the image nor its base has; a container makes it when it starts, empty and owned by root`,
          remedy: "correct it, or use a base that has it",
        },
      ]
    : [];
}

/** What is at a path; `unknown` if a link of the base is on the way, since its target is not known. */
function placeOf(
  workdir: string,
  base: BasePaths | undefined,
  layers: readonly LayerDescriptor[],
): { readonly kind: "directory" | "file" | "missing" | "unknown"; readonly path: string } {
  const files = new Map(layers.flatMap((layer) => layer.files.map((file) => [file[0], file] as const)));
  const directories = new Set(layers.flatMap((layer) => layer.directories));
  for (const file of files.keys()) {
    for (let slash = file.lastIndexOf("/"); slash > 0; slash = file.lastIndexOf("/", slash - 1)) {
      directories.add(file.slice(0, slash));
    }
  }
  let left = MOST_LINKS;
  let reached = "";
  let parts = partsOf(workdir);
  while (parts.length > 0) {
    const next = [...partsOf(reached), parts[0]!].join("/");
    parts = parts.slice(1);
    const own = files.get(next);
    const ofBase = base?.at(next);
    if (own !== undefined && typeof own[1] === "string") {
      left -= 1;
      if (left < 0) {
        return { kind: "unknown", path: `/${next}` };
      }
      parts = [...partsOf(path.posix.resolve("/", path.posix.dirname(next), own[1])), ...parts];
      reached = "";
    } else if (own !== undefined || ofBase === "file") {
      return { kind: "file", path: `/${next}` };
    } else if (ofBase === "symlink") {
      return { kind: "unknown", path: `/${next}` };
    } else if (directories.has(next) || ofBase === "directory") {
      reached = next;
    } else {
      return { kind: base?.unread === undefined ? "missing" : "unknown", path: `/${next}` };
    }
  }
  return { kind: "directory", path: `/${reached}` };
}

/** The parts of an absolute path, or of one below the image's root. */
function partsOf(file: string): string[] {
  return path.posix
    .resolve("/", file)
    .split("/")
    .filter((part) => part !== "");
}
