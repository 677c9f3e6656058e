// rules_img: an image of our layers in rules_img's own providers; nothing is hashed or compressed again.

import { cpSync, type Dirent, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import * as path from "node:path";
import { BuildGrid, provisionBuildGrid } from "../remote/build-grid";
import { debianBase, run } from "./base-image";
import { startContainerRuntimes } from "./container-runtimes";
import { expectGoldenLayers } from "./golden-layers";
import { contentsOf, digestOf } from "./layer-tars";
import { withImg } from "./local-tools";
import { type LoopbackRegistry, startLoopbackRegistry } from "./loopback-registry";
import { img, ociTool } from "./oci-tools";
import { standIn } from "./stand-ins";
import { type BuildResult, DEBIAN, newestRuleSets, SCRATCH, Workspace } from "./workspace";

/** What rules_img must know of a layer (img/private/providers/single_layer_info.bzl). */
interface LayerMetadata {
  readonly diff_id: string;
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly history: readonly { readonly created_by: string }[];
}

describe("with the providers alone", () => {
  let workspace: Workspace;
  let built: BuildResult;
  const flag = standIn("rules_img");

  beforeAll(() => {
    workspace = Workspace.create("test/e2e/rules-img", "rules-img", DEBIAN);
    workspace.bazel(["clean"]);
    built = workspace.build([flag, "//:image", "//:app_img_layers"]);
  });

  afterAll(() => {
    workspace.bazel(["shutdown"]);
  });

  test("each layer has its metadata, in the order of the lock", () => {
    const text = readFileSync(workspace.output("image_manifest.json"), "utf8").trim();
    const layers = text.split("\n").map((line) => JSON.parse(line) as LayerMetadata);
    expect(layers.flatMap(({ history }) => history.map(({ created_by }) => created_by))).toEqual([
      "package_layers: external",
      "package_layers: click 8.5.1",
      "package_layers: packaging 26.3",
      "package_layers: six 1.17.0",
      "package_layers: attrs 26.1.0, idna 3.20, tqdm 4.70.1",
      "package_layers: application",
    ]);
    const blobs = workspace.bazel(["cquery", flag, "--output=files", "//:app_img_layers"]).trim().split("\n");
    expect(layers.map(({ digest, diff_id }) => [digest, diff_id])).toEqual(
      blobs.map((blob) => path.join(workspace.folder, blob)).map((blob) => [digestOf(blob), digestOf(blob, true)]),
    );
  });

  test("each layer, bundles too, has its zTOC if it is asked for, and otherwise none is made", () => {
    expect(built.executed.LayerZtoc).toBeUndefined();
    const { executed } = workspace.build([flag, "--output_groups=soci_ztoc", "//:app_layers.tars"]);
    expect(executed.LayerZtoc).toBe(6);
    const list = ["cquery", flag, "--output=files", "--output_groups=soci_ztoc", "//:app_layers.tars"];
    const files = workspace.bazel(list).trim().split("\n");
    expect(files.length).toBe(6);
    for (const file of files) {
      // The version of the format, in the first table of the flatbuffer.
      expect(readFileSync(path.join(workspace.folder, file)).includes("0.9\0")).toBe(true);
    }
  });

  test("each layer has the paths, modes, owners and links that it should", async () => {
    const files = workspace.bazel(["cquery", flag, "--output=files", "//:app_img_layers"]).trim().split("\n");
    const layers = files.map((file) => path.join(workspace.folder, file));
    await expectGoldenLayers(
      "test/e2e/rules-img",
      "app_img_layers",
      layers.map((file) => ({ holds: contentsOf(file), file })),
    );
  });

  test.each([
    [
      "whoever does not name rules_img",
      /rules_img\.providers\(.*\n/,
      "",
      "rules_img.providers(bzl = '@rules_img//img:providers.bzl')",
    ],
    [
      "one that is too old",
      "@rules_img//img:providers.bzl",
      "@package_layers//bazel:rules_img.bzl",
      "a rules_img before 0.3.10 takes one layer from a target",
    ],
  ])("%s is told what to do", (_, pattern, replacement, message) => {
    const module_ = workspace.read("MODULE.bazel");
    workspace.write("MODULE.bazel", module_.replace(pattern, replacement));
    try {
      expect(workspace.bazelFailure(["build", flag, "//:image"])).toContain(message);
    } finally {
      workspace.write("MODULE.bazel", module_);
    }
  });
});

const registry = newestRuleSets("rules_img itself");
const imgFile = registry === undefined ? undefined : img();
const had = registry !== undefined && imgFile !== undefined;
const base = had ? debianBase() : undefined;
const runtimes = base === undefined ? [] : startContainerRuntimes();

(had ? describe : describe.skip).each(["0.3.19"])("rules_img %s", (version) => {
  let workspace: Workspace;
  let built: BuildResult;

  beforeAll(() => {
    workspace = Workspace.create("test/e2e/rules-img", "rules-img-newer", registry);
    workspace.useVersion("rules_img", version);
    withImg(workspace, imgFile!);
    workspace.bazel(["clean"]);
    built = workspace.build(["//:image", "//:push", "//:app_layers.tars", "--output_groups=+oci_layout"]);
  });

  afterAll(() => {
    workspace.bazel(["shutdown"]);
  });

  test("the manifest and the config have our layers as they are", () => {
    const metadata = [0, 1, 2, 3, 4].map(
      (index) => JSON.parse(readFileSync(workspace.output(`app_layers.tars/${index}.json`), "utf8")) as LayerMetadata,
    );
    const manifest = JSON.parse(readFileSync(workspace.output("image_manifest.json"), "utf8"));
    expect(manifest.layers).toEqual(metadata.map(({ mediaType, digest, size }) => ({ mediaType, digest, size })));
    const config = JSON.parse(readFileSync(workspace.output("image_config.json"), "utf8"));
    expect(config.rootfs.diff_ids).toEqual(metadata.map(({ diff_id }) => diff_id));
    expect(config.history).toEqual(metadata.flatMap(({ history }) => history));
    expect(config.config.Entrypoint).toEqual(["/app"]);
  });

  test("no layer is hashed or compressed again, and a package alone is its own blob", () => {
    // rules_img has an action LayerMtree for each layer too; it runs for who asks for a listing of the image's files.
    const ofLayers = Object.keys(built.executed).filter((mnemonic) => /Layer|Image|OCI/.test(mnemonic));
    expect(ofLayers.sort()).toEqual([
      "ApplicationLayer",
      "CheckImage",
      "ImageManifest",
      "MergeLayers",
      "OCILayout",
      "PackageLayer",
      "PlaceLayers",
      "SparseOCILayout",
    ]);
    const [click] = JSON.parse(readFileSync(workspace.output("image_manifest.json"), "utf8")).layers;
    const blob = path.join(workspace.output("image_oci_layout"), "blobs", ...click.digest.split(":"));
    expect(readlinkSync(blob)).toMatch(/click\.layer\.tar\.gz$/);
  });

  test("image_structure_test accepts what is right and refuses what is wrong, in its own image and in our layout", () => {
    const right = ["//structure:app_layers_test", "//structure:image_test"];
    expect(workspace.bazel(["test", ...right])).toContain("2 tests pass");
    const output = workspace.bazelFailure(["test", "--test_output=errors", "//structure:wrong_test"]);
    expect(output).toContain("/app.runfiles/_main/app.py");
  }, 300_000);

  (runtimes.length > 0 ? describe : describe.skip)("on an operating system", () => {
    const PRINTS = "app attr click idna packaging six tqdm\n";

    beforeAll(() => {
      cpSync(base!, path.join(workspace.folder, "on_debian", "base"), { recursive: true });
    });

    afterAll(() => {
      for (const runtime of runtimes) {
        runtime.stop();
      }
    });

    test.each(runtimes)("$name starts what image_load loads", ({ name, environment, run: start }) => {
      const loader = workspace.script(["//on_debian:load", `--@rules_img//img/settings:load_daemon=${name}`]);
      run(loader, [], { env: environment });
      expect(start("registry.example/app:latest")).toBe(PRINTS);
    });

    test("what image_push pushes is pulled and starts", async () => {
      const images = await startLoopbackRegistry();
      try {
        workspace.bazel(["run", "//on_debian:push", "--", `--registry=${images.address}`]);
        for (const { runPulled } of runtimes) {
          expect(runPulled(`${images.address}/app:latest`)).toBe(PRINTS);
        }
      } finally {
        images.stop();
      }
    });
  });

  test("crane pushes its layout and finds every layer sound", async () => {
    const images = await startLoopbackRegistry();
    try {
      const name = `${images.address}/app:latest`;
      run(ociTool("crane"), ["push", workspace.output("image_oci_layout"), name]);
      expect(run(ociTool("crane"), ["validate", `--remote=${name}`])).toContain("PASS");
    } finally {
      images.stop();
    }
  });

  describe("image_push on a second machine that has nothing but a remote cache", () => {
    const second = path.join(SCRATCH, "rules-img-second-machine");
    const startup = [`--output_user_root=${second}`];
    const programs = had ? provisionBuildGrid("cache") : undefined;
    const testWithCache = programs === undefined ? test.skip : test;
    let cache: BuildGrid;
    let images: LoopbackRegistry;
    let endpoint: string;

    beforeAll(async () => {
      if (programs === undefined) {
        return;
      }
      rmSync(second, { recursive: true, force: true });
      [cache, images] = [await BuildGrid.start({ programs, workers: 0 }), await startLoopbackRegistry()];
      endpoint = `grpc://127.0.0.1:${cache.port}`;
      // The first machine makes everything, and fills the cache.
      workspace.bazel(["clean"]);
      const filled = await workspace.bazelBeside(["build", "//:push", "//:image", `--remote_cache=${endpoint}`]);
      expect(filled).toMatchObject({ status: 0 });
    });

    afterAll(async () => {
      if (programs !== undefined) {
        workspace.bazel(["shutdown"], startup);
        images.stop();
        await cache.stop();
        rmSync(second, { recursive: true, force: true });
      }
    });

    /** The blobs of layers that the second machine has on its disk. */
    function blobsHere(): string[] {
      return (readdirSync(second, { recursive: true, withFileTypes: true }) as Dirent[])
        .filter((entry) => entry.isFile() && /\.tar\.gz$/.test(entry.name) && /\/execroot\//.test(entry.parentPath))
        .map(({ name }) => name);
    }

    testWithCache.each([
      ["lazy: all layers go from the cache to the registry, and no blob comes here", "lazy", 0, 5],
      ["eager: Bazel fetches them", "eager", 5, 0],
    ])("%s", async (_, strategy, here, fromCache) => {
      const { status, output } = await workspace.bazelBeside(
        [
          "run",
          "--remote_download_minimal",
          `--remote_cache=${endpoint}`,
          `--@rules_img//img/settings:remote_cache=${endpoint}`,
          `--@rules_img//img/settings:push_strategy=${strategy}`,
          "//:push",
          "--",
          `--registry=${images.address}`,
          `--repository=${strategy}`,
        ],
        startup,
      );
      expect([status, output]).toEqual([0, expect.stringContaining(`${fromCache} from remote cache`)]);
      expect(blobsHere()).toHaveLength(here);
      const pushed = `${images.address}/${strategy}:latest`;
      expect(run(ociTool("crane"), ["validate", `--remote=${pushed}`])).toContain("PASS");
      expect(JSON.parse(run(ociTool("crane"), ["manifest", pushed]))).toEqual(
        JSON.parse(readFileSync(workspace.output("image_manifest.json"), "utf8")),
      );
    });
  });
});
