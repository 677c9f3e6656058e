// Images for other platforms than the one that builds them, and packages that configurations share through a cache.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { OciDescriptor } from "../../src/image/oci-schemas";
import type { LayerDescriptor } from "../../src/layer/layer-descriptor";
import type { PlanFile } from "../../src/plan/plan-file";
import { writeLayout } from "../image/write-layout";
import { withoutRuleSet } from "./any-rule-set";
import { layerRunners } from "./execution-log";
import { expectGoldenLayers, layersOfImage } from "./golden-layers";
import { Workspace } from "./workspace";

const PACKAGES = 7;

let workspace: Workspace;
let cache: string;
let flags: string[];
/** The packages that have another wheel on each platform, where the rule set takes it. */
let ofPlatform: readonly string[];
let first: Record<string, string>;

beforeAll(() => {
  workspace = Workspace.create("test/e2e/content", "content");
  ofPlatform = workspace.hasDebianRuleSets ? [] : ["markupsafe", "numpy", "nvidia-nvtx-cu12"];
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

/** The digests of an image's layers above its base: of packages by name, of others by kind. The output group `plan` must be built. */
function layersOf(target: string, more: readonly string[] = []): Record<string, string> {
  const { layers }: PlanFile = JSON.parse(readFileSync(`${layoutOf(target, more)}.plan.json`, "utf8"));
  const own = layers.filter(({ kind }) => kind !== "base");
  return Object.fromEntries(own.map(({ kind, packages, digest }) => [packages[0]?.name ?? kind, digest]));
}

/** The packages that two images have in common, as the same layer. */
const shared = (one: Record<string, string>, other: Record<string, string>): string[] =>
  Object.keys(one).filter((name) => name !== "application" && one[name] === other[name]);

/** Outcomes of PackageLayer actions, without those that none had. */
const outcomes = (counts: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));

/** The same layout's platform in index and config, and the number of its layers. */
function imageOf(target: string) {
  const layout = layoutOf(target);
  const read = (name: string) => JSON.parse(readFileSync(path.join(layout, name), "utf8"));
  const blob = ({ digest }: { digest: string }) => read(path.join("blobs", ...digest.split(":")));
  const [named] = read("index.json").manifests;
  const manifest = blob(named);
  const { os, architecture, variant } = blob(manifest.config);
  return {
    platform: named.platform,
    config: { os, architecture, variant },
    layers: manifest.layers.length as number,
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
  expect(packageActions(["//platforms:app", "--output_groups=+plan"])).toEqual({ worker: PACKAGES });
  first = layersOf("//platforms:app");
  expect(Object.keys(first)).toHaveLength(1 + PACKAGES + 1);
});

test("an image with -c opt makes no layer again: all come from the cache", () => {
  // Without it Bazel would find some of the outputs in their places.
  workspace.bazel(["clean"]);
  const configuration = ["--compilation_mode=opt"];
  expect(packageActions(["//platforms:app", "--output_groups=+plan", ...configuration])).toEqual({
    "disk cache hit": PACKAGES,
  });
  expect(layersOf("//platforms:app", configuration)).toEqual(first);
});

test("an image for another platform makes the packages that have another wheel there, and no other", () => {
  workspace.bazel(["clean"]);
  const configuration = ["--platforms=//platforms:linux_arm64"];
  expect(packageActions(["//platforms:app", "--output_groups=+plan", ...configuration])).toEqual(
    outcomes({ worker: ofPlatform.length, "disk cache hit": PACKAGES - ofPlatform.length }),
  );
  const there = layersOf("//platforms:app", configuration);
  expect(shared(first, there).sort()).toEqual(
    Object.keys(first)
      .filter((name) => name !== "application" && !ofPlatform.includes(name))
      .sort(),
  );
});

test("one build makes the images of several platforms, each with its own base and platform", () => {
  const images = ["//platforms:app_amd64", "//platforms:app_arm64"];
  expect(packageActions([...images, "--output_groups=+plan"])).toEqual({ "disk cache hit": 2 * PACKAGES });
  const [amd64, arm64] = images.map((image) => imageOf(image));
  expect(amd64).toMatchObject({
    platform: { os: "linux", architecture: "amd64" },
    config: { os: "linux", architecture: "amd64", variant: undefined },
  });
  expect(arm64).toMatchObject({
    platform: { os: "linux", architecture: "arm64", variant: "v8" },
    config: { os: "linux", architecture: "arm64", variant: "v8" },
  });
  expect(amd64!.layers).toBe(1 + 1 + PACKAGES + 1);
  const [onAmd64, onArm64] = images.map((image) => layersOf(image)) as [typeof first, typeof first];
  expect(shared(first, onAmd64).sort()).toEqual(
    Object.keys(first)
      .filter((name) => name !== "application")
      .sort(),
  );
  expect(shared(onAmd64, onArm64)).toHaveLength(1 + PACKAGES - ofPlatform.length);
});

test("a package has one entry of the cache in the layout venv too", () => {
  const settings = "--@package_layers//bazel/settings";
  const venv = ["//platforms:app", `${settings}:layout=venv`, `${settings}:python_version=3.11`];
  expect(packageActions(venv)).toEqual({ worker: PACKAGES });
  expect(packageActions([...venv, "--compilation_mode=opt"])).toEqual({ "disk cache hit": PACKAGES });
});

test("armv7 has its variant", () => {
  const platform = ["--platforms=//platforms:linux_armv7"];
  workspace.build(["//platforms:chosen_app", ...flags, ...platform]);
  const layout = layoutOf("//platforms:chosen_app", platform);
  const { manifests } = JSON.parse(readFileSync(path.join(layout, "index.json"), "utf8"));
  expect(manifests[0].platform).toEqual({ os: "linux", architecture: "arm", variant: "v7" });
});

describe("of a base for all platforms", () => {
  const images = ["amd64", "arm64", "armv7"].map((architecture) => `chosen_${architecture}`);

  beforeAll(() => {
    writeBaseOfAll();
    workspace.build([...images.map((image) => `//platforms:${image}`), "--output_groups=+plan", ...flags]);
  });

  test("each image has its own, and what the program chooses for its platform", () => {
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

  test("the image for arm64 has the paths, modes, owners and links that it should", async () => {
    const bin = path.dirname(layoutOf("//platforms:chosen_arm64"));
    const layers = layersOfImage(workspace, "chosen_arm64", bin);
    await expectGoldenLayers("test/e2e/content/platforms", "chosen_arm64", layers, withoutRuleSet);
  });
});

test.each([
  ["//platforms:wrong_base", [], "the base is for linux/amd64 and the image for linux/arm64"],
  [
    "//platforms:no_packages",
    ["--platforms=//platforms:linux_mips"],
    "the target platform's cpu is not one of aarch64, armv7",
  ],
])("%s %j is an error", (target, more, message) => {
  expect(workspace.bazelFailure(["build", target, ...flags, ...more])).toContain(message);
});
