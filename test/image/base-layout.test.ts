import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { ActionError } from "../../src/action/action-error";
import { readBaseLayout } from "../../src/image/base-layout";
import { blobPath } from "../../src/image/layout-documents";
import { mediaTypes, type OciDescriptor } from "../../src/image/oci-schemas";
import { formatPlatform } from "../../src/image/platform-match";
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

test("a base may have no layers", async () => {
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
async function refusal(
  read = () => readBaseLayout(layout, PLATFORM),
): Promise<{ message: string; file: string; remedy: string }> {
  const error: unknown = await read().then(
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
const FETCH_AGAIN = "fetch or build the base again";

describe("a layout that is broken", () => {
  test("because nothing is there", async () => {
    expect(await refusal()).toEqual({
      message: "the base's file oci-layout cannot be read",
      file: "oci-layout",
      remedy: expect.stringMatching(GIVE_ONE),
    });
  });

  test.each<[string, string, string, RegExp]>([
    [
      "of another version",
      "oci-layout",
      '{"imageLayoutVersion": "1.1.0"}',
      /^the base's file oci-layout is not valid: imageLayoutVersion: /,
    ],
    [
      "with a layout file that is not JSON",
      "oci-layout",
      "imageLayoutVersion: 1.0.0",
      /^the base's file oci-layout is not JSON$/,
    ],
    ["with an index that is cut off", "index.json", '{"schemaVersion": 2, "manif', /^the base's index is not JSON$/],
    [
      "with an index of no manifests field",
      "index.json",
      '{"schemaVersion": 2}',
      /^the base's index is not valid: manifests: /,
    ],
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
      /^the base is of media type application\/vnd\.example\+json, which is not an image$/,
    ],
    [
      "a manifest without layers",
      { manifest: { layers: undefined } },
      ({ manifest }) => nameOf(manifest),
      /^the base's manifest is not valid: layers: /,
    ],
    [
      "a config without an architecture",
      { config: { architecture: undefined } },
      ({ config }) => nameOf(config),
      /^the base's config is not valid: architecture: /,
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
      message: `the base lacks the ${name} that it names`,
      file: nameOf(written[name]),
      remedy: expect.stringMatching(GIVE_ONE),
    });
  });

  test.each(["manifest", "config"] as const)("because its %s has been changed", async (name) => {
    const written = writeLayout(layout);
    writeFileSync(blobFile(layout, written[name]), "{}");
    expect(await refusal()).toEqual({
      message: `the base's ${name} is damaged: its 2 bytes have the digest ${digestOf("{}")}`,
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

test.each<[string, string, { architecture: string; variant?: string }, { architecture: string; variant?: string }]>([
  ["takes none", "v7", { architecture: "arm", variant: "v6" }, { architecture: "arm", variant: "v7" }],
  ["takes no other number", "v9", { architecture: "arm64", variant: "v8" }, { architecture: "arm64", variant: "v9" }],
])(
  "a base for a variant that the platform's processors do not run: the platform %s",
  async (_name, _variant, wanted, has) => {
    writeLayout(layout, { config: has });
    await expect(readBaseLayout(layout, { os: "linux", ...wanted })).rejects.toThrow(
      `the base is for linux/${has.architecture}/${has.variant} and the image for linux/${wanted.architecture}/${wanted.variant}`,
    );
  },
);

test("a base for arm64 without a variant is one for arm64/v8", async () => {
  writeLayout(layout, { config: { architecture: "arm64" } });
  const { config } = await readBaseLayout(layout, { os: "linux", architecture: "arm64", variant: "v8" });
  expect(config).toMatchObject({ architecture: "arm64" });
});

describe("Docker's foreign layers", () => {
  const foreign = {
    mediaType: "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
    urls: ["https://example.org/layer"],
  };

  test.each([true, false])(
    "are taken over with their addresses, whether the layout has them (%s) or not",
    async (there) => {
      const { layers } = writeLayout(layout, { layer: foreign });
      if (!there) {
        rmSync(blobFile(layout, layers[0]!));
      }
      expect((await readBaseLayout(layout, PLATFORM)).layers).toEqual([
        { ...layers[0], mediaType: "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip" },
      ]);
    },
  );

  test("of another size than they should have are refused", async () => {
    const { layers } = writeLayout(layout, { layer: foreign });
    writeFileSync(blobFile(layout, layers[0]!), "cut");
    expect(await refusal()).toMatchObject({ file: nameOf(layers[0]!), remedy: FETCH_AGAIN });
  });
});

describe("an index of several images", () => {
  /** An image for a platform, which its config and nothing else names. */
  const image = (architecture: string, variant?: string, more: object = {}): OciDescriptor => {
    const config = {
      architecture,
      os: "linux",
      ...(variant === undefined ? {} : { variant }),
      rootfs: { type: "layers", diff_ids: [] },
      ...more,
    };
    const manifest = { schemaVersion: 2, config: putBlob(layout, config, mediaTypes.config), layers: [] };
    return putBlob(layout, manifest, mediaTypes.manifest);
  };
  const platform = (architecture: string, variant?: string) => ({
    platform: { os: "linux", architecture, ...(variant === undefined ? {} : { variant }) },
  });
  /** What BuildKit adds to each image: it has the form of one. */
  const attestation = () => ({
    ...image("unknown", undefined, { os: "unknown" }),
    annotations: { "vnd.docker.reference.type": "attestation-manifest" },
    platform: { os: "unknown", architecture: "unknown" },
  });
  const several = () => [
    { ...image("amd64"), ...platform("amd64") },
    attestation(),
    { ...image("arm", "v6"), ...platform("arm", "v6") },
    { ...image("arm", "v7"), ...platform("arm", "v7") },
    { ...image("arm64", "v8"), ...platform("arm64", "v8") },
    attestation(),
  ];
  const write = (manifests: () => readonly object[]) =>
    writeLayout(layout, { index: () => ({ schemaVersion: 2, manifests: manifests() }) });
  const chosen = async (architecture: string, variant?: string) => {
    const { config } = await readBaseLayout(layout, { os: "linux", architecture, variant });
    return formatPlatform(config);
  };

  test("as buildx writes one, with an attestation beside the only image: that image is the base", async () => {
    write(() => [{ ...image("amd64"), ...platform("amd64") }, attestation()]);
    expect(await chosen("amd64")).toBe("linux/amd64");
  });

  test("gives the one of the wanted platform that suits best", async () => {
    write(several);
    expect(await chosen("amd64")).toBe("linux/amd64");
    expect(await chosen("arm", "v7")).toBe("linux/arm/v7");
    expect(await chosen("arm", "v6")).toBe("linux/arm/v6");
    expect(await chosen("arm64")).toBe("linux/arm64/v8");
  });

  test.each([mediaTypes.index, mediaTypes.dockerIndex])(
    "may be an index that index.json names, as %s",
    async (mediaType) => {
      write(() => [putBlob(layout, { schemaVersion: 2, manifests: several() }, mediaType)]);
      expect(await chosen("arm", "v7")).toBe("linux/arm/v7");
    },
  );

  test("that names no platforms gives the image whose config does; a signature is not one", async () => {
    const signature = () => {
      const config = putBlob(layout, {}, "application/vnd.oci.empty.v1+json");
      return putBlob(layout, { schemaVersion: 2, config, layers: [] }, mediaTypes.manifest);
    };
    write(() => [signature(), image("arm64"), image("amd64")]);
    expect(await chosen("amd64")).toBe("linux/amd64");
    expect(await refusal(() => readBaseLayout(layout, { os: "linux", architecture: "s390x" }))).toEqual({
      message: "the base has no image for linux/s390x; it has something that is not an image, linux/arm64, linux/amd64",
      file: "index.json",
      remedy: "choose a base that has one, or build for a platform that the base has, with --platforms or `platform`",
    });
  });

  test("without the wanted platform is refused: the error lists what there is", async () => {
    write(() => several().slice(1, 4));
    expect(await refusal()).toEqual({
      message: "the base has no image for linux/amd64; it has unknown/unknown, linux/arm/v6, linux/arm/v7",
      file: "index.json",
      remedy: "choose a base that has one, or build for a platform that the base has, with --platforms or `platform`",
    });
  });

  test("two of which are for the wanted platform is refused, and one under two names is one", async () => {
    const one = () => ({ ...image("amd64"), ...platform("amd64") });
    write(() => [one(), { ...one(), annotations: { "org.opencontainers.image.ref.name": "latest" } }]);
    expect(await chosen("amd64")).toBe("linux/amd64");
    const other = () => ({ ...image("amd64", undefined, { author: "another" }), ...platform("amd64") });
    write(() => [one(), other()]);
    expect(await refusal()).toEqual({
      message: `the base has 2 images for linux/amd64: ${one().digest}, ${other().digest}`,
      file: "index.json",
      remedy: "give `base` a layout with one of them, such as `crane pull --format=oci NAME@DIGEST DIRECTORY` writes",
    });
  });

  test("that is wrong about the platform of its image is refused", async () => {
    write(() => [
      { ...image("arm64"), ...platform("amd64") },
      { ...image("arm64"), ...platform("arm64") },
    ]);
    expect(await refusal()).toMatchObject({ message: "the base is for linux/arm64 and the image for linux/amd64" });
  });

  test("that lacks the image of the wanted platform is refused", async () => {
    const written = write(() => several());
    expect(written.manifest.size).toBeGreaterThan(0);
    const missing = image("amd64");
    rmSync(blobFile(layout, missing));
    expect(await refusal()).toMatchObject({
      message: "the base lacks the manifest that it names",
      file: nameOf(missing),
      remedy: expect.stringMatching(GIVE_ONE),
    });
  });
});

test("an image of ours is refused: its program would be replaced", async () => {
  const { config } = writeLayout(layout, {
    config: { history: [{ created_by: "debuerreotype" }, { created_by: "package_layers: application" }] },
  });
  expect(await refusal()).toEqual({
    message: "the base is an image that package_layers made, whose program this image would replace",
    file: nameOf(config),
    remedy: "put both programs into one image with `binaries`, and give it the base that the other image has",
  });
});
