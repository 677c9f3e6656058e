"""The module extension that reads a layer lock when Bazel loads the workspace."""

load(":layer_lock_file.bzl", "read_lock")
load(":watch_path.bzl", "watch_path")

_LAYERS_BZL = '''"""The layer lock {path}, read at loading time: `package_layers(lock = LOCK)`."""

LOCK = struct(
    file = {file},
    path = "{path}",
    most = {most},
    layers = {{name: ids for name, ids in {layers}}},
)
'''

def _layer_lock_repository_impl(repository_ctx):
    label = repository_ctx.attr.lock

    # This repository is made again when the lock changes, is created or removed.
    file = watch_path(repository_ctx, repository_ctx.path(label))
    path = "/".join([part for part in [label.package, label.name] if part])
    lock = read_lock(repository_ctx.read(file), path) if file.exists else None
    repository_ctx.file("BUILD.bazel", 'exports_files(["layers.bzl"], visibility = ["//visibility:public"])\n')
    repository_ctx.file("layers.bzl", _LAYERS_BZL.format(
        path = path,
        file = 'Label("%s")' % label if lock else None,
        most = lock.most if lock else 0,
        # A list, since JSON objects are written in the order of their keys and layers have their own order.
        layers = json.encode_indent(lock.layers.items() if lock else [], prefix = "    ", indent = "    "),
    ))

_layer_lock_repository = repository_rule(
    implementation = _layer_lock_repository_impl,
    doc = "A layer lock as Starlark.",
    attrs = {"lock": attr.label(doc = "The checked-in lock.", mandatory = True)},
)

def _layer_lock_impl(module_ctx):
    for module in module_ctx.modules:
        for tag in module.tags.read:
            _layer_lock_repository(name = tag.name, lock = tag.lock)

layer_lock = module_extension(
    implementation = _layer_lock_impl,
    doc = """Reads a layer lock at loading time, so that the number of layers is known at analysis.

    layer_lock = use_extension("@package_layers//bazel:extensions.bzl", "layer_lock")
    layer_lock.read(name = "app_lock", lock = "//:app_layers.lock.json")
    use_repo(layer_lock, "app_lock")

In a BUILD file, `load("@app_lock//:layers.bzl", "LOCK")` gives what `package_layers(lock = LOCK)` takes. As long as there
is no such file, there is no lock yet, and `bazel run` of the image's .lock target writes it.""",
    tag_classes = {
        "read": tag_class(
            doc = "Reads one lock.",
            attrs = {
                "lock": attr.label(doc = "The checked-in lock.", mandatory = True),
                "name": attr.string(doc = "Name of the repository whose `layers.bzl` has the lock.", mandatory = True),
            },
        ),
    },
)
