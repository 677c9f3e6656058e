// Images for other platforms than the one that builds them, and packages that configurations share through a cache.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { OciDescriptor } from "../../src/image/oci-schemas";
import type { LayerDescriptor } from "../../src/layer/layer-descriptor";
import type { PlanFile } from "../../src/plan/plan-file";
import { writeLayout } from "../image/write-layout";
import { layerRunners } from "./execution-log";
import { expectGoldenLayers, layersOfImage } from "./golden-layers";
import { Workspace } from "./workspace";

const PACKAGES = 7;

let workspace: Workspace;
let cache: string;
let flags: string[];
let layers: string[];

beforeAll(() => {
  workspace = Workspace.create("test/e2e/content", "content");
  cache = mkdtempSync(path.join(tmpdir(), "package-layers-cache-"));
  // Path mapping needs sandboxes, which Bazel does not choose by itself (seen with 7.7.1).
  flags = [
    `--disk_cache=${cache}`,
    "--experimental_output_paths=strip",
    "--worker_sandboxing",
    "--experimental_worker_multiplex_sandboxing",
  ];
  for (const architecture of ["amd64", "arm64"]) {
    writeLayout(path.join(workspace.folder, "platforms", `base_${architecture}`), {
      config: { architecture },
      tars: [Buffer.alloc(1024)],
    });
  }
});

/** A base that is an index of images for several platforms. */
function writeBaseOfAll(): void {
  const manifests: OciDescriptor[] = [];
  for (const platform of [
    { architecture: "amd64" },
    { architecture: "arm", variant: "v6" },
    { architecture: "arm", variant: "v7" },
    { architecture: "arm64", variant: "v8" },
  ]) {
    writeLayout(path.join(workspace.folder, "platforms", "base_all"), {
      config: platform,
      image: { platform: { os: "linux", ...platform } },
      tars: [Buffer.alloc(1024)],
      index: (image) => {
        manifests.push(image);
        return { schemaVersion: 2, manifests };
      },
    });
  }
}

afterAll(() => {
  workspace.bazel(["shutdown"]);
  rmSync(cache, { recursive: true, force: true });
});

/** Where the layout of a target is in the configuration that `more` asks for. */
function layoutOf(target: string, more: readonly string[] = []): string {
  return path.join(workspace.folder, workspace.bazel(["cquery", "--output=files", target, ...flags, ...more]).trim());
}

/** The same layout's platform in index and config, and its layers. */
function imageOf(target: string, more: readonly string[] = []) {
  const layout = layoutOf(target, more);
  const read = (name: string) => JSON.parse(readFileSync(path.join(layout, name), "utf8"));
  const blob = ({ digest }: { digest: string }) => read(path.join("blobs", ...digest.split(":")));
  const [named] = read("index.json").manifests;
  const manifest = blob(named);
  const { os, architecture, variant } = blob(manifest.config);
  return {
    platform: named.platform,
    config: { os, architecture, variant },
    layers: manifest.layers.map(({ digest }: { digest: string }) => digest) as string[],
  };
}

/** Builds, and tells what became of the PackageLayer actions: by runner, "disk cache hit" among them. */
function packageActions(args: readonly string[]): Record<string, number> {
  const log = path.join(cache, "spawns.json");
  workspace.build([...args, ...flags, `--execution_log_json_file=${log}`]);
  return layerRunners(log);
}

test("the first configuration makes each package once", () => {
  workspace.bazel(["clean"]);
  expect(packageActions(["//platforms:app"])).toEqual({ worker: PACKAGES });
  layers = imageOf("//platforms:app").layers;
});

test.each([
  ["with -c opt", ["--compilation_mode=opt"]],
  ["for another platform", ["--platforms=//platforms:linux_arm64"]],
])("an image %s makes no layer again: all come from the cache", (_name, configuration) => {
  // Without it Bazel would find some of the outputs in their places.
  workspace.bazel(["clean"]);
  expect(packageActions(["//platforms:app", ...configuration])).toEqual({ "disk cache hit": PACKAGES });
  expect(imageOf("//platforms:app", configuration).layers).toEqual(layers);
});

