"""The executable that does the work: the bundled TypeScript, run by the Node of the toolchain."""

load(":node_toolchain.bzl", "NODE_TOOLCHAIN_TYPE")
load(":path_in_runfiles.bzl", "path_in_runfiles")
load(":platform_transition.bzl", "host_transition")

PackageLayersWorkerInfo = provider(
    doc = "The two source files that the worker consists of, and how they are started.",
    fields = {
        "bundle": "File, the JavaScript",
        "node": "File, the executable that runs it",
        "start_flags": "list of str, what comes after the bundle",
    },
)

def _worker_impl(ctx):
    toolchain = ctx.toolchains[NODE_TOOLCHAIN_TYPE]
    node = toolchain.node
    start_flags = ["--allow_shared_zlib"] if toolchain.allow_shared_zlib else []
    executable = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.expand_template(
        template = ctx.file._launcher,
        output = executable,
        substitutions = {
            "%{bundle_in_runfiles}": path_in_runfiles(ctx.file.bundle.short_path),
            "%{bundle}": ctx.file.bundle.path,
            "%{node_in_runfiles}": path_in_runfiles(node.short_path),
            "%{node}": node.path,
            "%{start_flags}": " ".join(start_flags),
        },
        is_executable = True,
    )
    return [
        DefaultInfo(
            executable = executable,
            files = depset([executable]),
            runfiles = ctx.runfiles(files = [ctx.file.bundle, node]),
        ),
        PackageLayersWorkerInfo(bundle = ctx.file.bundle, node = node, start_flags = start_flags),
    ]

_WORKER_ATTRS = {
    "bundle": attr.label(
        doc = "The bundled JavaScript of the worker.",
        allow_single_file = [".cjs"],
        mandatory = True,
    ),
    "_launcher": attr.label(
        allow_single_file = True,
        default = "//bazel/worker:worker.sh.tpl",
    ),
}

package_layers_worker = rule(
    implementation = _worker_impl,
    doc = "An executable for actions (persistent worker or one-shot) and, through `bazel run`, for people.",
    executable = True,
    attrs = _WORKER_ATTRS,
    toolchains = [NODE_TOOLCHAIN_TYPE],
)

package_layers_host_worker = rule(
    implementation = _worker_impl,
    doc = """The same executable for the machine that Bazel itself runs on, whatever platform the build is for and wherever its actions run:
on a Mac a Mac's, while images are for Linux and made by remote execution.""",
    executable = True,
    attrs = _WORKER_ATTRS | {
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
    cfg = host_transition,
    toolchains = [NODE_TOOLCHAIN_TYPE],
)
