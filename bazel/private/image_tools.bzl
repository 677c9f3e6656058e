"""The targets of an image that people run: `.plan` shows its plan, `.load` puts it into a container daemon, `.push` into a registry."""

load(":image_layers_info.bzl", "ImageLayersInfo")
load(":path_in_runfiles.bzl", "path_in_runfiles")
load(":runnable_worker.bzl", "HOST_WORKER_ATTRS", "runnable_worker")

_IMAGE_TOOL_ATTRS = HOST_WORKER_ATTRS | {
    "image": attr.label(
        doc = "The image.",
        mandatory = True,
        providers = [ImageLayersInfo],
    ),
}

def _image_plan_impl(ctx):
    image = ctx.attr.image
    layers = image[ImageLayersInfo]
    descriptors = [layer.descriptor for layer in layers.packages + layers.below + [layers.application]]
    page = image[OutputGroupInfo].report.to_list()[0]
    names = ctx.actions.declare_file(ctx.label.name + ".descriptors")
    ctx.actions.write(names, "".join([path_in_runfiles(file.short_path) + "\n" for file in descriptors]))
    return [runnable_worker(
        ctx,
        [
            "plan",
            "--plan=$RUNFILES_DIR/" + path_in_runfiles(layers.plan.short_path),
            "--image=" + str(image.label).removeprefix("@@").removeprefix("@"),
            "--page=$RUNFILES_DIR/" + path_in_runfiles(page.short_path),
            "--descriptors=$RUNFILES_DIR/" + path_in_runfiles(names.short_path),
            "--descriptors-root=$RUNFILES_DIR",
        ],
        [layers.plan, page, names] + descriptors,
    )]

image_plan = rule(
    implementation = _image_plan_impl,
    doc = "`bazel run` shows the plan of an image, explains a package, compares with another image.",
    executable = True,
    attrs = _IMAGE_TOOL_ATTRS,
)

def _layout_of(image):
    """The image layout, the image's only output."""
    return image[DefaultInfo].files.to_list()[0]

def _image_load_impl(ctx):
    layout = _layout_of(ctx.attr.image)
    label = ctx.attr.image.label
    name = "/".join([part for part in [label.package, label.name] if part]).lower()
    return [runnable_worker(
        ctx,
        [
            "load",
            "--layout=$RUNFILES_DIR/" + path_in_runfiles(layout.short_path),
            "--name=" + name,
        ],
        [layout],
    )]

image_load = rule(
    implementation = _image_load_impl,
    doc = "`bazel run` puts an image into a container daemon of this machine, which pulls the layers that it lacks.",
    executable = True,
    attrs = _IMAGE_TOOL_ATTRS,
)

def _image_push_impl(ctx):
    layout = _layout_of(ctx.attr.image)
    return [runnable_worker(
        ctx,
        ["push", "--layout=$RUNFILES_DIR/" + path_in_runfiles(layout.short_path)],
        [layout],
    )]

image_push = rule(
    implementation = _image_push_impl,
    doc = "`bazel run` pushes an image to the registry, repository and tag that are given as an argument.",
    executable = True,
    attrs = _IMAGE_TOOL_ATTRS,
)