test("one build makes the images of several platforms, each with its own base and platform", () => {
  expect(packageActions(["//platforms:app_amd64", "//platforms:app_arm64"])).toEqual({
    "disk cache hit": 2 * PACKAGES,
  });
  const [amd64, arm64] = ["amd64", "arm64"].map((architecture) => imageOf(`//platforms:app_${architecture}`));
  expect(amd64).toMatchObject({
    platform: { os: "linux", architecture: "amd64" },
    config: { os: "linux", architecture: "amd64", variant: undefined },
  });
  expect(arm64).toMatchObject({
    platform: { os: "linux", architecture: "arm64", variant: "v8" },
    config: { os: "linux", architecture: "arm64", variant: "v8" },
  });
  expect(amd64!.layers).toHaveLength(1 + 1 + PACKAGES + 1);
  // Debian's rules_python has one wheel of each package, whatever the platform.
  expect(amd64!.layers.slice(1)).toEqual(arm64!.layers.slice(1));
});

test("the image for arm64 has the paths, modes, owners and links that it should", async () => {
  workspace.build(["//platforms:app_arm64", "--output_groups=+plan", ...flags]);
  const bin = path.dirname(layoutOf("//platforms:app_arm64"));
  await expectGoldenLayers("test/e2e/content/platforms", "app_arm64", layersOfImage(workspace, "app_arm64", bin));
});

test("a package has one entry of the cache in the layout venv too", () => {
  const settings = "--@package_layers//bazel/settings";
  const venv = ["//platforms:app", `${settings}:layout=venv`, `${settings}:python_version=3.11`];
  expect(packageActions(venv)).toEqual({ worker: PACKAGES });
  expect(packageActions([...venv, "--compilation_mode=opt"])).toEqual({ "disk cache hit": PACKAGES });
});

test("armv7 has its variant", () => {
  const platform = ["--platforms=//platforms:linux_armv7"];
  workspace.build(["//platforms:app", ...flags, ...platform]);
  expect(imageOf("//platforms:app", platform).config).toEqual({ os: "linux", architecture: "arm", variant: "v7" });
});

test("of a base for all platforms each image has its own, and what the program chooses for its platform", () => {
  writeBaseOfAll();
  const architectures = ["amd64", "arm64", "armv7"];
  const images = architectures.map((architecture) => `chosen_${architecture}`);
  workspace.build([...images.map((image) => `//platforms:${image}`), "--output_groups=+plan", ...flags]);
  const found = images.map((image) => {
    const bin = path.dirname(layoutOf(`//platforms:${image}`));
    const read = (file: string) => JSON.parse(readFileSync(path.join(bin, `${image}.${file}`), "utf8"));
    const application: LayerDescriptor = read("application.layer.json");
    return {
      config: imageOf(`//platforms:${image}`).config,
      packages: (read("plan.json") as PlanFile).packages.map(({ name }) => name),
      hasData: application.files.some(([file]) => file.endsWith("/platforms/arm.txt")),
    };
  });
  expect(found).toEqual([
    { config: { os: "linux", architecture: "amd64" }, packages: ["attrs", "six"], hasData: false },
    { config: { os: "linux", architecture: "arm64", variant: "v8" }, packages: ["idna", "six"], hasData: true },
    { config: { os: "linux", architecture: "arm", variant: "v7" }, packages: ["attrs", "six"], hasData: false },
  ]);
});

test.each([
  ["//platforms:wrong_base", [], "the base is for linux/amd64 and the image for linux/arm64"],
  ["//platforms:app", ["--platforms=//platforms:linux_mips"], "the target platform's cpu is not one of aarch64, armv7"],
])("%s %j is an error", (target, more, message) => {
  expect(workspace.bazelFailure(["build", target, ...flags, ...more])).toContain(message);
});
