// An image of ten thousand packages, made by a process that may have a tenth as many files open.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { blobPath } from "../../src/image/layout-documents";
import { tarHeader } from "../../src/layer/tar-header";
import { parsePlanFile } from "../../src/plan/plan-file";
import { describeLayer, digestOf } from "../layer/describe-layer";
import { readTar } from "../layer/read-tar";
import { peakMemoryOf } from "./peak-memory";

const PACKAGES = 10_000;
const LARGE = 100;

/** MiB that a process may have at most; it needs some 220, of which Node has 60 at its start. */
const MOST_MEMORY = 500;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "ten-thousand-packages-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

const at = (...file: string[]) => path.join(folder, ...file);
const nameOf = (index: number) => `package-${index}`;
const moduleOf = (index: number) => `app/${nameOf(index)}.py`;

/**
 * Writes blob and descriptor of a package of one module, an empty one; every hundredth's is large, so that it is a layer of its
 * own. The layer action would take a minute for so many.
 */
function makePackage(index: number, closing: { readonly tar: Buffer; readonly blob: Buffer }): void {
  const { ownership, level } = describeLayer({});
  const size = index % (PACKAGES / LARGE) === 0 ? 20_480 : 0;
  const header = tarHeader(moduleOf(index), { kind: "file", size, executable: false }, ownership);
  const tar = Buffer.concat([header, Buffer.alloc(size, `${index} `)]);
  const blob = Buffer.concat([gzipSync(tar, { level }), closing.blob]);
  const descriptor = describeLayer({
    name: nameOf(index),
    digest: digestOf(blob),
    size: blob.length,
    diffId: digestOf(Buffer.concat([tar, closing.tar])),
    tarSize: tar.length,
    closingSize: closing.blob.length,
    files: [[moduleOf(index), size, 0]],
  });
  writeFileSync(at(`${index}.json`), JSON.stringify(descriptor));
  writeFileSync(at(`${index}.blob`), blob);
}

test("merge-layers and image-layout make it in bounded memory, and every package is in it once", async () => {
  const tar = Buffer.alloc(1024);
  const closing = { tar, blob: gzipSync(tar) };
  const indices = Array.from({ length: PACKAGES }, (_, index) => index);
  for (const index of indices) {
    makePackage(index, closing);
  }
  const merging = peakMemoryOf(
    [
      "merge-layers",
      "--max-layers=127",
      "--layer-cost=0",
      "--architecture=amd64",
      "--os=linux",
      "--plan=plan.json",
      "--bundles=bundles",
      ...indices.flatMap((index) => [`--descriptor=${index}.json`, `--mergeable=${index}.blob`]),
    ],
    folder,
  );
  const placing = peakMemoryOf(
    [
      "image-layout",
      "--plan=plan.json",
      "--bundles=bundles",
      "--layout=layout",
      ...indices.flatMap((index) => [`--descriptor=${index}.json`, `--blob=${index}.blob`]),
    ],
    folder,
  );
  expect([merging, placing].filter((peak) => !(peak > 10 && peak < MOST_MEMORY))).toEqual([]);

  const { layers } = parsePlanFile(readFileSync(at("plan.json"), "utf8"), "plan.json");
  expect(layers).toHaveLength(127);
  expect([...new Set(layers.map(({ kind }) => kind))].sort()).toEqual(["bundle", "package"]);
  const modules: string[] = [];
  for (const { digest, diffId } of layers) {
    const blob = readFileSync(blobPath(at("layout"), digest));
    expect(digestOf(blob)).toBe(digest);
    const tar = gunzipSync(blob);
    expect(digestOf(tar)).toBe(diffId);
    modules.push(...(await readTar(tar)).map((entry) => entry.path));
  }
  expect(modules.sort()).toEqual(indices.map(moduleOf).sort());
});
