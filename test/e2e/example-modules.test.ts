// The examples that people copy, each a module of its own: built with the rule sets that they name, and started.
//
// What an example downloads from registries of images and from GitHub is replaced here: the base by Debian's packages, the
// toolchain's Python by the machine's, programs of rule sets by those on PATH. Everything else is the example as it stands.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import * as path from "node:path";
import { debianBase, run } from "./base-image";
import { img, ociTool, regctl } from "./oci-tools";
import { type ImageStart, inImage } from "./started-image";
import { newestRuleSets, REPOSITORY, SCRATCH, Workspace } from "./workspace";

const LOCAL_PYTHON = `
bazel_dep(name = "platforms", version = "1.0.0")
local_runtime_repo = use_repo_rule("@rules_python//python/local_toolchains:repos.bzl", "local_runtime_repo")
local_runtime_toolchains_repo = use_repo_rule("@rules_python//python/local_toolchains:repos.bzl", "local_runtime_toolchains_repo")
local_runtime_repo(name = "local_python3", interpreter_path = "/usr/bin/python3", on_failure = "fail")
local_runtime_toolchains_repo(name = "local_toolchains", runtimes = ["local_python3"])
register_toolchains("@local_toolchains//:all")
local_repository = use_repo_rule("@bazel_tools//tools/build_defs/repo:local.bzl", "local_repository")
`;

/** The programs of rule sets, for modules that have the rule set. */
const OCI_TOOLS = `
bazel_dep(name = "aspect_bazel_lib", version = "2.21.1")
bazel_dep(name = "tar.bzl", version = "0.7.0")
register_toolchains("//tools:all")
`;
/** As in test/e2e/rules-py/MODULE.bazel. */
const RULES_PY_TOOLS = `
local_repository(name = "rules_py_programs", path = "rules_py_programs")
interpreters = use_extension("@aspect_rules_py//py/unstable:extension.bzl", "python_interpreters")
override_repo(interpreters, python_interpreters = "local_toolchains")
programs = use_extension("@aspect_rules_py//py:extensions.bzl", "py_tools")
override_repo(programs, rules_py_tools = "rules_py_programs")
`;
/** As in test/e2e/rules-img/MODULE.bazel. */
const RULES_IMG_TOOLS = `
bazel_dep(name = "hermetic_launcher", version = "0.0.10")
prebuilt_img_tool = use_extension("@rules_img//img/private/prebuilt:prebuilt.bzl", "prebuilt_img_tool")
prebuilt_img_tool.collection(name = "img_toolchain", override = True)
prebuilt_img_tool.host_tool(binary = "//tools:img")
local_repository(name = "launcher", path = "tools/launcher")
launchers = use_extension("@hermetic_launcher//launcher/private:extensions.bzl", "non_module_dependencies")
override_repo(launchers, runfiles_stub_aarch64_linux = "launcher", runfiles_stub_x86_64_linux = "launcher")
register_toolchains("//tools:all")
`;

const registry = newestRuleSets("building the examples");
const base = registry === undefined ? undefined : debianBase();
const isHad = registry !== undefined && base !== undefined && regctl() !== undefined && img() !== undefined;
const inExamples = isHad ? test : test.skip;

