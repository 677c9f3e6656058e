// What an action has made, as digests.

import { createHash } from "node:crypto";
import { createReadStream, lstatSync, readdirSync, readlinkSync } from "node:fs";
import * as path from "node:path";
import { pipeline } from "node:stream/promises";
import type { RecordedAction } from "./recorded-action";

/** SHA-256, hexadecimal. */
export interface Outcome {
  /** Of what the action is for: the layer's blob, the bundles, the image layout. */
  readonly digest: string;
  /** Of all outputs together. */
  readonly all: string;
}

/** Digests of an action's outputs below `root`. */
export async function outcomeOf(action: RecordedAction, root: string): Promise<Outcome> {
  const digests = await Promise.all(action.outputs.map((output) => digestOf(path.join(root, output))));
  return { digest: digests[0]!, all: createHash("sha256").update(digests.join("\n")).digest("hex") };
}

/** Digest of a file's content, or of a directory's paths and their contents. */
export async function digestOf(file: string): Promise<string> {
  const found = lstatSync(file);
  if (found.isSymbolicLink()) {
    return createHash("sha256")
      .update(`link to ${readlinkSync(file)}`)
      .digest("hex");
  }
  const hash = createHash("sha256");
  if (found.isDirectory()) {
    for (const name of readdirSync(file).sort()) {
      hash.update(`${name}\0${await digestOf(path.join(file, name))}\n`);
    }
  } else {
    await pipeline(createReadStream(file), hash);
  }
  return hash.digest("hex");
}
