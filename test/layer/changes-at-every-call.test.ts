// An input that changes before any one of the calls by which a layer's inputs are looked at and read: the layer has one state of
// it, the old or the new, or there is none.

import fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { crc32, gunzipSync } from "node:zlib";
import { ActionError } from "../../src/action/action-error";
import { createLayerAction } from "../../src/layer/layer-action";
import { layerDescriptorSchema } from "../../src/layer/layer-descriptor";
import { zipBytes } from "../fuzz/zip-bytes";
import { digestOf } from "./describe-layer";
import { layerArguments } from "./make-layer";
import { readTar } from "./read-tar";
import { resourcesOfThisThread } from "./resources-of-this-thread";
import { someBytes, someText } from "./some-bytes";

const SITE_PACKAGES = "app.runfiles/pkg/site-packages";
const OLD = 315_532_800;
const CALLS = ["closeSync", "fstatSync", "lstatSync", "openSync", "readdirSync", "readSync", "statSync"] as const;

/** One of each way of reading: in one piece and in two, carried over or compressed, and together with others. */
const CONTENTS: Readonly<Record<string, Buffer>> = {
  "pkg/held.so": someBytes(100_000, "held"),
  "pkg/large.so": someBytes((1 << 20) + 1, "large"),
  "pkg/shared.py": someText(40_000, "shared"),
  "pkg/small.py": Buffer.from("import os\n".repeat(100)),
};

const WHEEL = zipBytes(Object.entries(CONTENTS).map(([name, content]) => ({ name, content })));

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "changes-at-every-call-"));
});

afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(folder, { recursive: true });
});

const at = (file: string) => path.join(folder, file);

function put(file: string, content: Uint8Array): void {
  fs.writeFileSync(at(file), content);
  fs.utimesSync(at(file), OLD, OLD);
}

/** The content with other bytes in its middle: a change that leaves the size, and in a zip archive all that describes it. */
function changed(content: Buffer): Buffer {
  const other = Buffer.from(content);
  other.fill(0x55, Math.floor(content.length / 2), Math.floor(content.length / 2) + 16);
  return other;
}

const CHANGES = {
  "is written to in place": (file: string) => {
    const content = changed(fs.readFileSync(at(file)));
    const descriptor = fs.openSync(at(file), "r+");
    fs.writeSync(descriptor, content, 0, content.length, 0);
    fs.closeSync(descriptor);
    fs.utimesSync(at(file), OLD, OLD);
  },
  "is replaced": (file: string) => {
    put("new", changed(fs.readFileSync(at(file))));
    fs.renameSync(at("new"), at(file));
  },
};

/** Does `change` before the call of that number, and counts them. */
function before(number: number, change: () => void): { readonly calls: () => number } {
  let calls = 0;
  for (const name of CALLS) {
    const original = fs[name] as (...args: unknown[]) => unknown;
    jest.spyOn(fs, name as "readSync").mockImplementation(((...args: unknown[]) => {
      calls += 1;
      if (calls === number) {
        jest.restoreAllMocks();
        change();
      }
      return original(...args);
    }) as never);
  }
  return { calls: () => calls };
}

/** Makes the layer of inputs as they were at first. */
async function makeLayer(wheel: boolean): Promise<void> {
  const flags = { level: "1", facts: "pkg.facts", ...(wheel ? { wheel: "pkg.whl" } : {}) };
  const entries = Object.keys(CONTENTS).map((name) => `--file=${SITE_PACKAGES}/${name}\t${path.basename(name)}`);
  await createLayerAction(resourcesOfThisThread())(layerArguments("pkg", flags, entries), {
    root: folder,
    signal: new AbortController().signal,
    log: () => {},
  });
}

/** @throws when the finished layer is not one state of its inputs, of which one may be changed. */
async function expectOneState(file: string): Promise<void> {
  const descriptor = layerDescriptorSchema.parse(JSON.parse(fs.readFileSync(at("pkg.json"), "utf8")));
  const blob = fs.readFileSync(at("pkg.blob"));
  expect(digestOf(blob)).toBe(descriptor.digest);
  const tar = gunzipSync(blob);
  expect(digestOf(tar)).toBe(descriptor.diffId);
  const entries = await readTar(tar);
  expect(descriptor.files).toEqual(
    entries.map((entry) => [entry.path, entry.content.length, crc32(entry.content)] as never),
  );
  for (const [name, content] of Object.entries(CONTENTS)) {
    const found = entries.find((entry) => entry.path === `${SITE_PACKAGES}/${name}`)!.content;
    const isNow = path.basename(name) === file && found.equals(fs.readFileSync(at(file)));
    expect([name, found.equals(content) || isNow]).toEqual([name, true]);
  }
}

const files = Object.keys(CONTENTS).map((name) => path.basename(name));
const inputs = [
  ...[...files, "pkg.whl"].map((file) => ["carried over from its wheel", file, true] as const),
  ...files.map((file) => ["compressed", file, false] as const),
];

test.each(
  inputs.flatMap(([how, file, wheel]) =>
    (Object.keys(CHANGES) as (keyof typeof CHANGES)[]).map((change) => [how, file, change, wheel] as const),
  ),
)("of a layer that is %s, %s %s", async (_, file, change, wheel) => {
  let refused = 0;
  let finished = 0;
  for (let number = 1; ; number += 1) {
    fs.rmSync(folder, { recursive: true });
    fs.mkdirSync(folder);
    for (const [name, content] of Object.entries(CONTENTS)) {
      put(path.basename(name), content);
    }
    put("pkg.whl", WHEEL);
    const { calls } = before(number, () => CHANGES[change](file));
    try {
      await makeLayer(wheel);
      jest.restoreAllMocks();
      await expectOneState(file);
      finished += 1;
    } catch (error) {
      jest.restoreAllMocks();
      if (!(error instanceof ActionError)) {
        throw error;
      }
      expect(
        fs.readdirSync(folder).filter((name) => !files.includes(name) && !["pkg.whl", "new"].includes(name)),
      ).toEqual([]);
      refused += 1;
    }
    if (calls() < number) {
      break;
    }
  }
  // Before the first look the change makes another layer, and after the last one it comes too late for this one.
  expect(refused).toBeGreaterThan(3);
  expect(finished).toBeGreaterThan(3);
});
