// The workspace of `npm run bench:image`: the programs of examples/ and three ways to make an image of each.
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

const REPOSITORY = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** The modules of the contenders, by the names that the page gives. */
export const VERSIONS = { rules_python: "2.3.2", "tar.bzl": "0.10.1", rules_img: "0.3.19" };

/** The programs that tar.bzl and rules_img would download come from the machine (as in test/e2e/rules-img). */
const MODULE = `"""One workspace with three ways to make an image."""

module(name = "image_bench")

bazel_dep(name = "package_layers", version = "0.2.0")
bazel_dep(name = "bazel_lib", version = "3.0.0")
bazel_dep(name = "hermetic_launcher", version = "0.0.10")
bazel_dep(name = "platforms", version = "1.0.0")
${Object.entries(VERSIONS)
  .map(([name, version]) => `bazel_dep(name = "${name}", version = "${version}")\n`)
  .join("")}
pip = use_extension("@rules_python//python/extensions:pip.bzl", "pip")
pip.parse(
    hub_name = "pypi",
    python_interpreter = "/usr/bin/python3",
    python_version = "3.11",
    requirements_lock = "//:requirements_lock.txt",
)
use_repo(pip, "pypi")

prebuilt_img_tool = use_extension("@rules_img//img/private/prebuilt:prebuilt.bzl", "prebuilt_img_tool")
prebuilt_img_tool.collection(
    name = "img_toolchain",
    override = True,
)
prebuilt_img_tool.host_tool(binary = "//tools:img")

local_repository = use_repo_rule("@bazel_tools//tools/build_defs/repo:local.bzl", "local_repository")

local_repository(
    name = "launcher",
    path = "tools/launcher",
)

launchers = use_extension("@hermetic_launcher//launcher/private:extensions.bzl", "non_module_dependencies")
override_repo(
    launchers,
    runfiles_stub_aarch64_linux = "launcher",
    runfiles_stub_x86_64_linux = "launcher",
)

local_runtime_repo = use_repo_rule("@rules_python//python/local_toolchains:repos.bzl", "local_runtime_repo")

local_runtime_toolchains_repo = use_repo_rule("@rules_python//python/local_toolchains:repos.bzl", "local_runtime_toolchains_repo")

local_runtime_repo(
    name = "local_python3",
    interpreter_path = "/usr/bin/python3",
    on_failure = "fail",
)

local_runtime_toolchains_repo(
    name = "local_toolchains",
    runtimes = ["local_python3"],
)

register_toolchains(
    "@local_toolchains//:all",
    "//tools:all",
)
`;

/** The classic recipe: the listing of the runfiles, divided by paths, and a tar of each part. */
const WAYS = `"""Three ways to make an image of a program."""

load("@package_layers//bazel:defs.bzl", "package_layers")
load("@rules_img//img:image.bzl", "image_manifest")
load("@rules_img//img:layer.bzl", "image_layer")
load("@tar.bzl", "mtree_spec", "tar")

_INTERPRETER = "runfiles/[^ ]*python_3_11"
_PACKAGES = "/site-packages/"
_PARTS = {
    "interpreter": "grep -E '%s' $< | grep -v '%s'" % (_INTERPRETER, _PACKAGES),
    "packages": "grep '%s' $<" % _PACKAGES,
    "application": "grep -v '%s' $< | grep -v -E '%s'" % (_PACKAGES, _INTERPRETER),
}

def images(name, binary):
    """Declares NAME_package_layers, NAME_three, NAME_three_gzip and NAME_rules_img.

    Args:
        name: str.
        binary: label of a py_binary.
    """
    package_layers(
        name = name + "_package_layers",
        binary = binary,
    )
    mtree_spec(
        name = name + "_mtree",
        srcs = [binary],
    )
    for part, command in _PARTS.items():
        native.genrule(
            name = "%s_%s_mtree" % (name, part),
            srcs = [":%s_mtree" % name],
            outs = ["%s_%s.mtree" % (name, part)],
            cmd = "{ echo '#mtree'; %s || true; } > $@" % command,
        )
        for kind, compress in [("three", None), ("three_gzip", "gzip")]:
            tar(
                name = "%s_%s_%s" % (name, kind, part),
                srcs = [binary],
                mtree = ":%s_%s_mtree" % (name, part),
                compress = compress,
                out = "%s_%s_%s.%s" % (name, kind, part, "tar" if compress == None else "tar.gz"),
            )
    for kind in ["three", "three_gzip"]:
        native.filegroup(
            name = "%s_%s" % (name, kind),
            srcs = [":%s_%s_%s" % (name, kind, part) for part in _PARTS],
        )
    image_layer(
        name = name + "_layer",
        srcs = {"/app/" + name: binary},
    )
    image_manifest(
        name = name + "_rules_img",
        entrypoint = ["/app/" + name],
        layers = [":%s_layer" % name],
    )
`;

