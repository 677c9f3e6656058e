"""The page of an image."""

load(":worker_action.bzl", "run_worker", "worker_args")

def _shown(label):
    """A label as people write it in its own repository."""
    return str(label).removeprefix("@@").removeprefix("@")

def declare_image_report(ctx, *, plan, descriptors, platform, layout):
    """Declares the action that makes the page.

    Args:
        ctx: rule context with the attributes `base`, `platform` and those of WORKER_ATTRS.
        plan: File, the image's plan.
        descriptors: list of File, those of its layers but for the base.
        platform: struct of image_platform.
        layout: str, "runfiles" or "venv".

    Returns:
        File, HTML. The action says in a line where it is, and what the image comes to.
    """
    page = ctx.actions.declare_file(ctx.label.name + ".report.html")

    # bazel-bin leads to the outputs of the configuration that the user builds; a transition has outputs of its own.
    shown_as = page.path if ctx.attr.platform else "bazel-bin/" + page.short_path
    args = worker_args(ctx, "report")
    args.add(plan, format = "--plan=%s")
    args.add_all(descriptors, format_each = "--descriptor=%s")
    args.add("--image=" + _shown(ctx.label))
    args.add("--platform=" + "/".join([part for part in [platform.os, platform.architecture, platform.variant] if part]))
    if ctx.attr.base:
        args.add("--base=" + _shown(ctx.attr.base.label))
    args.add("--layout=" + layout)
    args.add("--shown-as=" + shown_as)
    args.add(page, format = "--page=%s")
    run_worker(
        ctx,
        args = args,
        inputs = [plan] + descriptors,
        outputs = [page],
        mnemonic = "ImageReport",
        progress_message = "Drawing the page of %{label}",
    )
    return page
