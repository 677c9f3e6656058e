import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { ActionError } from "../../src/action/action-error";
import { placeBlob, REMEDY, readBlobNames } from "../../src/image/place-blob";
import type { PlanFileLayer } from "../../src/plan/plan-file";

let folder: string;
const at = (...parts: string[]) => path.join(folder, ...parts);
const digest = (digit: string) => `sha256:${digit.repeat(64)}`;

const layer: PlanFileLayer = {
  kind: "package",
  packages: [{ name: "numpy", version: "2.4.6", bytes: 5 }],
  digest: digest("1"),
  size: 5,
  mediaType: "application/vnd.oci.image.layer.v1.tar",
  diffId: digest("1"),
  why: "",
};

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "place-blob-"));
  mkdirSync(at("bazel-out"));
  writeFileSync(at("source"), "bytes");
  writeFileSync(at("bazel-out", "output"), "bytes");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function failure(work: Promise<unknown>): Promise<ActionError> {
  return work.then(
    () => {
      throw new Error("it should have failed");
    },
    (error: ActionError) => error,
  );
}

describe("a blob that is placed", () => {
  test("is linked when it is an output of Bazel, wherever the link to it lies", async () => {
    symlinkSync(at("bazel-out", "output"), at("link"));
    await placeBlob(layer, at("link"), at("placed"));
    expect(statSync(at("placed")).ino).toBe(statSync(at("bazel-out", "output")).ino);
  });

  test("is copied when it is a source file, whose permissions Bazel would change", async () => {
    await placeBlob(layer, at("source"), at("placed"));
    expect(readFileSync(at("placed"), "utf8")).toBe("bytes");
    expect(statSync(at("source")).nlink).toBe(1);
  });

  test("is never put over another file", async () => {
    writeFileSync(at("placed"), "other");
    await expect(placeBlob(layer, at("bazel-out", "output"), at("placed"))).rejects.toThrow(/EEXIST/);
    expect(readFileSync(at("placed"), "utf8")).toBe("other");
  });

  test.each([
    ["is missing", "nowhere", "a layer's blob is missing"],
    ["has another size", "short", "a layer's blob has 3 bytes where the plan says 5"],
    ["is a directory", "bazel-out", /^a layer's blob has \d+ bytes where the plan says 5$/],
  ])("and %s is refused by package and file, and nothing is placed", async (_, name, message) => {
    writeFileSync(at("short"), "byt");
    const error = await failure(placeBlob(layer, at(name), at("placed")));
    expect(error.message).toMatch(message);
    expect(error.details).toMatchObject({ package: "numpy 2.4.6", file: at(name), remedy: REMEDY });
    expect(existsSync(at("placed"))).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(["bazel-out", "short", "source"]);
  });
});

test("blobs are found by the digests of their descriptors, whatever else these say", async () => {
  writeFileSync(at("a.json"), JSON.stringify({ digest: digest("a"), files: [] }));
  writeFileSync(at("b.json"), JSON.stringify({ digest: digest("b") }));
  expect(await readBlobNames([at("a.json"), at("b.json")], ["a.blob", "b.blob"])).toEqual(
    new Map([
      [digest("a"), "a.blob"],
      [digest("b"), "b.blob"],
    ]),
  );
});

test("a descriptor without a digest is refused by file and field", async () => {
  writeFileSync(at("a.json"), JSON.stringify({ digest: "sha256:1" }));
  const error = await failure(readBlobNames([at("a.json")], ["a.blob"]));
  expect(error.message).toMatch(/^the descriptor is not valid: digest: /);
  expect(error.details).toMatchObject({ file: at("a.json"), remedy: "remove the descriptor and build again" });
});
