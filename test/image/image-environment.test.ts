import { imageConfig } from "../../src/image/image-documents";

type Environment = Parameters<typeof imageConfig>[4];

function environmentOf(environment: Environment, inherited?: readonly string[]): unknown {
  const layers = [{ mediaType: "application/vnd.oci.image.layer.v1.tar+gzip", digest: "sha256:0", size: 1 }];
  const base = {
    layers,
    config: {
      rootfs: { type: "layers", diff_ids: ["sha256:0"] },
      config: inherited === undefined ? {} : { Env: inherited },
    },
  };
  const { bytes } = imageConfig(
    base as unknown as Parameters<typeof imageConfig>[0],
    [],
    { os: "linux", architecture: "amd64" },
    ["/app"],
    environment,
  );
  return JSON.parse(bytes.toString()).config.Env;
}

test("an image that adds nothing has its base's environment", () => {
  expect(environmentOf(undefined, ["LANG=C"])).toEqual(["LANG=C"]);
  expect(environmentOf(undefined)).toBeUndefined();
});

test("a variable takes the place of the base's, and no other's", () => {
  expect(environmentOf({ variables: ["A=2"] }, ["A=1", "AB=1", "B=1"])).toEqual(["AB=1", "B=1", "A=2"]);
});

test("a directory comes before the base's PATH", () => {
  expect(environmentOf({ variables: [], searchPath: "/venv/bin" }, ["PATH=/opt/bin"])).toEqual([
    "PATH=/venv/bin:/opt/bin",
  ]);
});

test("a directory comes before a variable PATH, which is in the place of the base's", () => {
  expect(environmentOf({ variables: ["PATH=/own/bin", "A=1"], searchPath: "/venv/bin" }, ["PATH=/opt/bin"])).toEqual([
    "A=1",
    "PATH=/venv/bin:/own/bin",
  ]);
});

test("without a PATH of the base it comes before the runtimes' default", () => {
  expect(environmentOf({ variables: [], searchPath: "/venv/bin" })).toEqual([
    "PATH=/venv/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  ]);
});
