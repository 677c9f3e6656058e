// A stranger's workspaces: package_layers comes as a release from a registry, and nothing else of this repository is there.

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { list } from "tar";
import { run } from "./base-image";
import { contentsOf } from "./layer-tars";
import { img, ociTool, regctl } from "./oci-tools";
import { DEBIAN, newestRuleSets, REPOSITORY, SCRATCH, Workspace } from "./workspace";

const { version } = JSON.parse(readFileSync(path.join(REPOSITORY, "package.json"), "utf8"));
const RELEASE = path.join(SCRATCH, "release");
const REGISTRY = path.join(RELEASE, "registry");
const registry = newestRuleSets("a release used with rules_oci, rules_img and rules_py");
const testWithRegistry = registry === undefined || registry === "default" ? test.skip : test;

/** Makes the release and a registry that has it on this disk. */
beforeAll(() => {
  const program = path.join(REPOSITORY, "release", "release.mjs");
  const { status, stderr } = spawnSync(process.execPath, [program, "--dry-run", `--out=${RELEASE}`], {
    encoding: "utf8",
  });
  expect({ status, said: status === 0 ? "" : stderr }).toEqual({ status: 0, said: "" });
  const source = path.join(REGISTRY, "modules", "package_layers", version, "source.json");
  const entry = JSON.parse(readFileSync(source, "utf8"));
  const url = `file://${path.join(RELEASE, `package_layers-${version}.tar.gz`)}`;
  writeFileSync(source, JSON.stringify({ ...entry, url }));
  writeFileSync(path.join(REGISTRY, "bazel_registry.json"), "{}");
  mkdirSync(SCRATCH, { recursive: true });
});

/** Builds targets and stops Bazel's server. */
function build(workspace: Workspace, ...targets: string[]): void {
  try {
    workspace.build(targets);
  } finally {
    workspace.bazel(["shutdown"]);
  }
}

test("an image is built from the release alone", () => {
  const workspace = Workspace.create("test/e2e/consumer", "consumer", DEBIAN, REGISTRY);
  build(workspace, "//:hello_layers");
  const { layers } = JSON.parse(readFileSync(workspace.output("hello_layers.bundles/manifest.json"), "utf8"));
  const blobs = layers.map(({ digest }: { digest: string }) =>
    path.join(workspace.output("hello_layers"), "blobs", ...digest.split(":")),
  );
  expect(blobs.map((blob: string) => contentsOf(blob))).toContainEqual(expect.stringContaining("six-1.17.0"));
});

test("the release has the module's files, and its MODULE.bazel is the registry's", async () => {
  const files: string[] = [];
  await list({
    file: path.join(RELEASE, `package_layers-${version}.tar.gz`),
    onReadEntry: ({ path: file }) => files.push(file),
  });
  expect(files).toContain(`package_layers-${version}/bazel/defs.bzl`);
  const module = path.join(REGISTRY, "modules", "package_layers", version, "MODULE.bazel");
  expect(readFileSync(module, "utf8")).toBe(readFileSync(path.join(REPOSITORY, "MODULE.bazel"), "utf8"));
});

describe("with today's rule sets", () => {
  /** A workspace of another suite, with the release and some modules of other versions. */
  function newer(suite: string, versions: Readonly<Record<string, string>>): Workspace {
    const workspace = Workspace.create(`test/e2e/${suite}`, `consumer-${suite}`, registry, REGISTRY);
    for (const [module, version] of Object.entries(versions)) {
      workspace.useVersion(module, version);
    }
    return workspace;
  }

  testWithRegistry("rules_python", () => {
    build(newer("rules-python", { rules_python: "2.3.2" }), "//:app_layers");
  });

  // Like rules_oci itself, but with the tools of this machine in the place of those that it would download.
  const regctlFile = registry === undefined ? undefined : regctl();
  const testWithOci = registry === "default" || regctlFile === undefined ? test.skip : test;
  testWithOci("rules_oci, both routes", () => {
    const workspace = newer("rules-oci", {});
    const folders = [path.dirname(ociTool("crane")), path.dirname(regctlFile!), process.env.PATH];
    run("sh", [path.join(workspace.folder, "tools/link.sh")], { env: { ...process.env, PATH: folders.join(":") } });
    build(workspace, "//:client_image", "//:server_image");
  });

  const imgFile = registry === undefined ? undefined : img();
  const testWithImg = registry === "default" || imgFile === undefined ? test.skip : test;
  testWithImg("rules_img", () => {
    const workspace = newer("rules-img", {});
    const tools = path.join(workspace.folder, "tools");
    renameSync(path.join(tools, "BUILD.newer.bazel"), path.join(tools, "BUILD.bazel"));
    symlinkSync(imgFile!, path.join(tools, "img"));
    build(workspace, "//:image", "//:push");
  });

  testWithRegistry("rules_py", () => {
    const workspace = newer("rules-py", {});
    workspace.write("wheels/BUILD.bazel", workspace.read("wheels/BUILD.newer.bazel"));
    build(workspace, "//:client_layers", "//:server_layers");
  });
});
