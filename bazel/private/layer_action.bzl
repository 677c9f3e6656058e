"""The action that turns files into one layer; packages, interpreter, other repositories and application all use it."""

load("@bazel_skylib//rules:common_settings.bzl", "BuildSettingInfo")
load(":image_paths.bzl", "OWN_DIRECTORIES", "RUNFILES_IN_IMAGE", "VENV", "runfiles_path")
load(":runfiles_tree.bzl", "file_flag")
load(":worker_action.bzl", "WORKER_ATTRS", "run_worker", "worker_args")

# The suffix of a blob's name, by compression.
LAYER_EXTENSIONS = {
    "gzip": ".tar.gz",
    "none": ".tar",
    "zstd": ".tar.zst",
}

LAYER_ATTRS = {
    "_application_mtime": attr.label(default = "//bazel/settings:application_mtime"),
    "_compression": attr.label(default = "//bazel/settings:compression"),
    "_exclude": attr.label(default = "//bazel/settings:exclude"),
    "_level": attr.label(default = "//bazel/settings:level"),
    "_merge_limit": attr.label(default = "//bazel/settings:merge_limit"),
    "_mtime": attr.label(default = "//bazel/settings:mtime"),
    "_owner": attr.label(default = "//bazel/settings:owner"),
    "_root": attr.label(default = "//bazel/settings:root"),
} | WORKER_ATTRS

def _file_argument(path_of, programs, declared_links):
    """The flag that names a file to the worker."""

    def file_argument(file):
        path = path_of(file)
        return "--%s=%s\t%s" % (file_flag(file, programs, declared_links), path, file.path) if path else None

    return file_argument

def _mtime(ctx, kind):
    """The time of a layer's entries: the application, which changes at every edit, may have another than the layers that images share."""
    application_mtime = ctx.attr._application_mtime[BuildSettingInfo].value
    if kind == "application" and application_mtime != -1:
        return application_mtime
    return ctx.attr._mtime[BuildSettingInfo].value

def declare_ztoc(ctx, name, blob):
    """Declares the action that makes the zTOC of a blob; it runs only if the zTOC is asked for.

    Args:
        ctx: rule or aspect context with WORKER_ATTRS.
        name: str, the output's name, without its `.ztoc`.
        blob: File, a layer of gzip.

    Returns:
        File.
    """
    ztoc = ctx.actions.declare_file(name + ".ztoc")
    args = worker_args(ctx, "soci-ztoc")
    args.add(blob, format = "--blob=%s")
    args.add(ztoc, format = "--ztoc=%s")
    run_worker(
        ctx,
        args = args,
        inputs = [blob],
        outputs = [ztoc],
        mnemonic = "LayerZtoc",
        progress_message = "Making the zTOC of " + name,
    )
    return ztoc

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
        path_of = runfiles_path,
        variant = "",
        venv = False,
        programs = {},
        declared_links = {},
        keep_compiled = False,
        more_inputs = [],
        add_arguments = None):
    """Declares the action that makes one layer.

    Args:
        ctx: rule or aspect context with LAYER_ATTRS.
        name: str, the distribution's name, or the kind for what is not a package.
        kind: str, "package", "interpreter", "external" or "application".
        files: depset of File, put at the paths of path_of.
        mnemonic: str.
        progress_message: str.
        version: str, the distribution's version when known.
        mergeable: bool, whether a second output has the blob's bytes when they are few enough to be merged.
        wheel: File or None, the wheel that the files were unpacked from.
        path_of: function from File to its path in the image, or None for what is left out.
        variant: str, distinguishes the outputs from those of another layer of the same files; may be empty.
        venv: bool, whether the files are a package of a virtual environment, whose scripts are to be installed.
        programs: dict whose keys are the Files that their targets say are executable.
        declared_links: dict whose keys are the Files that actions declare as symlinks by a path.
        keep_compiled: bool, whether compiled modules among the files are not the wheel's and stay; for venv only.
        more_inputs: list of File, the files that add_arguments names.
        add_arguments: function of Args or None, adds entries that are not files at their runfiles paths.

    Returns:
        struct of File: blob, descriptor, facts, mergeable (None unless asked for), ztoc (None unless the blob is of gzip).
    """
    compression = ctx.attr._compression[BuildSettingInfo].value
    prefix = (name if kind == "package" else ctx.label.name + "." + name) + ("." + variant if variant else "")
    blob = ctx.actions.declare_file(prefix + ".layer" + LAYER_EXTENSIONS[compression])
    descriptor = ctx.actions.declare_file(prefix + ".layer.json")
    facts = ctx.actions.declare_file(prefix + ".facts.json")
    outputs = [blob, descriptor, facts]

    args = worker_args(ctx, "layer")
    args.add(kind, format = "--kind=%s")
    args.add(name, format = "--name=%s")
    args.add(version, format = "--version=%s")
    args.add(compression, format = "--compression=%s")
    args.add(ctx.attr._level[BuildSettingInfo].value, format = "--level=%s")
    args.add(_mtime(ctx, kind), format = "--mtime=%s")
    args.add(ctx.attr._owner[BuildSettingInfo].value, format = "--owner=%s")
    args.add(ctx.attr._root[BuildSettingInfo].value, format = "--root=%s")
    args.add_all(OWN_DIRECTORIES, format_each = "--own-directory=%s")

    # A directory of the workspace is a File like any other at analysis.
    args.add("--source-directories=true")
    args.add(ctx.attr._merge_limit[BuildSettingInfo].value, format = "--merge-limit=%s")
    args.add(blob, format = "--blob=%s")
    args.add(descriptor, format = "--descriptor=%s")
    args.add(facts, format = "--facts=%s")
    mergeable_file = None
    if mergeable:
        mergeable_file = ctx.actions.declare_file(prefix + ".mergeable")
        outputs.append(mergeable_file)
        args.add(mergeable_file, format = "--mergeable=%s")
    if kind == "package":
        args.add_all(ctx.attr._exclude[BuildSettingInfo].value, format_each = "--exclude=%s")
    else:
        args.add(RUNFILES_IN_IMAGE, format = "--runfiles=%s")
    if wheel:
        args.add(wheel, format = "--wheel=%s")
    if venv:
        args.add(VENV, format = "--venv=%s")
        if keep_compiled:
            args.add("--keep-compiled=true")

    # The functions keep only strings of a package.
    args.add_all(files, map_each = _file_argument(path_of, programs, declared_links), expand_directories = False, allow_closure = True)
    if add_arguments:
        add_arguments(args)

    run_worker(
        ctx,
        args = args,
        inputs = depset(more_inputs + ([wheel] if wheel else []), transitive = [files]),
        outputs = outputs,
        mnemonic = mnemonic,
        progress_message = progress_message,
    )
    ztoc = declare_ztoc(ctx, prefix + ".layer", blob) if compression == "gzip" else None
    return struct(blob = blob, descriptor = descriptor, facts = facts, mergeable = mergeable_file, ztoc = ztoc)
