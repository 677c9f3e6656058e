import type { BaseImage } from "../../src/image/base-layout";
import {
  type Document,
  type ImageLayer,
  imageConfig,
  imageManifest,
  toDocument,
} from "../../src/image/image-documents";
import { configSchema, manifestSchema, mediaTypes, type OciConfig } from "../../src/image/oci-schemas";
import { layerMediaTypes } from "../../src/layer/layer-descriptor";
import { digestOf } from "../layer/describe-layer";

const PLATFORM = { os: "linux", architecture: "amd64" };
const START = { entrypoint: ["/app"] };
const CREATED = "1970-01-01T00:00:00Z";

const layer = (name: string): ImageLayer => ({
  mediaType: layerMediaTypes.gzip,
  digest: digestOf(`blob ${name}`),
  size: name.length,
  diffId: digestOf(`tar ${name}`),
  createdBy: `package_layers: ${name}`,
});

const descriptorOf = ({ mediaType, digest, size }: ImageLayer) => ({ mediaType, digest, size });

const baseLayer = (name: string) => ({
  mediaType: layerMediaTypes.gzip,
  digest: digestOf(name),
  size: 7,
  annotations: { "containerd.io/snapshot/stargz/toc.digest": digestOf("toc") },
});

function base(names: string[], config: Partial<OciConfig> = {}): BaseImage {
  return {
    layers: names.map(baseLayer),
    config: {
      ...PLATFORM,
      rootfs: { type: "layers", diff_ids: names.map((name) => digestOf(`tar ${name}`)) },
      ...config,
    },
  };
}

const parsed = ({ bytes }: Document) => JSON.parse(bytes.toString());

describe("a document", () => {
  test("is named by its bytes", () => {
    const { bytes, descriptor } = toDocument({ a: ["ñ"] }, "text/x");
    expect(bytes.toString()).toBe('{"a":["ñ"]}');
    expect(descriptor).toEqual({ mediaType: "text/x", digest: digestOf('{"a":["ñ"]}'), size: 12 });
  });

  test("of bytes stays as they are", () => {
    const bytes = Buffer.from("{ }\n");
    expect(toDocument(bytes, "text/x")).toEqual({
      bytes,
      descriptor: { mediaType: "text/x", digest: digestOf("{ }\n"), size: 4 },
    });
  });
});

describe("the config", () => {
  test("of an image from scratch has our layers, their history, the platform and the entry point", () => {
    const config = imageConfig(
      undefined,
      [layer("a"), layer("b")],
      { ...PLATFORM, variant: "v2" },
      {
        entrypoint: ["/app", "-x"],
      },
    );
    expect(config.descriptor.mediaType).toBe(mediaTypes.config);
    expect(parsed(config)).toEqual({
      created: CREATED,
      architecture: "amd64",
      os: "linux",
      variant: "v2",
      config: { Entrypoint: ["/app", "-x"] },
      rootfs: { type: "layers", diff_ids: [digestOf("tar a"), digestOf("tar b")] },
      history: [
        { created: CREATED, created_by: "package_layers: a" },
        { created: CREATED, created_by: "package_layers: b" },
      ],
    });
  });

  test("keeps the base's settings and unknown fields, except command, entry point and time", () => {
    const config = imageConfig(
      base(["x"], {
        created: "2024-05-01T00:00:00Z",
        author: "someone",
        variant: "v3",
        config: { Env: ["PATH=/bin"], User: "65532", Cmd: ["python3"], Entrypoint: ["/sh"] },
      }),
      [layer("a")],
      PLATFORM,
      START,
    );
    expect(parsed(config)).toMatchObject({ created: CREATED, author: "someone", variant: "v3" });
    expect(parsed(config).config).toEqual({ Env: ["PATH=/bin"], User: "65532", Entrypoint: ["/app"] });
    expect(parsed(config).rootfs.diff_ids).toEqual([digestOf("tar x"), digestOf("tar a")]);
  });

  const filled = { created: CREATED, created_by: "base image" };
  const ours = { created: CREATED, created_by: "package_layers: a" };

  test.each<[string, string[], OciConfig["history"], object[]]>([
    [
      "fits",
      ["x", "y"],
      [{ n: 1 }, { n: 2, empty_layer: true }, { n: 3 }],
      [{ n: 1 }, { n: 2, empty_layer: true }, { n: 3 }],
    ],
    ["is missing", ["x", "y"], undefined, [filled, filled]],
    ["is null", ["x"], null, [filled]],
    [
      "tells of too few layers",
      ["x", "y"],
      [{ n: 1 }, { empty_layer: true }],
      [{ n: 1 }, { empty_layer: true }, filled],
    ],
    ["tells of too many layers", ["x"], [{ n: 1 }, { n: 2 }, { empty_layer: true }], [filled]],
    ["belongs to a base without layers", [], [{ n: 1 }], []],
  ])("has one history entry a layer when the base's history %s", (_name, names, history, expected) => {
    const config = imageConfig(base(names, { history }), [layer("a")], PLATFORM, START);
    expect(parsed(config).history).toEqual([...expected, ours]);
  });

  test("is valid with null settings in the base", () => {
    const config = imageConfig(base(["x"], { config: null, history: null }), [], PLATFORM, START);
    expect(configSchema.parse(parsed(config)).config).toEqual({ Entrypoint: ["/app"] });
  });

  test("is equal for equal images", () => {
    const make = () => imageConfig(base(["x"]), [layer("a")], PLATFORM, START);
    expect(make()).toEqual(make());
  });
});

describe("the manifest", () => {
  const config = imageConfig(undefined, [layer("a")], PLATFORM, START);

  test("names config and layers, those of the base first and whole", () => {
    const manifest = imageManifest(base(["x"]), [layer("a"), layer("b")], config);
    expect(manifest.descriptor.mediaType).toBe(mediaTypes.manifest);
    expect(manifestSchema.parse(parsed(manifest))).toEqual({
      schemaVersion: 2,
      mediaType: mediaTypes.manifest,
      config: config.descriptor,
      layers: [baseLayer("x"), descriptorOf(layer("a")), descriptorOf(layer("b"))],
    });
  });

  test("of an image from scratch has our layers alone", () => {
    expect(parsed(imageManifest(undefined, [layer("a")], config)).layers).toEqual([descriptorOf(layer("a"))]);
  });
});
