import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { ActionError } from "../../src/action/action-error";
import { blobPath, readBaseLayout } from "../../src/image/base-layout";
import { mediaTypes } from "../../src/image/oci-schemas";
import { layerMediaTypes } from "../../src/layer/layer-descriptor";
import { digestOf } from "../layer/describe-layer";
import { blobFile, type LayoutChanges, putBlob, type WrittenLayout, writeLayout } from "./write-layout";

const PLATFORM = { os: "linux", architecture: "amd64" };

let layout: string;

beforeEach(() => {
  layout = path.join(mkdtempSync(path.join(tmpdir(), "base-layout-")), "base");
});

afterEach(() => {
  rmSync(path.dirname(layout), { recursive: true });
});

test("a blob lies below its algorithm", () => {
  expect(blobPath("/x", digestOf("a"))).toBe(`/x/blobs/sha256/${digestOf("a").slice("sha256:".length)}`);
});

test("layers and config are taken over whole", async () => {
  const layer = { annotations: { "containerd.io/snapshot/stargz/toc.digest": digestOf("toc") } };
  const written = writeLayout(layout, {
    tars: [Buffer.from("one"), Buffer.from("two")],
    layer,
    config: { author: "someone", variant: "v2", config: { Env: ["A=b"] } },
  });
  expect(written.layers).toHaveLength(2);
  expect(await readBaseLayout(layout, PLATFORM)).toEqual({
    layers: written.layers,
    config: {
      ...PLATFORM,
      author: "someone",
      variant: "v2",
      config: { Env: ["A=b"] },
      rootfs: { type: "layers", diff_ids: [digestOf("one"), digestOf("two")] },
    },
  });
});

test("a base without layers is one", async () => {
  writeLayout(layout, { tars: [] });
  expect((await readBaseLayout(layout, PLATFORM)).layers).toEqual([]);
});

test("Docker's manifest and layers become OCI's", async () => {
  const { layers } = writeLayout(layout, {
    layer: { mediaType: "application/vnd.docker.image.rootfs.diff.tar.gzip" },
    manifest: { mediaType: mediaTypes.dockerManifest },
    image: { mediaType: mediaTypes.dockerManifest },
  });
  expect((await readBaseLayout(layout, PLATFORM)).layers).toEqual([{ ...layers[0], mediaType: layerMediaTypes.gzip }]);
});

test("a layer's bytes are not read", async () => {
  const { layers } = writeLayout(layout);
  writeFileSync(blobFile(layout, layers[0]!), Buffer.alloc(layers[0]!.size));
  expect((await readBaseLayout(layout, PLATFORM)).layers).toEqual(layers);
});

/** The error's message, file below the layout, and remedy. */
async function refusal(): Promise<{ message: string; file: string; remedy: string }> {
  const error: unknown = await readBaseLayout(layout, PLATFORM).then(
    () => new Error("it was accepted"),
    (failure) => failure,
  );
  if (!(error instanceof ActionError)) {
    throw error;
  }
  const { file, remedy } = error.details;
  return { message: error.message, file: path.relative(layout, file!), remedy };
}

const nameOf = ({ digest }: { digest: string }) => path.join("blobs", ...digest.split(":"));
const GIVE_ONE = /^give `base` one image as rules_oci's pull or oci_image makes it/;
const FETCH_AGAIN = "fetch the base again; what is there is damaged";

