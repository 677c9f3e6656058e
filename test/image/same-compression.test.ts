import { requireSameCompression } from "../../src/image/same-compression";
import { type Compression, layerMediaTypes } from "../../src/layer/layer-descriptor";
import { describeLayer } from "../layer/describe-layer";

const layer = (name: string, compression: Compression, version = "1.0") =>
  describeLayer({ name, version, mediaType: layerMediaTypes[compression] });

test.each<[string, Compression[]]>([
  ["no package", []],
  ["one", ["zstd"]],
  ["several of one compression", ["none", "none", "none"]],
])("%s is fine", (_name, compressions) => {
  expect(() => requireSameCompression(compressions.map((each, index) => layer(`p${index}`, each)))).not.toThrow();
});

test("the error names the packages, their compressions and the setting", () => {
  const packages = [layer("numpy", "gzip"), layer("six", "gzip"), layer("idna", "zstd", ""), layer("attrs", "none")];
  expect(() => requireSameCompression(packages)).toThrow(
    expect.objectContaining({
      message: "the packages of an image have different compressions: numpy 1.0 has gzip and idna has zstd",
      details: {
        package: "idna",
        remedy: "build all of them with one --@package_layers//bazel/settings:compression",
      },
    }),
  );
});
