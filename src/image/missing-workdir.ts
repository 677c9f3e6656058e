// Says that an image lacks the working directory that its attribute names. A runtime then makes it when a container starts: empty,
// owned by root, and perhaps not what was meant.

import * as path from "node:path";
import { ActionError } from "../action/action-error";
import type { BasePaths } from "../base/base-paths";
import { FileTree } from "../base/file-tree";
import type { LayerDescriptor } from "../layer/layer-descriptor";
import type { Finding } from "../plan/finding";

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
  const tree = treeOf(base, layers);
  const found = pathsTo(workdir).map((at) => tree.find(at));
  const file = found.find((each) => each?.node.kind === "file");
  if (file !== undefined) {
    throw new ActionError("the image has a file in the place of its working directory", {
      file: `/${file.path}`,
      remedy: `correct workdir = ${JSON.stringify(workdir)}`,
    });
  }
  return found.includes(undefined) && base?.unread === undefined
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

/** The files of the image, as its layers leave them upon the base. */
function treeOf(base: BasePaths | undefined, layers: readonly LayerDescriptor[]): FileTree<undefined> {
  const tree = new FileTree<undefined>();
  const add = (at: string, kind: "directory" | "file" | "symlink", target = "") =>
    tree.add(
      at,
      kind === "directory"
        ? { kind, children: new Map() }
        : kind === "symlink"
          ? { kind, target }
          : { kind, content: undefined },
    );
  for (const { path: at, kind, target } of base ?? []) {
    add(at, kind, target);
  }
  tree.beginLayer();
  for (const { directories, files } of layers) {
    for (const directory of directories) {
      add(directory, "directory");
    }
    for (const [at, first] of files) {
      add(at, typeof first === "string" ? "symlink" : "file", typeof first === "string" ? first : undefined);
    }
  }
  return tree;
}

/** Each directory on the way to an absolute path, and the path itself, without a slash before them. */
function pathsTo(file: string): string[] {
  const parts = path.posix.resolve("/", file).split("/").slice(1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
