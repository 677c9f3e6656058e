"""The layers of a base that is not an output of Bazel, as outputs that the image layout can link."""

load(":worker_action.bzl", "run_worker", "worker_args")

def copy_base(ctx, base, platform):
    """Declares the action that copies the base's layers for one platform.

    Args:
        ctx: rule context with WORKER_ATTRS.
        base: File, a source directory or one that a repository rule made.
        platform: struct as image_platform gives it.

    Returns:
        File, a directory with the layers where an OCI image layout has them.
    """
    copy = ctx.actions.declare_directory(ctx.label.name + ".base")
    args = worker_args(ctx, "copy-base")
    args.add_all([base], format_each = "--base=%s", expand_directories = False)
    args.add(platform.architecture, format = "--architecture=%s")
    args.add(platform.os, format = "--os=%s")
    if platform.variant:
        args.add(platform.variant, format = "--variant=%s")
    args.add_all([copy], format_each = "--copy=%s", expand_directories = False)
    run_worker(
        ctx,
        args = args,
        inputs = [base],
        outputs = [copy],
        mnemonic = "CopyBase",
        progress_message = "Copying the base of %{label}",
    )
    return copy
