// Listings of an image's layers as files that a person can review, below `golden` in the workspace's own folder.
// PACKAGE_LAYERS_GOLDEN=write writes those of the tests that run.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import type { PlanFile } from "../../src/plan/plan-file";
import { blobFile } from "../image/write-layout";
import { readTar, type TarEntry } from "../layer/read-tar";
import { REPOSITORY, type Workspace } from "./workspace";

/** A layer of gzip, and what it holds in words. */
export interface ListedLayer {
  readonly holds: string;
  readonly file: string;
}

/** A directory of a package with more entries is one line, with what its entries have in common. */
const MANY = 40;

/** The layers of an image above its base, as its layout and its plan have them. The output group `plan` must be built. */
export function layersOfImage(workspace: Workspace, image: string, bin = workspace.output("")): ListedLayer[] {
  const plan: PlanFile = JSON.parse(readFileSync(path.join(bin, `${image}.plan.json`), "utf8"));
  return plan.layers
    .filter(({ kind }) => kind !== "base")
    .map((layer) => ({
      holds: [layer.kind, ...layer.packages.map(({ name, version }) => (version === "" ? "" : `${name}-${version}`))]
        .filter((word) => word !== "")
        .join(" "),
      file: blobFile(path.join(bin, image), layer),
    }));
}

/**
 * Holds layers, bottom first, against the listing of that name in the workspace's folder: for each layer what it holds,
 * then type, mode, owner, path and target of the link of each entry. Sizes and digests are not in it, nor names that each
 * version of a rule set or of Python gives anew.
 *
 * @param source The workspace's folder in this repository.
 * @param shown The entries that are listed, of those that a layer has; a layer without any is not listed.
 */
export async function expectGoldenLayers(
  source: string,
  name: string,
  layers: readonly ListedLayer[],
  shown = (entries: TarEntry[]) => entries,
): Promise<void> {
  const file = path.join(REPOSITORY, source, "golden", `${name}.txt`);
  const listed = await Promise.all(
    layers.map(async (layer) => {
      const lines = listing(shown(await readTar(gunzipSync(readFileSync(layer.file)))));
      return lines.length === 0 ? [] : [layer.holds, ...lines.map((line) => `  ${line}`)];
    }),
  );
  const text = `${listed.flat().join("\n")}\n`;
  if (process.env.PACKAGE_LAYERS_GOLDEN === "write") {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, "utf8"));
}

function listing(entries: readonly TarEntry[]): string[] {
  const groups = new Map<string, TarEntry[]>();
  for (const entry of entries) {
    const directory = /^.*?\/site-packages\/[^/]+(?=\/)/.exec(entry.path)?.[0] ?? entry.path;
    groups.set(directory, [...(groups.get(directory) ?? []), entry]);
  }
  return [...groups].flatMap(([directory, below]) => {
    if (below.length <= MANY) {
      return below.map(line);
    }
    const kinds = [...new Set(below.map(attributes))].sort();
    return [`${kinds.join(", ")} ${anyVersion(directory)}/ (more than ${MANY} entries)`];
  });
}

const attributes = ({ type, mode, uid, gid }: TarEntry) => `${type} ${mode.toString(8).padStart(4, "0")} ${uid}:${gid}`;

function line(entry: TarEntry): string {
  return `${attributes(entry)} ${anyVersion(entry.path)}${entry.link === "" ? "" : ` -> ${anyVersion(entry.link)}`}`;
}

/** A path without the names of repositories, with any version of Python, and of any processor. */
function anyVersion(name: string): string {
  return name
    .replace(/(?<=^app\.runfiles\/(?:_main\/external\/)?|^(?:\.\.\/)+)[^/]*[~+][^/]*/, "*")
    .replace(/\b(python|cpython-)3\.?\d+/g, "$1*")
    .replace(/\b(x86_64|aarch64)-linux-gnu\b/g, "*-linux-gnu");
}