/** A copy of an example whose downloads are replaced. */
function example(name: string): Workspace {
  const workspace = Workspace.create(`examples/${name}`, `example-${name}`, registry);
  const original = workspace.read("MODULE.bazel");
  const bases = [...original.matchAll(/^oci\.pull\(\n {4}name = "(\w+)"|^pull\(\n {4}name = "(\w+)"/gm)].map(
    ([, oci, rulesImg]) => (oci ?? rulesImg)!,
  );
  let module =
    original
      .replace(/^python = use_extension[\s\S]*?^python\.toolchain\(.*\)\n/m, "")
      .replace(/^oci = use_extension[\s\S]*?^use_repo\(oci, .*\)\n/m, "")
      .replace(/^pull = use_repo_rule[\s\S]*?^\)\n/m, "") + LOCAL_PYTHON;
  const tools = path.join(workspace.folder, "tools");
  const from = (ruleSet: string, ...parts: string[]) => path.join(REPOSITORY, "test", "e2e", ruleSet, ...parts);
  if (original.includes('"rules_oci"')) {
    const folders = [path.dirname(ociTool("crane")), path.dirname(regctl()!), process.env.PATH];
    run("sh", [from("rules-oci", "tools", "link.sh"), tools], { env: { ...process.env, PATH: folders.join(":") } });
    module += OCI_TOOLS;
  }
  if (original.includes('"rules_img"')) {
    cpSync(from("rules-img", "tools"), tools, { recursive: true });
    cpSync(path.join(tools, "BUILD.newer.bazel"), path.join(tools, "BUILD.bazel"));
    symlinkSync(img()!, path.join(tools, "img"));
    module += RULES_IMG_TOOLS;
  }
  if (original.includes('"aspect_rules_py"')) {
    cpSync(from("rules-py", "rules_py_programs"), path.join(workspace.folder, "rules_py_programs"), {
      recursive: true,
    });
    module += RULES_PY_TOOLS;
  }
  for (const name of bases) {
    const folder = path.join(workspace.folder, name);
    cpSync(base!, path.join(folder, "layout"), { recursive: true });
    workspace.write(`${name}/MODULE.bazel`, "");
    workspace.write(`${name}/BUILD.bazel`, baseRule(name, original.includes('"rules_img"')));
    module += `local_repository(name = "${name}", path = "${name}")\n`;
  }
  workspace.write("MODULE.bazel", module);
  workspace.write(".bazelignore", `${bases.join("\n")}\nrules_py_programs\ntools/launcher\n`);
  return workspace;
}

/** The target that a rule set's way to pull an image makes, of a directory. */
const baseRule = (name: string, isForRulesImg: boolean): string =>
  isForRulesImg
    ? `load("@rules_img//img:convert.bzl", "image_manifest_from_oci_layout")
image_manifest_from_oci_layout(
    name = "${name}",
    src = "layout",
    architecture = "amd64",
    layers = ["application/vnd.oci.image.layer.v1.tar+gzip"],
    os = "linux",
    visibility = ["//visibility:public"],
)
`
    : `filegroup(name = "${name}", srcs = ["layout"], visibility = ["//visibility:public"])\n`;

/** The command that an image's config starts. */
function commandOf(workspace: Workspace, image: string): readonly string[] {
  const { config } = JSON.parse(readFileSync(workspace.output(`${image}.bundles/config.json`), "utf8")) as {
    config: ImageStart;
  };
  return [...config.Entrypoint, ...(config.Cmd ?? [])];
}

/** What an image prints when it is started with some arguments. */
function started(workspace: Workspace, image: string, ...args: string[]): string {
  let said = "";
  inImage(workspace, image, (start) => {
    said = start([...commandOf(workspace, image), ...args]);
  });
  return said;
}

const LAYOUT = ["--output_groups=+bundles"];

inExamples("web-service: rules_oci loads and pushes what answers", () => {
  const workspace = example("web-service");
  workspace.bazel(["build", ...LAYOUT, "//:app_layers", "//:load", "//:push"]);
  expect(started(workspace, "app_layers", "--check")).toBe("hello\n");
  workspace.bazel(["shutdown"]);
});

inExamples("data-pipeline: rules_img's image has our layers, and they sum", () => {
  const workspace = example("data-pipeline");
  workspace.bazel(["build", "//:image", "//:load", "//:push", "//:step_layers.tars"]);
  const tars = workspace.bazel(["cquery", "--output=files", "//:step_layers.tars"]).trim().split("\n");
  const root = mkdtempSync(path.join(SCRATCH, "unpacked-pipeline-"));
  try {
    const blobs = path.join(base!, "blobs", "sha256");
    const bases = readdirSync(blobs).map((blob) => path.join(blobs, blob));
    const isLayer = (file: string) =>
      readFileSync(file)
        .subarray(0, 2)
        .equals(Buffer.from([0x1f, 0x8b]));
    const layers = [...bases.filter(isLayer), ...tars.map((tar) => path.join(workspace.folder, tar))];
    for (const layer of layers) {
      run("tar", ["--extract", "--gzip", `--file=${layer}`, `--directory=${root}`]);
    }
    mkdirSync(path.join(root, "proc"), { recursive: true });
    expect(run("chroot", [root, "/usr/bin/env", "-i", "/app"])).toBe("region,amount\nnorth,17\nsouth,5\n");
  } finally {
    rmSync(root, { recursive: true, force: true });
    workspace.bazel(["shutdown"]);
  }
});

inExamples("machine-learning: a model of large wheels predicts", () => {
  const workspace = example("machine-learning");
  workspace.bazel(["build", ...LAYOUT, "//:app_layers"]);
  expect(started(workspace, "app_layers")).toBe("20\n");
  workspace.bazel(["shutdown"]);
});

inExamples("monorepo: five services of one plan start, and share layers", () => {
  const workspace = example("monorepo");
  const services = ["api", "fetch", "report", "store", "web"];
  workspace.bazel(["build", ...LAYOUT, "//:pages", ...services.map((service) => `//${service}:image`)]);
  const layers = services.map((service) => {
    expect(started(workspace, `${service}/image`)).toMatch(new RegExp(`^${service} `));
    const manifest = JSON.parse(readFileSync(workspace.output(`${service}/image.bundles/manifest.json`), "utf8"));
    return (manifest.layers as { digest: string }[]).map(({ digest }) => digest);
  });
  // The base is one; packages that several services use are others.
  const shared = new Set(layers.flat().filter((digest, at, all) => all.indexOf(digest) !== at));
  expect(shared.size).toBeGreaterThan(1);
  workspace.bazel(["shutdown"]);
});

inExamples("rules-py: a py_binary of rules_py starts", () => {
  const workspace = example("rules-py");
  workspace.bazel(["build", ...LAYOUT, "//:app_layers"]);
  expect(started(workspace, "app_layers")).toBe("xn--bcher-kva.example True\n");
  workspace.bazel(["shutdown"]);
});

inExamples("venv-distroless: the program starts when no shell is there", () => {
  const workspace = example("venv-distroless");
  workspace.bazel(["build", ...LAYOUT, "//:app_layers"]);
  inImage(workspace, "app_layers", (start) => {
    start(["/bin/rm", "-f", "/usr/bin/sh", "/usr/bin/dash", "/usr/bin/bash"]);
    expect(start(commandOf(workspace, "app_layers"))).toBe("xn--bcher-kva.example True\n");
  });
  workspace.bazel(["shutdown"]);
});

inExamples("no-rule-set: a directory is the base, and the image has its own commands", () => {
  const workspace = example("no-rule-set");
  cpSync(base!, path.join(workspace.folder, "base"), { recursive: true });
  workspace.bazel(["build", ...LAYOUT, "//:app_layers", "//:app_layers.load", "//:app_layers.push"]);
  expect(started(workspace, "app_layers")).toBe("xn--bcher-kva.example True\n");
  workspace.bazel(["shutdown"]);
});
