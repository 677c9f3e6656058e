// The workspace of `npm run bench:image`: the programs of examples/ and three ways to make an image of each.
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

const REPOSITORY = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

const OF_RULES_IMG = path.join(REPOSITORY, "test", "e2e", "rules-img");
const OF_RULES_OCI = path.join(REPOSITORY, "test", "e2e", "rules-oci");

/** That of test/e2e/rules-img, which has the programs that rules_img would download, with what the classic recipe needs. */
const MODULE = readFileSync(path.join(OF_RULES_IMG, "MODULE.bazel"), "utf8")
  .replace(/^""".*"""$/m, '"""One workspace with three ways to make an image."""')
  .replace(/^module\(.*\)$/m, 'module(name = "image_bench")')
  .replace(/^layer_lock = [\s\S]*?^use_repo\(layer_lock.*\n\n/m, "")
  .replace(
    /^bazel_dep/m,
    'bazel_dep(name = "bazel_lib", version = "3.0.0")\nbazel_dep(name = "tar.bzl", version = "0.10.1")\nbazel_dep',
  );

/** The modules of the contenders, by the names that the page gives. */
export const VERSIONS = Object.fromEntries(
  ["rules_python", "tar.bzl", "rules_img"].map((name) => {
    const version = new RegExp(`name = "${name}", version = "(.*)"`).exec(MODULE)?.[1];
    if (version === undefined) {
      throw new Error(`the workspace has no ${name}`);
    }
    return [name, version];
  }),
);

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
  cpSync(path.join(OF_RULES_IMG, "tools", "launcher"), path.join(tools, "launcher"), { recursive: true });
  copyFileSync(path.join(OF_RULES_IMG, "tools", "finalize.sh"), path.join(tools, "finalize.sh"));
  copyFileSync(path.join(OF_RULES_OCI, "tools", "coreutils.sh"), path.join(tools, "coreutils.sh"));
  write("tools/BUILD.bazel", readFileSync(path.join(OF_RULES_IMG, "tools", "BUILD.newer.bazel"), "utf8") + TOOLS);
  for (const [name, program] of Object.entries(programs)) {
    symlinkSync(program, path.join(tools, name));
  }
}
