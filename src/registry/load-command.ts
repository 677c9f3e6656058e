// The `load` command: puts an image into a container daemon of this machine, which takes the layers that it lacks.

import * as path from "node:path";
import * as z from "zod";
import type { Action } from "../action/action";
import { ActionError } from "../action/action-error";
import { type ActionHelp, flag, one, parseArguments, path as pathFlag } from "../action/flag-schemas";
import { spokenFlags } from "../action/spoken-flags";
import { contentOf } from "../compare/format-comparison";
import { contentsOfImage } from "../compare/image-contents";
import { readLayoutImage } from "../image/layout-image";
import { formatBytes } from "../plan/format-bytes";
import { daemons, findDaemon } from "./container-daemon";
import { parseImageName } from "./image-name";
import { startLayoutRegistry } from "./layout-registry";

const argumentsSchema = z.strictObject({
  layout: flag("DIRECTORY", "OCI image layout of the image", pathFlag),
  name: flag("NAME", "what the daemon should call the image, such as app:dev", pathFlag),
  into: flag(
    "DAEMON",
    `${daemons.join(", ")}; the first that is found if not given`,
    one.pipe(z.enum(daemons)).optional(),
  ),
});

/** What the help shows of the command. */
export const loadCommand: ActionHelp = {
  name: "load",
  summary: "put an image into docker, podman, nerdctl or containerd, which pulls what it lacks",
  flags: argumentsSchema.shape,
};

/** Loads, and says what moved. */
export const loadAction: Action = async (args, { root, signal, log }) => {
  const flags = parseArguments("load", argumentsSchema, lastOfEach(spokenFlags(args, {})));
  const name = parseImageName(flags.name);
  if (name.reference.includes(":")) {
    throw new ActionError(`${JSON.stringify(flags.name)} has a digest, and a loaded image is named by a tag`, {
      remedy: "write it as REPOSITORY:TAG, such as app:dev",
    });
  }
  const layout = path.resolve(root, flags.layout);
  const { manifest, config } = await readLayoutImage(layout);
  const daemon = await findDaemon(flags.into, process.env);
  const start = performance.now();
  const registry = await startLayoutRegistry(layout);
  let known: string;
  try {
    known = await daemon.pull(registry, name.repository, name, signal);
  } finally {
    await registry.stop();
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const { layers } = contentsOfImage(manifest, config);
  const moved = layers.filter(({ digest }) => registry.sent.has(digest));
  const bytes = [...registry.sent.values()].reduce((sum, one) => sum + one, 0);
  const all = layers.reduce((sum, { size }) => sum + size, 0);
  log(
    `${known} is in ${daemon.name}: ${formatBytes(bytes)} of ${formatBytes(all)} moved, ` +
      `${moved.length} of ${layers.length} layers, ${seconds} s`,
  );
  const shown = moved.slice(0, 5).map((layer) => `${contentOf(layer)} (${formatBytes(layer.size)})`);
  if (moved.length > 0) {
    log(`  ${shown.join("; ")}${moved.length > shown.length ? `; and ${moved.length - shown.length} more` : ""}`);
  }
};

/** Flags that a person adds override those of the target. */
function lastOfEach(flags: readonly string[]): string[] {
  return [...new Map(flags.map((flag) => [flag.slice(0, flag.indexOf("=")), flag])).values()];
}
