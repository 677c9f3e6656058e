"""The module extension that chooses the worker's Node: a pinned release, or one that is already on the machine."""

load(":node_releases.bzl", "NODE_ARCHIVES", "NODE_BASE_URL", "NODE_CONSTRAINTS", "NODE_VERSION")
load(":node_repositories.bzl", "downloaded_node", "local_node", "node_toolchains")

_TOOLCHAINS = "package_layers_node_toolchains"

# A machine that cannot download says so in its own bazelrc (`--repo_env`), not in everybody's MODULE.bazel.
_PATH_VARIABLE = "PACKAGE_LAYERS_NODE"
_ZLIB_VARIABLE = "PACKAGE_LAYERS_SHARED_ZLIB"

def _chosen_tag(module_ctx):
    """The one tag that counts: the root module's, else none; tags of other modules are ignored."""
    for module in module_ctx.modules:
        tags = module.tags.local + module.tags.download
        if len(tags) > 1 and module.is_root:
            fail("package_layers: the extension `node` has %d tags in the root module; keep one `node.local` or `node.download`" % len(tags))
        if tags and module.is_root:
            return tags[0], bool(module.tags.local)
    return None, False

def _node_impl(module_ctx):
    tag, is_local = _chosen_tag(module_ctx)
    path = module_ctx.os.environ.get(_PATH_VARIABLE) or (tag.path if is_local else "")
    if path:
        allow_shared_zlib = module_ctx.os.environ.get(_ZLIB_VARIABLE) == "allow" or (is_local and tag.allow_shared_zlib)
        local_node(name = "package_layers_node_local", path = path, allow_shared_zlib = allow_shared_zlib)
        node_toolchains(
            name = _TOOLCHAINS,
            allow_shared_zlib = allow_shared_zlib,
            constraints = {"local": []},
            nodes = {"local": "@package_layers_node_local//:node"},
        )
        return
    version = tag.version if tag else NODE_VERSION
    integrity = {platform: sha256 for platform, (_, sha256) in NODE_ARCHIVES.items()}
    if version != NODE_VERSION or (tag and tag.sha256):
        integrity = tag.sha256
        if not integrity:
            fail("package_layers: node.download(version = \"%s\") needs sha256 = {platform: checksum}; platforms are %s" % (version, ", ".join(NODE_ARCHIVES.keys())))
    unknown = [platform for platform in integrity if platform not in NODE_ARCHIVES]
    if unknown:
        fail("package_layers: node.download does not know the platform %s; platforms are %s" % (", ".join(unknown), ", ".join(NODE_ARCHIVES.keys())))
    for platform, sha256 in integrity.items():
        downloaded_node(
            name = "package_layers_node_" + platform.replace("-", "_"),
            archive = "node-v%s-%s" % (version, platform),
            extension = NODE_ARCHIVES[platform][0],
            base_url = (tag.base_url if tag else NODE_BASE_URL) + "/v" + version,
            sha256 = sha256,
        )
    node_toolchains(
        name = _TOOLCHAINS,
        nodes = {platform: "@package_layers_node_%s//:node" % platform.replace("-", "_") for platform in integrity},
        constraints = {platform: NODE_CONSTRAINTS[platform] for platform in integrity},
    )

node = module_extension(
    implementation = _node_impl,
    doc = """Chooses the Node that runs the worker. Without a tag in the root module a pinned release is downloaded.

    node = use_extension("@package_layers//bazel:extensions.bzl", "node")
    node.local(path = "/usr/bin/node")

`--repo_env=PACKAGE_LAYERS_NODE=/usr/bin/node` overrides any tag, and `--repo_env=PACKAGE_LAYERS_SHARED_ZLIB=allow` is
`allow_shared_zlib` for it.""",
    environ = [_PATH_VARIABLE, _ZLIB_VARIABLE],
    tag_classes = {
        "download": tag_class(
            doc = "Downloads a release of Node; every archive is checked against its SHA-256.",
            attrs = {
                "base_url": attr.string(
                    doc = "Where the releases are: below it, `v<version>/node-v<version>-<platform>.tar.xz` (`.tar.gz` for darwin).",
                    default = NODE_BASE_URL,
                ),
                "sha256": attr.string_dict(
                    doc = "SHA-256 of the archive by platform (linux-x64, linux-arm64, darwin-x64, darwin-arm64); only these platforms get a toolchain. Needed for every version but the default.",
                ),
                "version": attr.string(
                    doc = "The release, 20.15 or later; zstd compression needs 22.15 or later.",
                    default = NODE_VERSION,
                ),
            },
        ),
        "local": tag_class(
            doc = "Uses a Node of this machine; the workers of a remote execution service must have it at the same path.",
            attrs = {
                "allow_shared_zlib": attr.bool(
                    doc = "Whether the Node may compress with the system's zlib, as those of Linux distributions do. Layers then have other bytes than those of other Nodes: every machine that shares a cache needs this very Node.",
                ),
                "path": attr.string(
                    doc = "Absolute path of the `node` executable.",
                    mandatory = True,
                ),
            },
        ),
    },
)
