// The `base-paths` action: a base image in, the list of its paths out.

import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import * as z from "zod";
import type { Action } from "../action/action";
import { type ActionHelp, flag, one, outputFile, parseArguments, path as pathFlag } from "../action/flag-schemas";
import { writeOutputs } from "../action/output-transaction";
import { type BaseImage, readBaseLayout } from "../image/base-layout";
import { blobPath } from "../image/layout-documents";
import { baseCompression, readBaseLayer, readsZstd } from "./base-layer";
import { type BasePath, formatBasePaths } from "./base-paths";
import { FileTree } from "./file-tree";

const argumentsSchema = z.strictObject({
  base: flag("DIRECTORY", "OCI image layout of the base", pathFlag),
  architecture: flag("ARCH", "architecture in the words of OCI, such as amd64", pathFlag),
  os: flag("OS", "operating system in the words of OCI, such as linux", pathFlag),
  variant: flag("VARIANT", "variant of the architecture", one.optional()),
  paths: flag("FILE", "output: the list", outputFile),
});

/** What the help shows of the action. */
export const basePathsCommand: ActionHelp = {
  name: "base-paths",
  summary: "list the paths that a base has",
  flags: argumentsSchema.shape,
};

/** Reads each layer of the base once. */
export const basePathsAction: Action = async (args, { root, signal }) => {
  const flags = parseArguments("base-paths", argumentsSchema, args);
  const onDisk = (file: string) => path.resolve(root, file);
  const layout = onDisk(flags.base);
  const base = await readBaseLayout(layout, {
    os: flags.os,
    architecture: flags.architecture,
    variant: flags.variant,
  });
  await writeOutputs({ directories: [layout], signal }, async (outputs) => {
    const file = outputs.file(onDisk(flags.paths));
    const unreadable = base.layers.find(({ mediaType }) => !canRead(mediaType));
    await writeFile(
      file,
      unreadable === undefined
        ? formatBasePaths(await pathsOf(layout, base, signal))
        : formatBasePaths([], `Node ${process.versions.node} does not read layers of ${unreadable.mediaType}`),
    );
  });
};

/** The paths that the layers leave, bottom first. */
async function pathsOf(layout: string, { layers }: BaseImage, signal: AbortSignal): Promise<BasePath[]> {
  const tree = new FileTree<undefined>();
  for (const { digest, mediaType } of layers) {
    const file = blobPath(layout, digest);
    tree.beginLayer();
    // A foreign layer is not in every layout that names it.
    if (existsSync(file)) {
      await readBaseLayer(file, baseCompression(mediaType)!, signal, async ({ path: at, kind, target }) => {
        tree.add(
          at,
          kind === "directory"
            ? { kind, children: new Map() }
            : kind === "symlink"
              ? { kind, target }
              : { kind: "file", content: undefined },
        );
      });
    }
  }
  return [
    ...[...tree.directories()].map((directory): BasePath => ({ path: directory, kind: "directory" })),
    ...[...tree.entries()].map(
      ([at, node]): BasePath =>
        node.kind === "symlink" ? { path: at, kind: node.kind, target: node.target } : { path: at, kind: node.kind },
    ),
  ];
}

function canRead(mediaType: string): boolean {
  const compression = baseCompression(mediaType);
  return compression !== undefined && (compression !== "zstd" || readsZstd());
}
