// rules_oci: an image on top of our layout, and an image of our tars, whose number a lock or the packages' names tell.

import { cpSync, lstatSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { assertShared } from "./assert-shared";
import { debianBase, run } from "./base-image";
import { startContainerRuntimes } from "./container-runtimes";
import { expectGoldenLayers, layersOfImage } from "./golden-layers";
import { contentsOf, digestOf } from "./layer-tars";
import { withOciTools } from "./local-tools";
import { type LoopbackRegistry, startLoopbackRegistry } from "./loopback-registry";
import { ociTool, regctl } from "./oci-tools";
import { standIn } from "./stand-ins";
import { DEBIAN, newestRuleSets, Workspace } from "./workspace";

const SOURCE = "test/e2e/rules-oci";
const SERVER = ["attrs-26.1.0", "click-8.5.1", "idna-3.20", "packaging-26.3", "six-1.17.0", "tqdm-4.70.1"];

let workspace: Workspace;
let build_: string;
let lock: string;

beforeAll(() => {
  workspace = Workspace.create(SOURCE, "rules-oci", DEBIAN);
  build_ = workspace.read("BUILD.bazel");
  lock = workspace.read("server.lock.json");
});

afterEach(() => {
  workspace.write("BUILD.bazel", build_);
  workspace.write("server.lock.json", lock);
});

afterAll(() => {
  for (const runtime of runtimes) {
    runtime.stop();
  }
  workspace.bazel(["shutdown"]);
});

/** The files that the stand-in was given, below the workspace. */
function given(image: string): string[] {
  workspace.build([standIn("rules_oci"), `//:${image}`]);
  return readFileSync(workspace.output(image), "utf8").trim().split("\n");
}

/** The layers of the server's image, bottom first. */
function serverLayers(): string[] {
  return given("server_image").map((line) => path.join(workspace.folder, line.replace(/^layer /, "")));
}

/** All distributions of some layers, sorted. */
function packagesIn(layers: readonly string[]): string[] {
  return layers
    .flatMap((file) => contentsOf(file).split(" "))
    .filter((name) => /-\d/.test(name))
    .sort();
}

/** Writes a lock of layers, bottom first, each a list of packages. */
function writeLock(mostLayers: number, ...layers: string[][]): void {
  const named = layers.map((ids) => [ids.length === 1 ? ids[0]! : `bundle ${ids[0]}`, ids] as const);
  const packages = Object.fromEntries(named.flatMap(([name, ids]) => ids.map((id) => [id, name])));
  const names = named.map(([name]) => name);
  workspace.write("server.lock.json", JSON.stringify({ schema: 2, mostLayers, layers: names, packages }));
}

describe("the layout route", () => {
  test("an image takes our layout for its base", () => {
    expect(given("client_image")).toEqual([
      expect.stringMatching(/^base bazel-out\/[^/]+-fastbuild\/bin\/client_layers$/),
    ]);
  });

  test("its layers have the paths, modes, owners and links that they should", async () => {
    workspace.build([standIn("rules_oci"), "//:client_layers", "--output_groups=+plan"]);
    await expectGoldenLayers(SOURCE, "client_layers", layersOfImage(workspace, "client_layers"));
  });

  test("two applications share their packages", () => {
    assertShared(workspace, ["server_layers", "client_layers"], [standIn("rules_oci")]);
  });
});

describe("the tars route with a lock that was read at loading time", () => {
  test("one target gives the layers of the lock, in the plan's order", () => {
    expect(serverLayers().map(contentsOf)).toEqual([
      "other files",
      "click-8.5.1",
      "packaging-26.3",
      "six-1.17.0",
      "attrs-26.1.0 idna-3.20 tqdm-4.70.1",
      "application",
    ]);
  });

  test("each has the paths, modes, owners and links that it should", async () => {
    await expectGoldenLayers(
      SOURCE,
      "server_layers.tars",
      serverLayers().map((file) => ({ holds: contentsOf(file), file })),
    );
  });

  test("a package alone is its own blob and not a copy, so that images share it", () => {
    expect(serverLayers()[2]).toMatch(/pypi_packaging\/packaging\.layer\.tar\.gz$/);
  });

  test("the metadata beside them is true", () => {
    const layers = serverLayers();
    layers.forEach((file, index) => {
      const metadata = JSON.parse(readFileSync(workspace.output(`server_layers.tars/${index}.json`), "utf8"));
      expect(metadata).toMatchObject({
        mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
        digest: digestOf(file),
        diff_id: digestOf(file, true),
        size: statSync(file).size,
      });
    });
  });

  test("a removed package leaves no empty layer", () => {
    workspace.write(
      "BUILD.bazel",
      build_.replace(
        '        "@pypi//click",\n        "@pypi//idna",\n        "@pypi//pack',
        '        "@pypi//idna",\n        "@pypi//pack',
      ),
    );
    expect(serverLayers().map(contentsOf)).toEqual([
      "other files",
      "packaging-26.3",
      "six-1.17.0",
      "attrs-26.1.0 idna-3.20 tqdm-4.70.1",
      "application",
    ]);
  });

  test("a new package is alone while the lock has room, and joins a bundle when it has none", () => {
    const known = [["click"], ["six"], ["attrs", "idna"]];
    writeLock(4, ...known);
    expect(serverLayers().map(contentsOf).slice(1, -1)).toEqual([
      "click-8.5.1",
      "six-1.17.0",
      "attrs-26.1.0 idna-3.20 tqdm-4.70.1",
      "packaging-26.3",
    ]);
    writeLock(3, ...known);
    expect(serverLayers().map(contentsOf).slice(1, -1)).toEqual([
      "click-8.5.1",
      "six-1.17.0",
      "attrs-26.1.0 idna-3.20 packaging-26.3 tqdm-4.70.1",
    ]);
  });

  test("where the lock has no bundle, what is new makes one of a layer of its own", () => {
    writeLock(2, ["click"], ["six"]);
    expect(serverLayers().map(contentsOf).slice(1, -1)).toEqual([
      "click-8.5.1",
      "six-1.17.0",
      "attrs-26.1.0 idna-3.20 packaging-26.3 tqdm-4.70.1",
    ]);
  });

  test("plan, metadata, layout and tars are one image, new packages, grown ones and all", () => {
    writeLock(4, ["click", "six"], ["idna"]);
    const tars = serverLayers().map((file) => digestOf(file));
    workspace.build([standIn("rules_oci"), "//:server_layers", "--output_groups=+plan"]);
    const plan = JSON.parse(readFileSync(workspace.output("server_layers.plan.json"), "utf8"));
    expect(plan.layers.map(({ digest }: { digest: string }) => digest)).toEqual(tars);
    expect(layersOfImage(workspace, "server_layers").map(({ file }) => digestOf(file))).toEqual(tars);
    const described = tars.map((_, index) =>
      JSON.parse(readFileSync(workspace.output(`server_layers.tars/${index}.json`), "utf8")),
    );
    expect(described.map(({ digest }) => digest)).toEqual(tars);
  }, 600_000);

  test("until there is a lock the image builds without one, and .lock writes it where it is read", () => {
    rmSync(path.join(workspace.folder, "server.lock.json"));
    expect(packagesIn(serverLayers())).toEqual(SERVER);
    workspace.bazel(["run", standIn("rules_oci"), "//:server_layers.lock"]);
    const { mostLayers, packages } = JSON.parse(workspace.read("server.lock.json"));
    expect(mostLayers).toBe(4);
    expect(Object.entries(packages)).toEqual([
      ["attrs", "attrs"],
      ["click", "bundle click"],
      ["idna", "bundle click"],
      ["packaging", "bundle packaging"],
      ["six", "six"],
      ["tqdm", "bundle packaging"],
    ]);
  });

  test.each([
    [
      "a package too large for its bundle",
      ["--@package_layers//bazel/settings:merge_limit=60000"],
      "at or above the merge limit",
    ],
    ["a cap below the lock's layers", [], "the layer lock has 4 layers of packages, and max_layers = 5 leaves 3"],
  ])("%s: the error says what to run", (_, flags, message) => {
    // With more than 63 layers the plan never reads a blob above the merge limit.
    workspace.write("BUILD.bazel", build_.replace("max_layers = 6", `max_layers = ${flags.length > 0 ? 100 : 5}`));
    const error = workspace.bazelFailure(["build", standIn("rules_oci"), ...flags, "//:server_image"]);
    expect(error).toContain(message);
    expect(error).toContain("bazel run //:server_layers.lock");
  });

  test("a wish that the lock does not fulfil is an error that names both", () => {
    workspace.write("BUILD.bazel", build_.replace("lock = LOCK", 'heavy = ["tqdm"],\n    lock = LOCK'));
    const error = workspace.bazelFailure(["build", standIn("rules_oci"), "//:server_image"]);
    expect(error).toContain('heavy "tqdm"');
    expect(error).toContain("the lock has the package in a layer with others");
    expect(error).toContain("bazel run //:server_layers.lock");
  });
});

describe("the tars route without a lock", () => {
  const wishes = (text: string) => {
    // A recipe cannot be combined with layer_cost: both would be an error.
    const others = /layer/.test(text) ? build_.replaceAll("    layer_cost = 0,\n", "") : build_;
    workspace.write("BUILD.bazel", others.replace("    lock = LOCK,\n", text));
  };

  test("the plan's layers are linked and not copied", () => {
    // A plan that no test before had: Bazel keeps the files of an old one, whose links are gone.
    wishes('    together = [["six", "tqdm"]],\n');
    const layers = serverLayers();
    expect(layers).toHaveLength(6);
    expect(packagesIn(layers)).toEqual(SERVER);
    expect(layers.filter((file) => statSync(file).nlink === 1).map(contentsOf)).toEqual([]);
  });

  test("packages fewer than the cap: one layer each, and one for a group and a list", () => {
    wishes('    groups = {"P*ing": "tools", "s?x": "tools"},\n    together = [["attrs", "tqdm"]],\n');
    workspace.write("BUILD.bazel", workspace.read("BUILD.bazel").replace("max_layers = 6", "max_layers = 20"));
    expect(serverLayers().map(contentsOf).slice(1, -1).sort()).toEqual([
      "attrs-26.1.0 tqdm-4.70.1",
      "click-8.5.1",
      "idna-3.20",
      "packaging-26.3 six-1.17.0",
    ]);
  });

  test("a recipe makes a layer for each of its expressions, also for one that matches nothing", () => {
    wishes('    heavy = ["^click$", "^torch$", "^attrs$|^six$"],\n    layers = "heavy",\n');
    workspace.write("BUILD.bazel", workspace.read("BUILD.bazel").replace("max_layers = 6", "max_layers = 20"));
    expect(serverLayers().map(contentsOf)).toEqual([
      "other files",
      "click-8.5.1",
      "attrs-26.1.0 six-1.17.0",
      "idna-3.20 packaging-26.3 tqdm-4.70.1",
      "other files",
      "application",
    ]);
  });

  test.each([
    ["least sizes", "    min_layer_bytes = 1000,\n", "keep a layer lock"],
    ["what a layer costs", "    layer_cost = 1000,\n", "give layer_cost = 0"],
    ["a lock that nobody read", '    lock = "server.lock.json",\n', "give lock = LOCK"],
  ])("%s leave the number open: the error says what to do", (_, text, message) => {
    wishes(text);
    expect(workspace.bazelFailure(["build", standIn("rules_oci"), "//:server_image"])).toContain(message);
  });
});

const registry = newestRuleSets("rules_oci itself");
const regctlFile = registry === undefined ? undefined : regctl();
const had = registry !== undefined && regctlFile !== undefined;
const base = had ? debianBase() : undefined;
const runtimes = base === undefined ? [] : startContainerRuntimes();

/** rules_oci itself, with the tools of this machine in the place of those that it would download. */
function withRulesOci(version: string): Workspace {
  const created = Workspace.create(SOURCE, "rules-oci-newer", registry);
  created.useVersion("rules_oci", version);
  withOciTools(created, regctlFile!);
  return created;
}

(had ? describe : describe.skip).each(["2.2.7", "2.3.0"])("rules_oci %s", (version) => {
  let newer: Workspace;
  let registryOfImages: LoopbackRegistry;

  beforeAll(async () => {
    newer = withRulesOci(version);
    newer.build(["//:client_layers", "//:client_image", "//:server_image", "//:server_layers.tars"]);
    registryOfImages = await startLoopbackRegistry();
  });

  afterAll(() => {
    registryOfImages.stop();
    newer.bazel(["shutdown"]);
  });

  /** The JSON document of a layout that a descriptor names. */
  const document = (layout: string, { digest }: { digest: string }) =>
    JSON.parse(readFileSync(path.join(layout, "blobs", ...digest.split(":")), "utf8"));

  /** What a layout of one image, or of one index, names. */
  const named = (layout: string) => JSON.parse(readFileSync(path.join(layout, "index.json"), "utf8")).manifests[0];

  function image(name: string) {
    const layout = newer.output(name);
    const { digest } = named(layout);
    const manifest = document(layout, { digest });
    const layers = manifest.layers as { digest: string }[];
    return { layout, digest: digest as string, layers, config: document(layout, manifest.config) };
  }

  test("the layout route: the same layers, linked, and nothing about them is computed again", () => {
    const { layout, layers, config } = image("client_image");
    expect(layers).toEqual(image("client_layers").layers);
    for (const { digest } of layers) {
      expect(lstatSync(path.join(layout, "blobs", ...digest.split(":"))).isSymbolicLink()).toBe(true);
    }
    expect(config.config.Entrypoint).toEqual(["/app"]);
    expect(newer.bazel(["aquery", 'mnemonic("OCIDescriptor", deps(//:client_image))'])).not.toContain("Mnemonic");
  });

  test("the tars route: the layers of the lock", () => {
    const { layers, config } = image("server_image");
    const metadata = layers.map((_, index) =>
      JSON.parse(readFileSync(newer.output(`server_layers.tars/${index}.json`), "utf8")),
    );
    expect(layers).toEqual(metadata.map(({ mediaType, digest, size }) => ({ mediaType, digest, size })));
    expect(config.rootfs.diff_ids).toEqual(metadata.map(({ diff_id }) => diff_id));
  });

  test.each([
    ["image", "client_image", "client_push"],
    ["layout as it is", "client_layers", "client_layers_push"],
  ])("oci_push pushes the %s, and crane finds every layer sound", (_, pushed, target) => {
    const name = `${registryOfImages.address}/${pushed.replace("_", "-")}`;
    newer.bazel(["run", `//:${target}`, "--", `--repository=${name}`]);
    expect(run(ociTool("crane"), ["digest", `${name}:latest`]).trim()).toBe(image(pushed).digest);
    expect(run(ociTool("crane"), ["validate", `--remote=${name}:latest`])).toContain("PASS");
  });

  test("oci_image_index has an image for each platform: its own wheels where they differ, one layer where not", () => {
    const targets = ["of_images", "of_platforms"];
    newer.build(targets.map((target) => `//index:${target}`));
    const [images, platforms] = targets.map((target) => {
      const layout = newer.output(`index/${target}`);
      return { layout, index: named(layout) };
    });
    expect(images!.index).toEqual(platforms!.index);
    const { manifests } = document(images!.layout, images!.index);
    expect(manifests.map(({ platform }: { platform: object }) => platform)).toEqual([
      { os: "linux", architecture: "amd64" },
      { os: "linux", architecture: "arm64", variant: "v8" },
    ]);
    const [amd64, arm64] = manifests.map((descriptor: { digest: string }) => {
      const manifest = document(images!.layout, descriptor);
      const { os, architecture, variant } = document(images!.layout, manifest.config);
      const digests: string[] = manifest.layers.map(({ digest }: { digest: string }) => digest);
      const listed = digests.flatMap((digest) =>
        run("tar", ["-tzf", path.join(images!.layout, "blobs", ...digest.split(":"))]).split("\n"),
      );
      return {
        config: { os, architecture, variant },
        digests,
        compiled: listed.filter((file) => file.endsWith(".so")),
      };
    });
    expect(amd64.config).toEqual({ os: "linux", architecture: "amd64", variant: undefined });
    expect(arm64.config).toEqual({ os: "linux", architecture: "arm64", variant: "v8" });
    expect(amd64.compiled).toEqual([
      expect.stringMatching(/\/markupsafe\/_speedups\.cpython-311-x86_64-linux-gnu\.so$/),
    ]);
    expect(arm64.compiled).toEqual([
      expect.stringMatching(/\/markupsafe\/_speedups\.cpython-311-aarch64-linux-gnu\.so$/),
    ]);
    // six; markupsafe and the application, which names the repository, differ.
    expect(amd64.digests.filter((digest: string) => arm64.digests.includes(digest))).toHaveLength(1);
    expect(amd64.digests).toHaveLength(3);
  });

  test("an index that oci_push pushed is pulled for each platform, by crane and by skopeo", () => {
    const name = `${registryOfImages.address}/index`;
    newer.bazel(["run", "//index:push", "--", `--repository=${name}`]);
    expect(run(ociTool("crane"), ["validate", `--remote=${name}`])).toContain("PASS");
    const layout = newer.output("index/of_images");
    const pulled = mkdtempSync(path.join(tmpdir(), "package-layers-pulled-"));
    try {
      for (const { digest, platform } of document(layout, named(layout)).manifests) {
        const { architecture } = platform;
        const [crane, skopeo] = ["crane", "skopeo"].map((tool) => path.join(pulled, `${tool}-${architecture}`));
        run(ociTool("crane"), ["pull", "--format=oci", `--platform=linux/${architecture}`, name, crane!]);
        run(ociTool("skopeo"), [
          ...["--insecure-policy", `--override-arch=${architecture}`, "copy", "--src-tls-verify=false"],
          ...["--preserve-digests", `docker://${name}`, `oci:${skopeo}`],
        ]);
        expect([named(crane!).digest, named(skopeo!).digest]).toEqual([digest, digest]);
        expect(document(crane!, document(crane!, { digest }).config)).toMatchObject(platform);
      }
    } finally {
      rmSync(pulled, { recursive: true });
    }
  });

  test("oci_load makes the tarball that docker load and podman load read", () => {
    newer.build(["//:client_load", "--output_groups=tarball"]);
    const tarball = newer.output("client_load/tarball.tar");
    const inspected = JSON.parse(run(ociTool("skopeo"), ["inspect", `docker-archive:${tarball}`]));
    expect(inspected.Layers).toHaveLength(image("client_image").layers.length);
  });

  (runtimes.length > 0 ? describe : describe.skip)("on an operating system", () => {
    beforeAll(() => {
      cpSync(base!, path.join(newer.folder, "on_debian", "base"), { recursive: true });
    });

    test.each(runtimes)("$name starts what oci_load loads", ({ name, environment, load, run: start }) => {
      if (name === "podman") {
        run(newer.script(["//on_debian:client_load"]), [], { env: environment });
      } else {
        newer.build(["//on_debian:client_load", "--output_groups=tarball"]);
        load(newer.output("on_debian/client_load/tarball.tar"));
      }
      expect(start("registry.example/client:latest")).toBe("client certifi click idna six\n");
    });

    test.each(runtimes)("$name pulls and starts what oci_push pushes", ({ runPulled }) => {
      const name = `${registryOfImages.address}/server`;
      newer.bazel(["run", "//on_debian:server_push", "--", `--repository=${name}`]);
      expect(runPulled(`${name}:latest`)).toBe("server attr click idna packaging six tqdm\n");
    });
  });
});
