"""The page of an image, alone and beside the repository's other images."""

load(":image_layers_info.bzl", "ImageLayersInfo")
load(":worker_action.bzl", "WORKER_ATTRS", "run_worker", "worker_args")

ImageReportInfo = provider(
    doc = "What the page of an image is made of.",
    fields = {
        "check": "File, what the check of the image found, or None",
        "descriptors": "list of File, the descriptors of all layers except the base's",
        "facts": "list of File, the facts of those layers",
        "flags": "list of str, the image's name, platform, base and layout",
        "plan": "File, the image's plan",
    },
)

def _shown(label):
    """A label as people write it in its own repository."""
    return str(label).removeprefix("@@").removeprefix("@")

def image_report_info(ctx, *, plan, layers, check, platform, layout):
    """What the page of an image is made of.

    Args:
        ctx: rule context with the attribute `base`.
        plan: File, the image's plan.
        layers: list of struct with descriptor and facts (File), its layers except the base's.
        check: File or None, what the check of the image found.
        platform: struct of image_platform.
        layout: str, "runfiles" or "venv".

    Returns:
        ImageReportInfo.
    """
    return ImageReportInfo(
        check = check,
        descriptors = [layer.descriptor for layer in layers],
        facts = [layer.facts for layer in layers],
        flags = [
            "--image=" + _shown(ctx.label),
            "--platform=" + "/".join([part for part in [platform.os, platform.architecture, platform.variant] if part]),
            "--layout=" + layout,
        ] + (["--base=" + _shown(ctx.attr.base.label)] if ctx.attr.base else []),
        plan = plan,
    )

def declare_image_report(ctx, *, image, page, shown_as, others = {}):
    """Declares the action that makes the page, and prints a line with its path and the image's totals.

    Args:
        ctx: rule context with WORKER_ATTRS.
        image: ImageReportInfo.
        page: File, HTML, the output.
        shown_as: str, the page's path as people see it.
        others: dict of label (str) to plan (File) of the repository's other images.
    """
    args = worker_args(ctx, "report")
    args.add(image.plan, format = "--plan=%s")
    args.add_all(image.descriptors, format_each = "--descriptor=%s")
    args.add_all(image.facts, format_each = "--facts=%s")
    args.add_all(image.flags)
    checks = [image.check] if image.check else []
    args.add_all(checks, format_each = "--check=%s")
    for label, plan in others.items():
        args.add(plan, format = "--other=" + label.replace("%", "%%") + "\t%s")
    args.add("--shown-as=" + shown_as)
    args.add(page, format = "--page=%s")
    run_worker(
        ctx,
        args = args,
        inputs = [image.plan] + image.descriptors + image.facts + checks + others.values(),
        outputs = [page],
        mnemonic = "ImageReport",
        progress_message = "Drawing the page of " + image.flags[0].removeprefix("--image="),
    )

def _image_pages_impl(ctx):
    images = {_shown(image.label): image[ImageReportInfo] for image in ctx.attr.images}
    pages = []
    for label, image in images.items():
        name = label.removeprefix("//").replace(":", "/").removeprefix("/")
        page = ctx.actions.declare_file("%s/%s.html" % (ctx.label.name, name))
        declare_image_report(
            ctx,
            image = image,
            page = page,
            shown_as = "bazel-bin/" + page.short_path,
            others = {other: info.plan for other, info in images.items() if other != label},
        )
        pages.append(page)
    return [DefaultInfo(files = depset(pages))]

image_pages = rule(
    implementation = _image_pages_impl,
    doc = """The pages of several images, each of which shows what it shares with the others.

    image_pages(
        name = "pages",
        images = ["//services/api:layers", "//services/jobs:layers"],
    )

`bazel build :pages` makes `pages/services/api/layers.html` and so on, and prints their paths.""",
    attrs = {
        "images": attr.label_list(
            doc = "The images: targets of `package_layers`.",
            allow_empty = False,
            mandatory = True,
            providers = [ImageLayersInfo, ImageReportInfo],
        ),
    } | WORKER_ATTRS,
)
