// Refuses a base that has something where the image puts its own files: one of the two would be hidden or replaced.

import { ActionError } from "../action/action-error";
import type { BasePaths } from "../base/base-paths";
import type { LayerDescriptor } from "../layer/layer-descriptor";
import type { Finding } from "../plan/finding";

const REMEDY =
  "put the image's files elsewhere with --@package_layers//bazel/settings:root=/opt/image, or use a base without it";

/**
 * @param own Paths that belong to the image alone, with everything below them, without a slash before them. The base may have
 * directories there, if they are empty and the image has directories too.
 * @returns A finding if the base could not be read.
 * @throws ActionError that names the base's path.
 */
export function refuseBasePaths(
  base: BasePaths,
  layers: readonly LayerDescriptor[],
  own: readonly string[],
): Finding[] {
  for (const path of own) {
    const parts = path.split("/");
    for (let length = 1; length < parts.length; length++) {
      const parent = parts.slice(0, length).join("/");
      const kind = base.at(parent);
      if (kind === "file" || kind === "symlink") {
        throw new ActionError(`the base has a ${kind} where the image has a directory of its own files`, {
          file: `/${parent}`,
          remedy: `choose a place outside it, such as where the link leads; ${REMEDY}`,
        });
      }
    }
    refuseAt(base, layers, path);
  }
  return base.unread === undefined
    ? []
    : [
        {
          id: "unread-base",
          severity: "note",
          message: `it is not known whether the base has files where the image puts its own: ${base.unread}`,
          remedy: "use Node 22.15 or later in the toolchain",
        },
      ];
}

function refuseAt(base: BasePaths, layers: readonly LayerDescriptor[], path: string): void {
  const kind = base.at(path);
  const found = kind === "directory" ? base.firstBelow(path) : kind === undefined ? undefined : path;
  if (found !== undefined) {
    throw new ActionError("the base has files where the image puts its own", { file: `/${found}`, remedy: REMEDY });
  }
  if (kind === "directory" && layers.some(({ files }) => files.some(([file]) => file === path))) {
    throw new ActionError("the base has a directory where the image puts a file", { file: `/${path}`, remedy: REMEDY });
  }
}
