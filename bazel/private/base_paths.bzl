"""The paths of a base, listed once for all images on it: at the base's own target, by an aspect."""

load(":image_platform.bzl", "IMAGE_PLATFORM_ATTRS", "image_platform")
load(":worker_action.bzl", "WORKER_ATTRS", "run_worker", "worker_args")

BasePathsInfo = provider(
    doc = "The paths of a base.",
    fields = {
        "paths": "File, the list.",
    },
)

BASE_PATHS_ATTRS = IMAGE_PLATFORM_ATTRS | WORKER_ATTRS

def declare_base_paths(ctx, layout, name):
    """Declares the action that lists a base's paths.

    Args:
        ctx: rule or aspect context with BASE_PATHS_ATTRS.
        layout: File, an OCI image layout in one directory.
        name: str, the beginning of the output's name.

    Returns:
        BasePathsInfo.
    """
    platform = image_platform(ctx)
    paths = ctx.actions.declare_file(name + ".paths")
    args = worker_args(ctx, "base-paths")
    args.add_all([layout], format_each = "--base=%s", expand_directories = False)
    args.add(platform.architecture, format = "--architecture=%s")
    args.add(platform.os, format = "--os=%s")
    if platform.variant:
        args.add(platform.variant, format = "--variant=%s")
    args.add(paths, format = "--paths=%s")
    run_worker(
        ctx,
        args = args,
        inputs = [layout],
        outputs = [paths],
        mnemonic = "BasePaths",
        progress_message = "Listing the paths of the base %s" % ctx.label,
    )
    return BasePathsInfo(paths = paths)

def _base_paths_aspect_impl(target, ctx):
    files = target[DefaultInfo].files.to_list()

    # The rule says what is wrong with a base of several files.
    return [declare_base_paths(ctx, files[0], ctx.label.name.split("/")[-1] + ".as-base")] if len(files) == 1 else []

base_paths_aspect = aspect(
    implementation = _base_paths_aspect_impl,
    doc = "Lists a base's paths at its own target, so that all images on it share the action and its output.",
    attrs = BASE_PATHS_ATTRS,
)
