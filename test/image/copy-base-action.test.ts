import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { copyBaseAction } from "../../src/image/copy-base-action";
import { blobFile, writeLayout } from "./write-layout";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "copy-base-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const base = () => path.join(folder, "base");
const copy = () => path.join(folder, "copy");
const run = () =>
  copyBaseAction(["--base=base", "--os=linux", "--architecture=amd64", "--copy=copy"], {
    root: folder,
    signal: new AbortController().signal,
    log: () => {},
  });

test("the copy has the layers of the base, each once, where a layout has them, and nothing else", async () => {
  const { layers } = writeLayout(base(), { tars: ["one", "two", "one"].map((text) => Buffer.from(text)) });
  await run();
  const names = new Set(layers.map(({ digest }) => digest.slice("sha256:".length)));
  expect(readdirSync(copy(), { recursive: true }).sort()).toEqual(
    ["blobs", "blobs/sha256", ...[...names].map((name) => `blobs/sha256/${name}`)].sort(),
  );
  for (const layer of layers) {
    expect(readFileSync(blobFile(copy(), layer))).toEqual(readFileSync(blobFile(base(), layer)));
  }
});

test("a foreign layer that is not there is left out", async () => {
  const { layers } = writeLayout(base(), { layer: { urls: ["https://example.org/layer"] } });
  rmSync(blobFile(base(), layers[0]!));
  await run();
  expect(readdirSync(path.join(copy(), "blobs", "sha256"))).toEqual([]);
});

test("a base that is wrong is refused, and there is no copy", async () => {
  writeLayout(base(), { config: { architecture: "arm64" } });
  await expect(run()).rejects.toThrow("the base is for linux/arm64 and the image for linux/amd64");
  expect(existsSync(copy())).toBe(false);
});