describe("a layout that is broken", () => {
  test("because nothing is there", async () => {
    expect(await refusal()).toEqual({
      message: "a file cannot be read",
      file: "oci-layout",
      remedy: expect.stringMatching(GIVE_ONE),
    });
  });

  test.each<[string, string, string, RegExp]>([
    ["of another version", "oci-layout", '{"imageLayoutVersion": "1.1.0"}', /^imageLayoutVersion: /],
    ["with a layout file that is no JSON", "oci-layout", "imageLayoutVersion: 1.0.0", /^a file is no JSON$/],
    ["with an index that is cut off", "index.json", '{"schemaVersion": 2, "manif', /^a file is no JSON$/],
    ["with an index of no manifests field", "index.json", '{"schemaVersion": 2}', /^manifests: /],
    ["with no image", "index.json", '{"schemaVersion": 2, "manifests": []}', /^the base holds no image$/],
  ])("%s: the error names %s", async (_name, file, text, message) => {
    writeLayout(layout);
    writeFileSync(path.join(layout, file), text);
    expect(await refusal()).toEqual({
      message: expect.stringMatching(message),
      file,
      remedy: expect.stringMatching(GIVE_ONE),
    });
  });

  test.each<[string, LayoutChanges, (written: WrittenLayout) => string, RegExp]>([
    [
      "an artifact that is no image",
      { image: { mediaType: "application/vnd.example+json" } },
      () => "index.json",
      /^the base is of media type application\/vnd\.example\+json and no image$/,
    ],
    ["a manifest without layers", { manifest: { layers: undefined } }, ({ manifest }) => nameOf(manifest), /^layers: /],
    [
      "a config without an architecture",
      { config: { architecture: undefined } },
      ({ config }) => nameOf(config),
      /^architecture: /,
    ],
    [
      "fewer diff_ids than layers",
      { config: { rootfs: { type: "layers", diff_ids: [] } } },
      ({ config }) => nameOf(config),
      /^the base has 1 layers and 0 diff_ids$/,
    ],
  ])("with %s", async (_name, changes, file, message) => {
    const written = writeLayout(layout, changes);
    expect(await refusal()).toEqual({
      message: expect.stringMatching(message),
      file: file(written),
      remedy: expect.stringMatching(GIVE_ONE),
    });
  });

  test.each(["manifest", "config"] as const)("because its %s is missing", async (name) => {
    const written = writeLayout(layout);
    rmSync(blobFile(layout, written[name]));
    expect(await refusal()).toEqual({
      message: "the base lacks a blob that it names",
      file: nameOf(written[name]),
      remedy: expect.stringMatching(GIVE_ONE),
    });
  });

  test.each(["manifest", "config"] as const)("because its %s has been changed", async (name) => {
    const written = writeLayout(layout);
    writeFileSync(blobFile(layout, written[name]), "{}");
    expect(await refusal()).toEqual({
      message: `a blob of the base is not what its name says: it has 2 bytes and is ${digestOf("{}")}`,
      file: nameOf(written[name]),
      remedy: FETCH_AGAIN,
    });
  });

  test("because a layer is missing", async () => {
    const { layers } = writeLayout(layout);
    rmSync(blobFile(layout, layers[0]!));
    expect(await refusal()).toEqual({
      message: "the base lacks a layer that its manifest names",
      file: nameOf(layers[0]!),
      remedy: expect.stringMatching(GIVE_ONE),
    });
  });

  test("because a layer is cut off", async () => {
    const { layers } = writeLayout(layout);
    writeFileSync(blobFile(layout, layers[0]!), "cut");
    expect(await refusal()).toEqual({
      message: `a layer of the base has 3 bytes where its manifest says ${layers[0]!.size}`,
      file: nameOf(layers[0]!),
      remedy: FETCH_AGAIN,
    });
  });

  test("because a layer is a directory", async () => {
    const { layers } = writeLayout(layout);
    rmSync(blobFile(layout, layers[0]!));
    mkdirSync(blobFile(layout, layers[0]!));
    expect(await refusal()).toMatchObject({ file: nameOf(layers[0]!), remedy: FETCH_AGAIN });
  });
});

test("a base for another platform is refused, and the error names both", async () => {
  const { config } = writeLayout(layout, { config: { architecture: "arm64" } });
  expect(await refusal()).toEqual({
    message: "the base is for linux/arm64 and the image for linux/amd64",
    file: nameOf(config),
    remedy: "choose a base of the same platform, or build for the base's with --platforms",
  });
});

describe("a multi-platform index", () => {
  const PLATFORMS = [
    { os: "linux", architecture: "amd64" },
    { os: "linux", architecture: "arm", variant: "v7" },
  ];
  const MESSAGE = "the base is an index of 3 images (linux/amd64, linux/arm/v7, no platform given) and not one";
  const REMEDY =
    "choose the image of one platform: with rules_oci's pull the target @NAME_linux_amd64, " +
    "with crane `crane pull --format=oci --platform=linux/amd64`";
  const manifests = (image: object) => [...PLATFORMS.map((platform) => ({ ...image, platform })), image];

  test("in index.json is refused: the error lists the platforms and says how to choose one", async () => {
    writeLayout(layout, { index: (image) => ({ schemaVersion: 2, manifests: manifests(image) }) });
    expect(await refusal()).toEqual({ message: MESSAGE, file: "index.json", remedy: REMEDY });
  });

  test.each([mediaTypes.index, mediaTypes.dockerIndex])("behind index.json as %s is refused too", async (mediaType) => {
    let nested = "";
    writeLayout(layout, {
      index: (image) => {
        const descriptor = putBlob(layout, { schemaVersion: 2, manifests: manifests(image) }, mediaType);
        nested = nameOf(descriptor);
        return { schemaVersion: 2, manifests: [descriptor] };
      },
    });
    expect(await refusal()).toEqual({ message: MESSAGE, file: nested, remedy: REMEDY });
  });
});
