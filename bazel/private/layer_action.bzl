"""The action that turns files into one layer; packages, interpreter, other repositories and application all use it."""

load("@bazel_skylib//rules:common_settings.bzl", "BuildSettingInfo")

# Where the runfiles of every application are put, so that a package has one path in all images.
RUNFILES_IN_IMAGE = "app.runfiles"

# Multiplex workers share one process, so that its memory is bounded once; actions of all our mnemonics do.
EXECUTION_REQUIREMENTS = {
    "requires-worker-protocol": "proto",
    "supports-multiplex-sandboxing": "1",
    "supports-multiplex-workers": "1",
    "supports-path-mapping": "1",
    "supports-worker-cancellation": "1",
    "supports-workers": "1",
    "worker-key-mnemonic": "PackageLayer",
}

# What the blobs are called, by compression.
LAYER_EXTENSIONS = {
    "gzip": ".tar.gz",
    "none": ".tar",
    "zstd": ".tar.zst",
}

LAYER_ATTRS = {
    "_compression": attr.label(default = "//bazel/settings:compression"),
    "_exclude": attr.label(default = "//bazel/settings:exclude"),
    "_level": attr.label(default = "//bazel/settings:level"),
    "_merge_limit": attr.label(default = "//bazel/settings:merge_limit"),
    "_mtime": attr.label(default = "//bazel/settings:mtime"),
    "_owner": attr.label(default = "//bazel/settings:owner"),
    "_root": attr.label(default = "//bazel/settings:root"),
    "_worker": attr.label(
        default = "//bazel:worker",
        executable = True,
        cfg = "exec",
    ),
}

def runfiles_path(file):
    """The path of a file in the image, below its root.

    Args:
        file: File.

    Returns:
        str: app.runfiles/REPOSITORY/PATH.
    """
    path = file.short_path
    return RUNFILES_IN_IMAGE + "/" + (path[3:] if path.startswith("../") else "_main/" + path)

def _file_argument(file):
    """How the worker is told of a file: a symlink by its own target, a directory as a whole."""
    kind = "tree" if file.is_directory else "link" if getattr(file, "is_symlink", False) else "file"
    return "--%s=%s\t%s" % (kind, runfiles_path(file), file.path)

def declare_layer(
        ctx,
        *,
        name,
        kind,
        files,
        mnemonic,
        progress_message,
        version = "",
        mergeable = False,
        wheel = None,
        more_inputs = [],
        add_arguments = None):
    """Declares the action that makes one layer.

    Args:
        ctx: rule or aspect context with LAYER_ATTRS.
        name: str, the distribution's name, or the kind for what is not a package.
        kind: str, "package", "interpreter", "external" or "application".
        files: depset of File, what is put below app.runfiles.
        mnemonic: str.
        progress_message: str.
        version: str, the distribution's version when known.
        mergeable: bool, whether a second output has the blob's bytes when they are few enough to be merged.
        wheel: File or None, the wheel that the files were unpacked from.
        more_inputs: list of File, what add_arguments names.
        add_arguments: function of Args or None, adds what is not a file at its runfiles path. (A worker's strict mode
            allows one flag file only, so that there is one Args.)

    Returns:
        struct of File: blob, descriptor, mergeable (None unless asked for).
    """
    compression = ctx.attr._compression[BuildSettingInfo].value
    prefix = name if kind == "package" else ctx.label.name + "." + name
    blob = ctx.actions.declare_file(prefix + ".layer" + LAYER_EXTENSIONS[compression])
    descriptor = ctx.actions.declare_file(prefix + ".layer.json")
    outputs = [blob, descriptor]

    args = ctx.actions.args()
    args.use_param_file("@%s", use_always = True)
    args.set_param_file_format("multiline")
    args.add("layer")
    args.add(kind, format = "--kind=%s")
    args.add(name, format = "--name=%s")
    args.add(version, format = "--version=%s")
    args.add(compression, format = "--compression=%s")
    args.add(ctx.attr._level[BuildSettingInfo].value, format = "--level=%s")
    args.add(ctx.attr._mtime[BuildSettingInfo].value, format = "--mtime=%s")
    args.add(ctx.attr._owner[BuildSettingInfo].value, format = "--owner=%s")
    args.add(ctx.attr._root[BuildSettingInfo].value, format = "--root=%s")
    args.add(ctx.attr._merge_limit[BuildSettingInfo].value, format = "--merge-limit=%s")
    args.add(blob, format = "--blob=%s")
    args.add(descriptor, format = "--descriptor=%s")
    mergeable_file = None
    if mergeable:
        mergeable_file = ctx.actions.declare_file(prefix + ".mergeable")
        outputs.append(mergeable_file)
        args.add(mergeable_file, format = "--mergeable=%s")
    if kind == "package":
        args.add_all(ctx.attr._exclude[BuildSettingInfo].value, format_each = "--exclude=%s")
    if wheel:
        args.add(wheel, format = "--wheel=%s")
    args.add_all(files, map_each = _file_argument, expand_directories = False)
    if add_arguments:
        add_arguments(args)

    ctx.actions.run(
        executable = ctx.executable._worker,
        inputs = depset(more_inputs + ([wheel] if wheel else []), transitive = [files]),
        outputs = outputs,
        arguments = [args],
        mnemonic = mnemonic,
        progress_message = progress_message,
        execution_requirements = EXECUTION_REQUIREMENTS,
        toolchain = None,
    )
    return struct(blob = blob, descriptor = descriptor, mergeable = mergeable_file)
