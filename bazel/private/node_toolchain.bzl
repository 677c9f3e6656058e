"""The toolchain that gives the worker its Node."""

NODE_TOOLCHAIN_TYPE = Label("//bazel/node:toolchain_type")

def _node_toolchain_impl(ctx):
    return [platform_common.ToolchainInfo(
        allow_shared_zlib = ctx.attr.allow_shared_zlib,
        node = ctx.file.node,
    )]

node_toolchain = rule(
    implementation = _node_toolchain_impl,
    doc = """A Node executable for the worker; wrap it in a `toolchain` of type `@package_layers//bazel/node:toolchain_type`.

Needed only if the Node is neither the downloaded one nor a local path (see the module extension `node`), for example
to use the Node of rules_nodejs.""",
    attrs = {
        "allow_shared_zlib": attr.bool(
            doc = "Whether the Node may compress with the system's zlib, as those of Linux distributions do: its layers have other bytes than those of other Nodes. Without it the worker refuses such a Node.",
        ),
        "node": attr.label(
            doc = "The `node` executable, version 20.15 or later; zstd compression needs 22.15 or later. One file that needs no others.",
            allow_single_file = True,
            mandatory = True,
        ),
    },
)
