// What a Mac leaves beside and in files: AppleDouble files and .DS_Store are files like any other, and extended attributes are not
// part of a layer.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import { createLayerAction } from "../../src/layer/layer-action";
import { digestOf } from "../layer/describe-layer";
import { layerArguments, makeLayer } from "../layer/make-layer";
import { readTar } from "../layer/read-tar";
import { resourcesOfThisThread } from "../layer/resources-of-this-thread";
import { saySkipped } from "../say-skipped";

const FILES = { "app/data/a.txt": "a", "app/data/._a.txt": "\0\x05\x16\x07", "app/data/.DS_Store": "\0\0\0\x01Bud1" };
const QUARANTINE = "0083;00000000;Safari;";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "mac-files-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Gives a file an attribute as a Mac's browser does; Linux has those of users below `user.` alone. */
function quarantine(file: string): boolean {
  return process.platform === "darwin"
    ? spawnSync("xattr", ["-w", "com.apple.quarantine", QUARANTINE, file]).status === 0
    : spawnSync("python3", [
        "-c",
        "import os, sys; os.setxattr(sys.argv[1], 'user.com.apple.quarantine', sys.argv[2].encode())",
        file,
        QUARANTINE,
      ]).status === 0;
}

test("AppleDouble files and .DS_Store are in the layer where Bazel has them among the files", async () => {
  const { blob } = await makeLayer(folder, "app", FILES, { kind: "application", version: "" });
  expect((await readTar(gunzipSync(readFileSync(blob)))).map((entry) => entry.path)).toEqual(Object.keys(FILES).sort());
});

test("the patterns of exclude leave them out of a package", async () => {
  const inPackage = (name: string) => name.replace("app/data", "app.runfiles/pkg/site-packages/pkg");
  const files = Object.fromEntries(Object.entries(FILES).map(([name, text]) => [inPackage(name), text]));
  const { descriptor } = await makeLayer(folder, "pkg", files, { exclude: "._*" });
  expect(descriptor.files.map(([name]) => name)).toEqual(["app/data/.DS_Store", "app/data/a.txt"].map(inPackage));
});

test("extended attributes change nothing", async () => {
  const plain = await makeLayer(folder, "pkg", FILES);
  const files = Object.keys(FILES).map((name, index) => `--file=${name}\tpkg.files/${index}`);
  if (!quarantine(path.join(folder, "pkg.files", "0"))) {
    saySkipped("extended attributes: this file system or this machine's python3 has none");
    return;
  }
  const flags = { blob: "marked", descriptor: "marked.json", mergeable: "marked.mergeable" };
  await createLayerAction(resourcesOfThisThread())(layerArguments("pkg", flags, files), {
    root: folder,
    signal: new AbortController().signal,
    log: () => {},
  });
  expect(digestOf(readFileSync(path.join(folder, "marked")))).toBe(plain.descriptor.digest);
});
