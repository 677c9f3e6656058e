// Listings of layers as files that a person can review. `npm run golden` writes all of them anew.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { digestOf } from "./layer/describe-layer";
import { listTar, readTar, type TarEntry } from "./layer/read-tar";

const FOLDER = path.join(__dirname, "golden");

/**
 * Holds a tar against the listing of that name below test/golden, which has a line per entry: type, mode, owner, size,
 * time, path, and SHA-256 of the content or target of the link. The last line is the SHA-256 of the whole tar, so that
 * headers are held too.
 *
 * @param comment What the layer is, as the listing's first line.
 * @param shown What the listing has in place of the entries, for a layer that is not ours alone; its whole is not held then.
 */
export async function expectGoldenListing(
  name: string,
  comment: string,
  tar: Buffer,
  shown?: (entries: TarEntry[]) => TarEntry[],
): Promise<void> {
  const file = path.join(FOLDER, `${name}.txt`);
  const entries = await readTar(tar);
  const listing = [
    `# ${comment}`,
    "# type, mode, owner, size, time, path, SHA-256 or target",
    listTar(shown === undefined ? entries : shown(entries)),
    ...(shown === undefined ? [`# the tar: ${digestOf(tar)}`] : []),
    "",
  ].join("\n");
  if (process.env.PACKAGE_LAYERS_GOLDEN === "write") {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, listing);
  }
  expect(listing).toBe(readFileSync(file, "utf8"));
}
