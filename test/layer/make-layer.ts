// Makes layers with the real action, of contents given in code.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { createLayerAction } from "../../src/layer/layer-action";
import { type LayerDescriptor, layerDescriptorSchema } from "../../src/layer/layer-descriptor";
import { resourcesOfThisThread } from "./resources-of-this-thread";

const layerAction = createLayerAction(resourcesOfThisThread());

/** A layer that was made; paths are absolute. */
export interface MadeLayer {
  readonly descriptor: LayerDescriptor;
  readonly descriptorFile: string;
  readonly blob: string;
  readonly mergeable: string;
  /** What the action had to say. */
  readonly logged: readonly string[];
}

/** What every layer needs; a test that gives one of these flags again takes its place. */
const USUAL_FLAGS = {
  kind: "package",
  version: "1.0",
  compression: "gzip",
  level: "-1",
  mtime: "0",
  owner: "0:0",
  "merge-limit": `${32 << 20}`,
};

/**
 * The arguments of the layer action for a package of NAME, whose outputs are `NAME.blob`, `NAME.json` and
 * `NAME.mergeable` in the context's root.
 */
export function layerArguments(name: string, flags: object = {}, entries: readonly string[] = []): string[] {
  const all = {
    name,
    ...USUAL_FLAGS,
    blob: `${name}.blob`,
    descriptor: `${name}.json`,
    mergeable: `${name}.mergeable`,
    ...flags,
  };
  return [...Object.entries(all).map(([flag, value]) => `--${flag}=${value}`), ...entries];
}

/**
 * Makes a package in a folder.
 *
 * @param files Contents by path in the image.
 * @param flags Flags of the action that differ from usual ones.
 */
export async function makeLayer(
  folder: string,
  name: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  flags: object = {},
): Promise<MadeLayer> {
  mkdirSync(path.join(folder, `${name}.files`), { recursive: true });
  const entries = Object.entries(files).map(([image, content], index) => {
    const file = path.join(`${name}.files`, `${index}`);
    writeFileSync(path.join(folder, file), content);
    return `--file=${image}\t${file}`;
  });
  const logged: string[] = [];
  await layerAction(layerArguments(name, flags, entries), {
    root: folder,
    signal: new AbortController().signal,
    log: (line) => logged.push(line),
  });
  const at = (ending: string) => path.join(folder, `${name}.${ending}`);
  return {
    descriptor: layerDescriptorSchema.parse(JSON.parse(readFileSync(at("json"), "utf8"))),
    descriptorFile: at("json"),
    blob: at("blob"),
    mergeable: at("mergeable"),
    logged,
  };
}