const TOOLS = `
load("@bazel_lib//lib/private:coreutils_toolchain.bzl", "coreutils_toolchain")
load("@tar.bzl//tar/toolchain:toolchain.bzl", "tar_toolchain")

tar_toolchain(
    name = "bsdtar_here",
    binary = "bsdtar",
)

toolchain(
    name = "bsdtar_toolchain",
    toolchain = ":bsdtar_here",
    toolchain_type = "@tar.bzl//tar/toolchain:type",
)

coreutils_toolchain(
    name = "coreutils_here",
    binary = "coreutils.sh",
)

toolchain(
    name = "coreutils_toolchain",
    toolchain = ":coreutils_here",
    toolchain_type = "@bazel_lib//lib:coreutils_toolchain_type",
)
`;

/** A lock's lines of the package that is upgraded: the version before the one of examples/. */
const OLDER = `idna==3.19 \\
    --hash=sha256:815e7be7a7806d54abb586dc943addc79e8b2ee16915059658cbeff4b1b43bf4
`;
/** The package that is upgraded. */
export const UPGRADED = "idna";

/** Sets the lock back to the version before, or to that of examples/. */
export function setLock(workspace, isUpgraded) {
  const lock = readFileSync(path.join(REPOSITORY, "examples", "requirements_lock.txt"), "utf8");
  const lines = new RegExp(`^${UPGRADED}==.*\\n(?: +--hash=.*\\n)+`, "m");
  if (!lines.test(lock)) {
    throw new Error(`examples/requirements_lock.txt has no ${UPGRADED}`);
  }
  writeFileSync(path.join(workspace, "requirements_lock.txt"), isUpgraded ? lock : lock.replace(lines, OLDER));
}

/**
 * Writes the workspace.
 *
 * @param {string} workspace Empty folder.
 * @param {{img: string, bsdtar: string}} programs Absolute paths.
 */
export function writeWorkspace(workspace, programs) {
  const write = (file, text) => writeFileSync(path.join(workspace, file), text);
  const examples = path.join(REPOSITORY, "examples");
  for (const file of ["forecast.py", "report.py", "report.html.jinja", "table.py"]) {
    copyFileSync(path.join(examples, file), path.join(workspace, file));
    chmodSync(path.join(workspace, file), 0o644);
  }
  setLock(workspace, false);
  write("MODULE.bazel", MODULE);
  write("ways.bzl", WAYS);
  write(".bazelrc", `common --override_module=package_layers=${REPOSITORY}\ntry-import %workspace%/.testbed/bazelrc\n`);
  const text = readFileSync(path.join(examples, "BUILD.bazel"), "utf8");
  const programRules = text.slice(0, text.indexOf("# A cap below the number of packages"));
  const loads = programRules
    .replace(', "package_layers", ', ", ")
    .replace('"image_pages", "wheel_index"', '"wheel_index"');
  write(
    "BUILD.bazel",
    `${loads.replace('load("@pypi//', 'load("//:ways.bzl", "images")\nload("@pypi//')}
images(name = "first", binary = ":forecast")

images(name = "second", binary = ":report")
`,
  );
  const tools = path.join(workspace, "tools");
  mkdirSync(tools);
  const theirs = path.join(REPOSITORY, "test", "e2e", "rules-img", "tools");
  cpSync(path.join(theirs, "launcher"), path.join(tools, "launcher"), { recursive: true });
  copyFileSync(path.join(theirs, "finalize.sh"), path.join(tools, "finalize.sh"));
  const ofOci = path.join(REPOSITORY, "test", "e2e", "rules-oci", "tools");
  copyFileSync(path.join(ofOci, "coreutils.sh"), path.join(tools, "coreutils.sh"));
  write("tools/BUILD.bazel", readFileSync(path.join(theirs, "BUILD.newer.bazel"), "utf8") + TOOLS);
  for (const [name, program] of Object.entries(programs)) {
    symlinkSync(program, path.join(tools, name));
  }
}
