"""The repositories of the extension `node`: the executable, and the toolchains that offer it."""

def _downloaded_node_impl(repository_ctx):
    url = "%s/%s%s" % (repository_ctx.attr.base_url, repository_ctx.attr.archive, repository_ctx.attr.extension)
    downloaded = repository_ctx.download_and_extract(
        allow_fail = True,
        url = url,
        sha256 = repository_ctx.attr.sha256,
        stripPrefix = repository_ctx.attr.archive,
    )
    if not downloaded.success:
        fail(("package_layers: the worker's Node cannot be fetched from %s (the lines above say why); in the root module name a mirror with " +
              "node.download(base_url = \"https://…/dist\") or a Node of this machine with node.local(path = \"/usr/bin/node\"), " +
              "or for one machine alone --repo_env=PACKAGE_LAYERS_NODE=/usr/bin/node") % url)
    repository_ctx.symlink("bin/node", "node")
    repository_ctx.file("BUILD.bazel", 'exports_files(["node"], visibility = ["//visibility:public"])\n')

downloaded_node = repository_rule(
    implementation = _downloaded_node_impl,
    doc = "One release of Node, unpacked.",
    attrs = {
        "archive": attr.string(doc = "Name of the archive without its ending; also its top folder.", mandatory = True),
        "base_url": attr.string(doc = "Folder of the archive.", mandatory = True),
        "extension": attr.string(doc = "Ending of the archive.", mandatory = True),
        "sha256": attr.string(doc = "SHA-256 of the archive.", mandatory = True),
    },
)

def _local_node_impl(repository_ctx):
    path = repository_ctx.attr.path
    if not path.startswith("/"):
        fail("package_layers: node.local needs an absolute path, not \"%s\"" % path)
    if not repository_ctx.path(path).exists:
        fail("package_layers: node.local(path = \"%s\"): there is no such file; install Node 20.15 or later there, or use node.download()" % path)
    if not repository_ctx.attr.allow_shared_zlib:
        # A Node for another kind of machine does not run here; the worker itself checks it.
        asked = repository_ctx.execute([path, "-p", "process.config.variables.node_shared_zlib"], environment = {"NODE_OPTIONS": ""})
        if asked.return_code == 0 and asked.stdout.strip() == "true":
            fail(("package_layers: node.local(path = \"%s\"): this Node compresses with the system's zlib, so its layers would have other bytes than elsewhere; " +
                  "use node.download() or a Node of nodejs.org; if every machine has this very Node, set allow_shared_zlib = True " +
                  "(for one machine alone: --repo_env=PACKAGE_LAYERS_SHARED_ZLIB=allow)") % path)
    repository_ctx.symlink(path, "node")
    repository_ctx.file("BUILD.bazel", 'exports_files(["node"], visibility = ["//visibility:public"])\n')

local_node = repository_rule(
    implementation = _local_node_impl,
    doc = "The Node of this machine.",
    attrs = {
        "allow_shared_zlib": attr.bool(doc = "Whether its zlib may be the system's."),
        "path": attr.string(doc = "Absolute path of the executable.", mandatory = True),
    },
    local = True,
)

_TOOLCHAIN = """
node_toolchain(
    name = "{name}",
    allow_shared_zlib = {allow_shared_zlib},
    node = "{node}",
)

toolchain(
    name = "{name}_toolchain",
    # The worker is this toolchain's target: its platform is where Node runs, and not the one that would build the worker.
    target_compatible_with = {constraints},
    toolchain = ":{name}",
    toolchain_type = "{toolchain_type}",
)
"""

def _node_toolchains_impl(repository_ctx):
    repository_ctx.file(
        "BUILD.bazel",
        'load("%s", "node_toolchain")\n\n' % Label("//bazel:node_toolchain.bzl") +
        # Where Bazel holds toolchains to visibility (--incompatible_check_visibility_for_toolchains).
        'package(default_visibility = ["//visibility:public"])\n' +
        "".join([
            _TOOLCHAIN.format(
                name = platform,
                allow_shared_zlib = repository_ctx.attr.allow_shared_zlib,
                node = node,
                constraints = [str(Label(constraint)) for constraint in repository_ctx.attr.constraints[platform]],
                toolchain_type = Label("//bazel/node:toolchain_type"),
            )
            for platform, node in repository_ctx.attr.nodes.items()
        ]),
    )

node_toolchains = repository_rule(
    implementation = _node_toolchains_impl,
    doc = "One toolchain for each platform that has a Node.",
    attrs = {
        "allow_shared_zlib": attr.bool(doc = "Whether the zlib of the Nodes may be the system's."),
        "constraints": attr.string_list_dict(doc = "Platform to labels of its constraints.", mandatory = True),
        "nodes": attr.string_dict(doc = "Platform to label of its executable.", mandatory = True),
    },
)
