import { type LayerDescriptor, layerDescriptorSchema, layerMediaTypes } from "../../src/layer/layer-descriptor";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const descriptor: LayerDescriptor = {
  schema: 1,
  kind: "package",
  name: "numpy",
  version: "2.4.6",
  mediaType: layerMediaTypes.gzip,
  level: 6,
  ownership: { uid: 0, gid: 0, mtime: 315_619_200 },
  digest,
  size: 100,
  diffId: digest,
  tarSize: 2048,
  mergeable: true,
  closingSize: 29,
  directoriesSize: 60,
  carried: { files: 1, bytes: 10, mismatched: 0 },
  directories: ["app", "app/numpy"],
  files: [
    ["app/numpy/__init__.py", 5, 123],
    ["app/link", "target"],
  ],
};

test("a descriptor comes back from its JSON as it was", () => {
  expect(layerDescriptorSchema.parse(JSON.parse(JSON.stringify(descriptor)))).toEqual(descriptor);
});

test.each<[string, unknown, (string | number)[]]>([
  ["another schema", { schema: 2 }, ["schema"]],
  ["an unknown kind", { kind: "wheel" }, ["kind"]],
  ["no name", { name: "" }, ["name"]],
  ["a media type that no layer has", { mediaType: "application/gzip" }, ["mediaType"]],
  ["a digest in capitals", { digest: digest.toUpperCase() }, ["digest"]],
  ["a digest with more after it", { diffId: `${digest}0` }, ["diffId"]],
  ["a negative size", { size: -1 }, ["size"]],
  ["a broken size", { tarSize: 0.5 }, ["tarSize"]],
  ["a file without a path", { files: [["", 1, 2]] }, ["files", 0, 0]],
  ["a file without a checksum", { files: [["a", 1]] }, ["files", 0]],
  ["a link to nothing", { files: [["a", ""]] }, ["files", 0, 1]],
  ["a count that is missing", { carried: { files: 0, bytes: 0 } }, ["carried", "mismatched"]],
])("%s is refused, and the error names the field", (_name, change, path) => {
  const issues = layerDescriptorSchema.safeParse({ ...descriptor, ...(change as object) }).error?.issues ?? [];
  expect(issues.map((issue) => issue.path)).toEqual([path]);
});

test("a field that the schema does not know is refused", () => {
  expect(layerDescriptorSchema.safeParse({ ...descriptor, sha1: "" }).error?.issues[0]).toMatchObject({
    code: "unrecognized_keys",
    keys: ["sha1"],
  });
});
