// The `copy-base` action: the layers of a base that Bazel did not build, as outputs of Bazel. The image layout can link these,
// instead of copying the base at every edit.

import { constants, existsSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import * as path from "node:path";
import * as z from "zod";
import type { Action } from "../action/action";
import { type ActionHelp, flag, one, parseArguments, path as pathFlag } from "../action/flag-schemas";
import { writeOutputs } from "../action/output-transaction";
import { readBaseLayout } from "./base-layout";
import { blobPath } from "./layout-documents";

const argumentsSchema = z.strictObject({
  base: flag("DIRECTORY", "OCI image layout of the base", pathFlag),
  architecture: flag("ARCH", "architecture in the words of OCI, such as amd64", pathFlag),
  os: flag("OS", "operating system in the words of OCI, such as linux", pathFlag),
  variant: flag("VARIANT", "variant of the architecture", one.optional()),
  copy: flag("DIRECTORY", "output: the layers, as in a layout", pathFlag),
});

/** What the help shows of the action. */
export const copyBaseCommand: ActionHelp = {
  name: "copy-base",
  summary: "copy the layers that a base has for one platform",
  flags: argumentsSchema.shape,
};

/** Copies each layer that is present, once; the copy shares the bytes if the file system can do that. */
export const copyBaseAction: Action = async (args, { root, signal }) => {
  const flags = parseArguments("copy-base", argumentsSchema, args);
  const onDisk = (file: string) => path.resolve(root, file);
  const { layers } = await readBaseLayout(onDisk(flags.base), {
    os: flags.os,
    architecture: flags.architecture,
    variant: flags.variant,
  });
  await writeOutputs({ directories: [onDisk(flags.base)], signal }, async (outputs) => {
    const copy = outputs.directory(onDisk(flags.copy));
    await mkdir(path.join(copy, "blobs", "sha256"), { recursive: true });
    for (const digest of new Set(layers.map((layer) => layer.digest))) {
      signal.throwIfAborted();
      const source = blobPath(onDisk(flags.base), digest);
      // A foreign layer is not in every layout that names it.
      if (existsSync(source)) {
        await copyFile(source, blobPath(copy, digest), constants.COPYFILE_FICLONE);
      }
    }
  });
};
