// A person's files may change while a layer is made of them: what comes out is one state of each, or an error.

import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import { createLayerAction } from "../../src/layer/layer-action";
import type { LayerResources } from "../../src/layer/write-layer";
import { zipBytes } from "../fuzz/zip-bytes";
import { layerArguments } from "./make-layer";
import { readTar } from "./read-tar";
import { resourcesOfThisThread } from "./resources-of-this-thread";
import { someBytes } from "./some-bytes";

const SITE_PACKAGES = "app.runfiles/pkg/site-packages";
const OLD = 315_532_800;
const LARGE = { name: "pkg/large.so", content: someBytes(3 << 20, "large") };
const HELD = { name: "pkg/held.so", content: someBytes(100_000, "held") };
const SMALL = { name: "pkg/small.py", content: Buffer.from("import os\n".repeat(100)) };
const ALL = [HELD, LARGE, SMALL];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "changing-inputs-"));
  for (const [index, { content }] of ALL.entries()) {
    put(`${index}`, content);
  }
  put("pkg.whl", zipBytes(ALL));
});

afterEach(() => rmSync(folder, { recursive: true }));

const at = (file: string) => path.join(folder, file);

/** Files are old, as those of packages are: every change gives them another time. */
function put(file: string, content: Uint8Array): void {
  writeFileSync(at(file), content);
  utimesSync(at(file), OLD, OLD);
}

function writeInPlace(file: string): void {
  const { size } = statSync(at(file));
  const descriptor = openSync(at(file), "r+");
  writeSync(descriptor, Buffer.alloc(16, 0x55), 0, 16, Math.floor(size / 2));
  closeSync(descriptor);
  utimesSync(at(file), OLD, OLD);
}

function replace(file: string): void {
  put("new", Buffer.alloc(statSync(at(file)).size));
  renameSync(at("new"), at(file));
}

async function makeLayer(resources: LayerResources, wheel: boolean): Promise<void> {
  const entries = ALL.map(({ name }, index) => `--file=${SITE_PACKAGES}/${name}\t${index}`);
  await createLayerAction(resources)(layerArguments("pkg", wheel ? { wheel: "pkg.whl" } : {}, entries), {
    root: folder,
    signal: new AbortController().signal,
    log: () => {},
  });
}

/** Does `change` when a claim is decided: all files before it have been opened, and later ones are still to come. */
function changingAtProof(change: () => void, before: boolean): LayerResources {
  const resources = resourcesOfThisThread();
  let isDone = false;
  return {
    ...resources,
    checkStream: async (claim, signal) => {
      const once = () => {
        if (!isDone) {
          isDone = true;
          change();
        }
      };
      if (before) {
        once();
      }
      const isRight = await resources.checkStream(claim, signal);
      once();
      return isRight;
    },
  };
}

/** Does `change` when the second piece of a file is about to be read. */
function changingAtPiece(change: () => void): LayerResources {
  const resources = resourcesOfThisThread();
  const take = resources.pieces.take.bind(resources.pieces);
  let taken = 0;
  resources.pieces.take = () => {
    taken += 1;
    if (taken === 4) {
      change();
    }
    return take();
  };
  return resources;
}

const CARRIED = ["0", "1", "pkg.whl"].flatMap((file) =>
  [writeInPlace, replace].flatMap((change) => [true, false].map((before) => [change.name, file, before] as const)),
);

test.each(CARRIED)("%s of %s while streams are proved (before a proof: %s)", async (how, file, before) => {
  const change = () => (how === "replace" ? replace : writeInPlace)(file);
  await expect(makeLayer(changingAtProof(change, before), true)).rejects.toMatchObject({
    message: expect.stringMatching(/^a (file|wheel) changed while it was read$/),
    details: { file: at(file), remedy: "make sure that nothing writes to it, and build again" },
  });
  expect(readdirSync(folder).sort()).toEqual(["0", "1", "2", "pkg.whl"]);
});

test.each(["writeInPlace", "replace"])("%s of a large file while it is compressed", async (how) => {
  const change = () => (how === "replace" ? replace : writeInPlace)("1");
  await expect(makeLayer(changingAtPiece(change), false)).rejects.toMatchObject({
    message: "a file changed while it was read",
    details: { file: at("1") },
  });
  expect(readdirSync(folder).sort()).toEqual(["0", "1", "2", "pkg.whl"]);
});

test("a small file that changes between the look at all files and its turn", async () => {
  const change = () => writeInPlace("2");
  await expect(makeLayer(changingAtPiece(change), false)).rejects.toMatchObject({
    message: "a file changed while it was read",
    details: { file: at("2") },
  });
});

test("as long as nothing changes, the layer has every file", async () => {
  await makeLayer(
    changingAtProof(() => {}, true),
    true,
  );
  const entries = await readTar(gunzipSync(readFileSync(at("pkg.blob"))));
  expect(Object.fromEntries(entries.map(({ path: name, content }) => [name, content.toString("latin1")]))).toEqual(
    Object.fromEntries(ALL.map(({ name, content }) => [`${SITE_PACKAGES}/${name}`, content.toString("latin1")])),
  );
});
