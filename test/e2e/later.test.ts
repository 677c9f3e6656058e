// What can be known of Bazel 8 and 9 without them: Bazel 7.7.1 with their label, their defaults and what their bazel_tools
// asks for, so that rule sets choose what they choose there.

import { cpSync, lstatSync, mkdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { PlanFile } from "../../src/plan/plan-file";
import { debianBase, run } from "./base-image";
import { LATER_DEFAULTS, STRICTER_CHECKS } from "./later-defaults";
import { withLocalRuntimes } from "./local-runtimes";
import { withImg, withOciTools } from "./local-tools";
import { startLoopbackRegistry } from "./loopback-registry";
import { img, ociTool, regctl } from "./oci-tools";
import { inImage, inLayout, startOf } from "./started-image";
import { newestRuleSets, Workspace } from "./workspace";

const BAZELS = ["8.7.0", "9.1.0"];

/** Files that have their place in the runfiles, below a repository's name, by another name alone. */
const ROOT_SYMLINKS = `def _named_impl(ctx):
    return [DefaultInfo(runfiles = ctx.runfiles(root_symlinks = {"+names+named/main.py": ctx.file.src}))]

named = rule(implementation = _named_impl, attrs = {"src": attr.label(allow_single_file = True)})
`;

const registry = newestRuleSets("rule sets that take Bazel for a later version");
// With the registry that Bazel itself uses there are Bazel 8 and 9 themselves.
const emulated = registry !== undefined && registry !== "default";
const regctlFile = emulated ? regctl() : undefined;
const imgFile = emulated ? img() : undefined;
const base = emulated ? debianBase() : undefined;
const onBase = base === undefined ? test.skip : test;

/** Each rule set with each Bazel; where the machine lacks what a rule set needs, there is one suite that is skipped. */
function withLaterBazels(here: boolean, ruleSets: readonly (readonly [name: string, version: string])[]) {
  const cases = ruleSets.flatMap(([name, version]) => BAZELS.map((bazel) => [bazel, name, version] as const));
  return (here ? describe : describe.skip).each(cases);
}

/** A copy of another test's workspace whose Bazel says that it is of a later version, with a base where one is wanted. */
function laterWorkspace(source: string, bazel: string, ruleSet: string, version: string, place?: string): Workspace {
  const workspace = Workspace.create(`test/e2e/${source}`, "later", registry);
  workspace.useVersion(ruleSet, version);
  workspace.useLaterBazel(bazel);
  if (base !== undefined && place !== undefined) {
    cpSync(base, path.join(workspace.folder, place), { recursive: true });
  }
  return workspace;
}

/** Gives the workspace's images the base. */
function addBase(workspace: Workspace): void {
  if (base !== undefined) {
    workspace.write(
      "BUILD.bazel",
      workspace.read("BUILD.bazel").replace(/binary = /g, 'base = "base",\n    binary = '),
    );
  }
}

const json = (file: string) => JSON.parse(readFileSync(file, "utf8"));

/** The layers of the only image of an OCI image layout. */
function layersOf(layout: string): { digest: string }[] {
  const [{ digest }] = json(path.join(layout, "index.json")).manifests;
  return json(path.join(layout, "blobs", ...digest.split(":"))).layers;
}

/** What rule sets of tars are told of a target's layers. */
function metadataOf(workspace: Workspace, image: string, count: number) {
  return Array.from({ length: count }, (_, index) => json(workspace.output(`${image}.tars/${index}.json`)));
}

withLaterBazels(emulated, [
  ["rules_python", "0.40.0"],
  ["rules_python", "1.9.2"],
  ["rules_python", "2.3.2"],
])("Bazel %s with %s %s", (bazel, ruleSet, version) => {
  const images = ["app_layers", "app_venv"];
  const flags = [
    "--@rules_python//python/config_settings:bootstrap_impl=script",
    ...LATER_DEFAULTS,
    ...STRICTER_CHECKS,
  ];
  let workspace: Workspace;

  beforeAll(() => {
    workspace = laterWorkspace("rules-python", bazel, ruleSet, version, "base");
    workspace.write("MODULE.bazel", withLocalRuntimes(workspace.read("MODULE.bazel"), version));
    addBase(workspace);
    workspace.build([...images.map((image) => `//:${image}`), "--output_groups=+plan", ...flags]);
  });

  afterAll(() => {
    workspace?.bazel(["shutdown"]);
  });

  test("it is taken for that version", () => {
    expect(workspace.bazel(["info", "release"])).toBe(`release ${bazel}\n`);
  });

  test.each(images)("%s has every package once", (image) => {
    const { packages }: PlanFile = json(workspace.output(`${image}.plan.json`));
    const names = packages.map(({ name }) => name);
    expect(names).toContain("markupsafe");
    expect(new Set(names).size).toBe(names.length);
  });

  onBase.each(images)("%s starts and imports every package", (image) => {
    inImage(workspace, image, (start) => {
      expect(start(startOf(workspace, image).Entrypoint)).toContain("app ok Hello, layers!");
    });
  });

  test("what writes out the rows of Bazel 9's repository mapping is told every repository that the image has", () => {
    mkdirSync(path.join(workspace.folder, "named"));
    workspace.write("named/named.bzl", ROOT_SYMLINKS);
    workspace.write("named/main.py", "import tabulate\n");
    workspace.write(
      "named/BUILD.bazel",
      `load("@package_layers//bazel:defs.bzl", "package_layers")
load("@rules_python//python:defs.bzl", "py_binary")
load(":named.bzl", "named")

named(name = "names", src = "main.py")
py_binary(name = "main", srcs = ["main.py"], data = [":names"], deps = ["@pypi//tabulate"])
package_layers(name = "layers", binary = ":main")
`,
    );
    const query = ["--output=jsonproto", "--include_param_files", 'mnemonic("ApplicationLayer", deps(//named:layers))'];
    const { actions }: { actions: { arguments: string[] }[] } = JSON.parse(
      workspace.bazel(["aquery", ...query, ...flags]),
    );
    const told = actions.flatMap(({ arguments: args }) =>
      args.filter((argument) => argument.startsWith("--repository=")),
    );
    expect(told).toContain("--repository=+names+named");
    expect(told).toContainEqual(expect.stringMatching(/^--repository=rules_python\+\+pip\+pypi\S*tabulate/));
  });
});

withLaterBazels(regctlFile !== undefined, [
  ["rules_oci", "2.2.7"],
  ["rules_oci", "2.3.0"],
])("Bazel %s with %s %s", (bazel, ruleSet, version) => {
  let workspace: Workspace;

  beforeAll(() => {
    workspace = laterWorkspace("rules-oci", bazel, ruleSet, version, "on_debian/base");
    withOciTools(workspace, regctlFile!);
    const images = ["client_layers", "client_image", "server_image", "server_layers.tars"].map((name) => `//:${name}`);
    const onDebian = ["client_image", "server_image"].map((name) => `//on_debian:${name}`);
    workspace.build([...images, ...(base === undefined ? [] : onDebian), ...LATER_DEFAULTS]);
  });

  afterAll(() => {
    workspace?.bazel(["shutdown"]);
  });

  test("the layout route: the same layers, linked", () => {
    const layout = workspace.output("client_image");
    const layers = layersOf(layout);
    expect(layers.length).toBeGreaterThan(1);
    expect(layers).toEqual(layersOf(workspace.output("client_layers")));
    for (const { digest } of layers) {
      expect(lstatSync(path.join(layout, "blobs", ...digest.split(":"))).isSymbolicLink()).toBe(true);
    }
  });

  test("the tars route: the layers of the lock", () => {
    const layers = layersOf(workspace.output("server_image"));
    expect(layers).toHaveLength(5);
    expect(layers).toEqual(
      metadataOf(workspace, "server_layers", 5).map(({ mediaType, digest, size }) => ({ mediaType, digest, size })),
    );
  });

  test.each(["client_push", "client_layers_push"])("crane finds every layer sound that %s pushes", async (target) => {
    const images = await startLoopbackRegistry();
    try {
      const name = `${images.address}/client`;
      workspace.bazel(["run", ...LATER_DEFAULTS, `//:${target}`, "--", `--repository=${name}`]);
      expect(run(ociTool("crane"), ["validate", `--remote=${name}:latest`])).toContain("PASS");
    } finally {
      images.stop();
    }
  });

  onBase.each([
    ["client_image", "client certifi click idna six\n"],
    ["server_image", "server attr click idna packaging six tqdm\n"],
  ])("%s starts and imports every package", (image, prints) => {
    inLayout(workspace.output(`on_debian/${image}`), (start, { Entrypoint }) => {
      expect(start(Entrypoint)).toBe(prints);
    });
  });
});

withLaterBazels(imgFile !== undefined, [["rules_img", "0.3.19"]])("Bazel %s with %s %s", (bazel, ruleSet, version) => {
  let workspace: Workspace;

  beforeAll(() => {
    workspace = laterWorkspace("rules-img", bazel, ruleSet, version, "on_debian/base");
    withImg(workspace, imgFile!);
    const onDebian = base === undefined ? [] : ["//on_debian:image"];
    workspace.build(["//:image", "//:app_layers.tars", ...onDebian, "--output_groups=+oci_layout", ...LATER_DEFAULTS]);
  });

  afterAll(() => {
    workspace?.bazel(["shutdown"]);
  });

  test("the manifest and the config have our layers as they are", () => {
    const manifest = json(workspace.output("image_manifest.json"));
    const metadata = metadataOf(workspace, "app_layers", 5);
    expect(manifest.layers).toEqual(metadata.map(({ mediaType, digest, size }) => ({ mediaType, digest, size })));
    const config = json(workspace.output("image_config.json"));
    expect(config.rootfs.diff_ids).toEqual(metadata.map(({ diff_id }) => diff_id));
    expect(config.history).toEqual(metadata.flatMap(({ history }) => history));
  });

  onBase("the image starts and imports every package", () => {
    inLayout(workspace.output("on_debian/image_oci_layout"), (start, { Entrypoint }) => {
      expect(start(Entrypoint)).toBe("app attr click idna packaging six tqdm\n");
    });
  });
});

withLaterBazels(emulated, [["aspect_rules_py", "1.12.0"]])("Bazel %s with %s %s", (bazel, ruleSet, version) => {
  // py_binary and py_venv_binary, each in both layouts.
  const images = ["server_layers", "client_layers", "server_venv_layers", "client_venv_layers"];
  let workspace: Workspace;

  beforeAll(() => {
    workspace = laterWorkspace("rules-py", bazel, ruleSet, version, "base");
    workspace.write("wheels/BUILD.bazel", workspace.read("wheels/BUILD.newer.bazel"));
    addBase(workspace);
    workspace.build([...images.map((image) => `//:${image}`), "--output_groups=+plan", ...LATER_DEFAULTS]);
  });

  afterAll(() => {
    workspace?.bazel(["shutdown"]);
  });

  test.each(images)("%s has each wheel as a package of its name and version", (image) => {
    const { packages }: PlanFile = json(workspace.output(`${image}.plan.json`));
    const found = packages.map((one) => `${one.name} ${one.version}`);
    const wheels = image.startsWith("server")
      ? ["idna 3.20", "markupsafe 3.0.4", "six 1.17.0"]
      : ["idna 3.20", "six 1.17.0"];
    expect(found.filter((one) => !one.endsWith(" ")).sort()).toEqual(wheels);
  });

  onBase.each(images)("%s starts and imports every package", (image) => {
    inImage(workspace, image, (start) => {
      expect(start(startOf(workspace, image).Entrypoint)).toMatch(/^(server|client) ok .*xn--tda\.de True$/m);
    });
  });
});
