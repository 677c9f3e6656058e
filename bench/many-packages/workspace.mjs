// A workspace of many small tagged packages in one repository, with three ways to do one action for each of them.
import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";

/** Files of a package, and bytes of each. */
export const FILES = 20;
const BYTES = 4500;

const MODULE = `
module(name = "many_packages")

bazel_dep(name = "package_layers", version = "0.2.0")
bazel_dep(name = "rules_python", version = "0.22.1")

local_repository = use_repo_rule("@bazel_tools//tools/build_defs/repo:local.bzl", "local_repository")

local_repository(
    name = "packages",
    path = "packages",
)
`;

const BUILD = (names) => `
load("@package_layers//bazel:defs.bzl", "package_layers")
load("@rules_python//python:defs.bzl", "py_binary")
load(":other_actions.bzl", "other_actions")

PACKAGES = [
${names.map((name) => `    "@packages//${name}",`).join("\n")}
]

py_binary(
    name = "app",
    srcs = ["app.py"],
    deps = PACKAGES,
)

package_layers(
    name = "app_layers",
    binary = ":app",
    layer_cost = 0,
)

exports_files(["idle_worker.cjs"])

[
    other_actions(
        name = way,
        node = "NODE",
        packages = PACKAGES,
        way = way,
        worker = "idle_worker.cjs",
    )
    for way in ["idle", "cp"]
]
`;

const PACKAGE = (name) => `
load("@rules_python//python:defs.bzl", "py_library")

py_library(
    name = "${name}",
    srcs = glob(["**/*.py"]),
    tags = ["pypi_name=${name}", "pypi_version=1.0"],
    visibility = ["//visibility:public"],
)
`;

/** As many inputs, outputs and flags in a flag file as a package's layer has, done by a worker that does nothing or by cp. */
const OTHER_ACTIONS = `
def _other_actions_impl(ctx):
    outputs = []
    for package in ctx.attr.packages:
        files = package[DefaultInfo].files
        made = [
            ctx.actions.declare_file("%s/%s.%s" % (ctx.label.name, package.label.name, ending))
            for ending in ["blob", "descriptor", "mergeable"]
        ]
        outputs += made
        if ctx.attr.way == "cp":
            ctx.actions.run_shell(
                inputs = files,
                outputs = made,
                arguments = [files.to_list()[0].path] + [file.path for file in made],
                command = 'cp "$1" "$2" && cp "$1" "$3" && cp "$1" "$4"',
                mnemonic = "Copy",
            )
            continue
        start = ctx.actions.args()
        start.add(ctx.file.worker)
        args = ctx.actions.args()
        args.use_param_file("@%s", use_always = True)
        args.set_param_file_format("multiline")
        args.add_all(made)
        args.add_all(files, format_each = "--file=%s")
        ctx.actions.run(
            executable = ctx.attr.node,
            tools = [ctx.file.worker],
            inputs = files,
            outputs = made,
            arguments = [start, args],
            mnemonic = "Idle",
            execution_requirements = {
                "requires-worker-protocol": "json",
                "supports-multiplex-workers": "1",
                "supports-workers": "1",
            },
        )
    return [DefaultInfo(files = depset(outputs))]

other_actions = rule(
    implementation = _other_actions_impl,
    attrs = {
        "node": attr.string(),
        "packages": attr.label_list(),
        "way": attr.string(values = ["cp", "idle"]),
        "worker": attr.label(allow_single_file = True),
    },
)
`;

/** Answers each request as soon as its outputs are there, empty: what is left is what Bazel costs. */
const IDLE_WORKER = `
const { writeFileSync } = require("node:fs");
require("node:readline")
  .createInterface({ input: process.stdin })
  .on("line", (line) => {
    const { arguments: args, requestId = 0 } = JSON.parse(line);
    for (const output of args.slice(0, 3)) {
      writeFileSync(output, "");
    }
    process.stdout.write(JSON.stringify({ exitCode: 0, output: "", requestId }) + "\\n");
  });
`;

/** Source text of a file that compresses as Python does, another one for each seed. */
function source(seed) {
  const lines = [];
  for (let size = 0, line = 0; size < BYTES; line++) {
    lines.push(`def function_${(seed * 7919 + line * 104729) % 1000003}(self, value=${line}):\n    return value\n`);
    size += lines.at(-1).length;
  }
  return lines.join("");
}

/** Writes the workspace with that many packages. */
export function writeWorkspace(folder, count) {
  const names = Array.from({ length: count }, (_, index) => `package_${index}`);
  const write = (file, text) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  write("MODULE.bazel", MODULE);
  write(".bazelrc", "try-import %workspace%/.testbed/bazelrc\n");
  write("BUILD.bazel", BUILD(names).replace("NODE", process.execPath));
  write("other_actions.bzl", OTHER_ACTIONS);
  write("idle_worker.cjs", IDLE_WORKER);
  write("app.py", "print('app')\n");
  write("packages/WORKSPACE", "");
  write("packages/MODULE.bazel", "");
  for (const [index, name] of names.entries()) {
    write(`packages/${name}/BUILD.bazel`, PACKAGE(name));
    for (let file = 0; file < FILES; file++) {
      write(`packages/${name}/${name}/module_${file}.py`, source(index * FILES + file));
    }
  }
}

/** Changes a file of each package, so that all actions run again without an analysis. */
export function changePackages(folder, count, turn) {
  for (let index = 0; index < count; index++) {
    const name = `package_${index}`;
    writeFileSync(
      path.join(folder, "packages", name, name, "module_0.py"),
      `${source(index * FILES)}TURN = "${turn}"\n`,
    );
  }
}
