// The snippets of README and docs do what they say: Starlark is loaded and built in a workspace that has the targets it names,
// modules are resolved, flags are taken, commands are run.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { allSnippets, isForBazel, type Snippet } from "../docs/snippets";
import { run } from "./base-image";
import { standIn } from "./stand-ins";
import { DEBIAN, Workspace } from "./workspace";

const SYMBOLS = new Map([
  ...["image_pages", "node_toolchain", "package_layers", "python_package", "shared_plan", "wheel_index"].map(
    (name) => [name, "@package_layers//bazel:defs.bzl"] as const,
  ),
  ["img_layers", "@package_layers//bazel:rules_img.bzl"],
  ["py_binary", "@rules_python//python:defs.bzl"],
  ["py_library", "@rules_python//python:defs.bzl"],
  ["oci_image", "@rules_oci//oci:defs.bzl"],
  ["oci_load", "@rules_oci//oci:defs.bzl"],
  ["oci_push", "@rules_oci//oci:defs.bzl"],
  ["image_manifest", "@rules_img//img:image.bzl"],
]);
const MODULE =
  /^(module|bazel_dep|\w+ = use_extension|use_repo|\w+\.\w+|register_toolchains|local_path_override|archive_override|git_override)\(/m;
const RULE_SETS = ["rules_img", "rules_oci", "aspect_rules_py"] as const;

const snippets = allSnippets().filter(isForBazel);
const place = ({ page, line }: Snippet) => `${page}:${line}`;
const starlark = snippets.filter(({ language }) => language === "starlark");
const modules = starlark.filter(({ text }) => MODULE.test(text));
const builds = starlark.filter((snippet) => !modules.includes(snippet));

let workspace: Workspace;
let ownModule: string;
/** Flags that put stand-ins where Debian does not have a rule set. */
const overrides = RULE_SETS.map(standIn);

beforeAll(() => {
  workspace = Workspace.create("test/e2e/snippets", "snippets", DEBIAN);
  writeBase(path.join(workspace.folder, "python_slim", "layout"));
  writeFileSync(
    path.join(workspace.folder, "python_slim", "BUILD.bazel"),
    'filegroup(name = "python_slim", srcs = ["layout"], visibility = ["//visibility:public"])\n',
  );
  writeFileSync(path.join(workspace.folder, "python_slim", "MODULE.bazel"), "");
  ownModule = `${workspace.read("MODULE.bazel")}
${RULE_SETS.map((name) => `bazel_dep(name = "${name}", version = "0")`).join("\n")}
rules_img = use_extension("@package_layers//bazel:extensions.bzl", "rules_img")
rules_img.providers(bzl = "@rules_img//img:providers.bzl")
layer_lock = use_extension("@package_layers//bazel:extensions.bzl", "layer_lock")
layer_lock.read(name = "app_lock", lock = "//:app_layers.lock.json")
use_repo(layer_lock, "app_lock")
local_repository = use_repo_rule("@bazel_tools//tools/build_defs/repo:local.bzl", "local_repository")
local_repository(name = "python_slim", path = "python_slim")
`;
  workspace.write("MODULE.bazel", ownModule);
  run("git", ["init", "--quiet"], { cwd: workspace.folder });
  const author = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
  run("git", [...author, "commit", "--quiet", "--allow-empty", "--message=one"], { cwd: workspace.folder });
});

/** A layer lock of the programs here. */
const LOCK = {
  schema: 2,
  mostLayers: 4,
  layers: ["idna", "six"],
  packages: { idna: "idna", six: "six" },
};

/** A base of no layer: what stands in it is not what snippets are about. */
function writeBase(layout: string): void {
  const blobs = path.join(layout, "blobs", "sha256");
  mkdirSync(blobs, { recursive: true });
  const put = (value: unknown) => {
    const bytes = Buffer.from(JSON.stringify(value));
    const digest = createHash("sha256").update(bytes).digest("hex");
    writeFileSync(path.join(blobs, digest), bytes);
    return { digest: `sha256:${digest}`, size: bytes.length };
  };
  const config = { architecture: "amd64", os: "linux", config: {}, rootfs: { type: "layers", diff_ids: [] } };
  const manifest = {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: { mediaType: "application/vnd.oci.image.config.v1+json", ...put(config) },
    layers: [],
  };
  const index = { schemaVersion: 2, manifests: [{ mediaType: manifest.mediaType, ...put(manifest) }] };
  writeFileSync(path.join(layout, "index.json"), JSON.stringify(index));
  writeFileSync(path.join(layout, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
}

/** A BUILD file of a snippet: the loads that it leaves out, and the targets of its own package that it names. */
function buildFile({ text }: Snippet): string {
  const loaded = [...text.matchAll(/^load\(.*$/gm)].join("\n");
  const called = [...text.matchAll(/^(\w+)\(/gm)].map(([, name]) => name!);
  const loads = [...new Set(called)]
    .filter((name) => SYMBOLS.has(name) && !loaded.includes(`"${name}"`))
    .map((name) => `load("${SYMBOLS.get(name)}", "${name}")`);
  const defined = [...text.matchAll(/^ *name = "([^"]+)"/gm), ...text.matchAll(/\(name = "([^"]+)"/g)].map(
    ([, name]) => name!,
  );
  const named = [...text.matchAll(/"(?::|\/\/:)?([\w./]+)"/g)];
  const labels = named.filter(([whole]) => whole.startsWith('":')).map(([, name]) => name!);
  const aliases = [...new Set(labels)]
    .filter((name) => !defined.some((target) => name === target || name.startsWith(`${target}.`)))
    .map((name) => `alias(name = "${name}", actual = "//:${name}")`);
  return `${[...loads, ...aliases].join("\n")}\n${text}`;
}

test("commands are run", () => {
  const commands = snippets.filter(({ language, text }) => language === "sh" && !/^npm /m.test(text));
  expect(commands.length).toBeGreaterThan(3);
  const bazel = workspace.wrapper(overrides);
  const failures = commands.flatMap((snippet) => {
    const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", snippet.text], {
      cwd: workspace.folder,
      encoding: "utf8",
      env: { ...process.env, PATH: `${path.dirname(bazel)}:${process.env.PATH}` },
    });
    return status === 0 ? [] : [`${place(snippet)} ended with ${status}\n${stdout}\n${stderr}`];
  });
  expect(failures).toEqual([]);
});

test("BUILD files are loaded and built", () => {
  expect(builds.length).toBeGreaterThan(5);
  const packages = builds.map((snippet, index) => {
    const folder = `snippet_${index}`;
    mkdirSync(path.join(workspace.folder, folder));
    workspace.write(`${folder}/BUILD.bazel`, `# ${place(snippet)}\n${buildFile(snippet)}`);
    workspace.write(`${folder}/main.py`, workspace.read("main.py"));
    workspace.write(`${folder}/app_layers.lock.json`, JSON.stringify(LOCK));
    return `//${folder}:all`;
  });
  // The base has no Python, and is not what snippets are about.
  workspace.bazel(["build", ...overrides, "--norun_validations", "--keep_going", ...packages]);
});

test("modules are resolved", () => {
  expect(modules.length).toBeGreaterThan(3);
  const failures = modules.flatMap((snippet) => {
    const own = snippet.text.includes("module(") ? "" : 'module(name = "snippet")\n';
    const needed = ["package_layers", "platforms", "rules_python", ...RULE_SETS].filter(
      (name) => !snippet.text.includes(`bazel_dep(name = "${name}"`),
    );
    const versions = new Map([
      ["platforms", "0.0.7"],
      ["rules_python", "0.22.1"],
    ]);
    const dependencies = needed.map((name) => `bazel_dep(name = "${name}", version = "${versions.get(name) ?? "0"}")`);
    // Debian has one version of each rule set; what a page names is for those who have a registry.
    const text = snippet.text
      .replace(/(bazel_dep\(name = "rules_python", version = ")[^"]+/, "$10.22.1")
      .replace(/(bazel_dep\(name = "platforms", version = ")[^"]+/, "$10.0.7");
    workspace.write("MODULE.bazel", `${own}${text}\n${dependencies.join("\n")}\n`);
    try {
      workspace.bazel(["mod", "graph", ...overrides]);
      return [];
    } catch (error) {
      return [`${place(snippet)}: ${(error as Error).message}`];
    }
  });
  workspace.write("MODULE.bazel", ownModule);
  expect(failures).toEqual([]);
});

test("flags of .bazelrc are taken", () => {
  const flags = snippets
    .filter(({ language }) => language === "bazelrc")
    .flatMap(({ text }) => text.split("\n"))
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => /^(?:common|build) (--\S+)$/.exec(line)?.[1] ?? `not of the form "common --flag": ${line}`);
  expect(flags.length).toBeGreaterThan(2);
  // Each by itself: some are of two ways to do one thing, and caches are not there.
  const settings = flags.filter((flag) => !/^--(remote_(cache|executor)|spawn_strategy|config)=/.test(flag));
  for (const flag of new Set(settings)) {
    workspace.bazel(["build", "--nobuild", ...overrides, flag, "//:app_layers"]);
  }
});
