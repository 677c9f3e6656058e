import type { z } from "zod";
import {
  configSchema,
  descriptorSchema,
  indexSchema,
  layoutFileSchema,
  manifestSchema,
  mediaTypes,
} from "../../src/image/oci-schemas";
import { layerMediaTypes } from "../../src/layer/layer-descriptor";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const layer = {
  mediaType: layerMediaTypes.gzip,
  digest,
  size: 100,
  urls: ["https://example.com/layer"],
  annotations: { "containerd.io/snapshot/stargz/toc.digest": digest },
};
const manifest = {
  schemaVersion: 2,
  mediaType: mediaTypes.manifest,
  config: { mediaType: mediaTypes.config, digest, size: 5, data: "e30=" },
  layers: [layer],
  subject: layer,
};
const config = {
  architecture: "arm64",
  os: "linux",
  variant: "v8",
  author: "someone",
  config: { Env: ["PATH=/bin"], Healthcheck: { Test: ["NONE"] } },
  rootfs: { type: "layers", diff_ids: [digest] },
  history: [{ created_by: "x", comment: "y" }, { empty_layer: true }],
};
const index = {
  schemaVersion: 2,
  manifests: [
    { ...layer, platform: { os: "linux", architecture: "arm64", variant: "v8", "os.features": ["x"] } },
    layer,
  ],
  annotations: { a: "b" },
};

test.each<[string, z.ZodType, unknown]>([
  ["a descriptor", descriptorSchema, layer],
  ["a layout file", layoutFileSchema, { imageLayoutVersion: "1.0.0", more: 1 }],
  ["an index", indexSchema, index],
  ["a manifest", manifestSchema, manifest],
  ["a config", configSchema, config],
  ["a config with nulls, as Go writes them", configSchema, { ...config, config: null, history: null }],
])("%s is kept with fields that we do not know", (_name, schema, document) => {
  expect(schema.parse(document)).toEqual(document);
});

test.each<[string, z.ZodType, unknown, (string | number)[]]>([
  ["a descriptor without a media type", descriptorSchema, { ...layer, mediaType: "" }, ["mediaType"]],
  ["a digest that leads elsewhere", descriptorSchema, { ...layer, digest: "sha256:../../x" }, ["digest"]],
  ["a digest of another algorithm", descriptorSchema, { ...layer, digest: `sha512:${"0".repeat(128)}` }, ["digest"]],
  ["a negative size", descriptorSchema, { ...layer, size: -1 }, ["size"]],
  ["a size that is text", descriptorSchema, { ...layer, size: "100" }, ["size"]],
  ["another layout version", layoutFileSchema, { imageLayoutVersion: "2.0.0" }, ["imageLayoutVersion"]],
  ["an index of Docker's first schema", indexSchema, { ...index, schemaVersion: 1 }, ["schemaVersion"]],
  [
    "a platform without an architecture",
    indexSchema,
    { ...index, manifests: [layer, { ...layer, platform: { os: "linux" } }] },
    ["manifests", 1, "platform", "architecture"],
  ],
  ["a manifest without a config", manifestSchema, { ...manifest, config: undefined }, ["config"]],
  [
    "a manifest with a wrong layer",
    manifestSchema,
    { ...manifest, layers: [layer, { ...layer, size: 0.5 }] },
    ["layers", 1, "size"],
  ],
  ["a config without an operating system", configSchema, { ...config, os: "" }, ["os"]],
  [
    "a config with another kind of root",
    configSchema,
    { ...config, rootfs: { type: "tree", diff_ids: [] } },
    ["rootfs", "type"],
  ],
  [
    "a config with a diff_id that is none",
    configSchema,
    { ...config, rootfs: { type: "layers", diff_ids: ["x"] } },
    ["rootfs", "diff_ids", 0],
  ],
  [
    "a history that says more than yes or no",
    configSchema,
    { ...config, history: [{ empty_layer: "yes" }] },
    ["history", 0, "empty_layer"],
  ],
])("%s is refused, and the error names the field", (_name, schema, document, field) => {
  expect(schema.safeParse(document).error?.issues.map((issue) => issue.path)).toEqual([field]);
});
