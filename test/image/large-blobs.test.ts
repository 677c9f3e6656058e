// Blobs that are merged whatever their size, as recipes ask for: a piece at a time, and never read whole.

import { createHash } from "node:crypto";
import { closeSync, createReadStream, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pipeline } from "node:stream/promises";
import { parsePlanFile } from "../../src/plan/plan-file";
import { layerArguments } from "../layer/make-layer";
import { peakMemoryOf } from "./peak-memory";

const SIZE = 192 << 20;

/** MiB that a process may have at most: less than one of the blobs. */
const MOST_MEMORY = 160;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "large-blobs-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

async function digestOfFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return `sha256:${hash.digest("hex")}`;
}

test("a recipe merges two large blobs in the memory of a few pieces", async () => {
  const peaks = ["one", "two"].map((name) => {
    // A hole: the disk need not hold it.
    const file = openSync(path.join(folder, name), "w");
    ftruncateSync(file, SIZE);
    closeSync(file);
    const flags = { compression: "none", "merge-limit": "0" };
    return peakMemoryOf(["layer", ...layerArguments(name, flags, [`--file=app/${name}\t${name}`])], folder);
  });
  const packages = ["one", "two"].flatMap((name) => [`--descriptor=${name}.json`, `--mergeable=${name}.blob`]);
  const image = ["--max-layers=9", "--architecture=amd64", "--os=linux", "--recipe=three"];
  peaks.push(peakMemoryOf(["merge-layers", ...packages, ...image, "--plan=plan.json", "--bundles=bundles"], folder));
  expect(peaks.filter((peak) => !(peak > 10 && peak < MOST_MEMORY))).toEqual([]);
  const { layers } = parsePlanFile(readFileSync(path.join(folder, "plan.json"), "utf8"), "plan.json");
  expect(layers).toMatchObject([{ kind: "bundle", diffId: layers[0]!.digest }]);
  expect(layers[0]!.size).toBeGreaterThan(2 * SIZE);
  expect(await digestOfFile(path.join(folder, "bundles", ...layers[0]!.digest.split(":")))).toBe(layers[0]!.digest);
});
