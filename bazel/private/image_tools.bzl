"""What people run on an image: `bazel run :IMAGE.plan` shows it."""

load(":image_layers_info.bzl", "ImageLayersInfo")
load(":path_in_runfiles.bzl", "path_in_runfiles")
load(":runnable_worker.bzl", "runnable_worker")

IMAGE_TOOL_ATTRS = {
    "image": attr.label(
        doc = "The image.",
        mandatory = True,
        providers = [ImageLayersInfo],
    ),
    "_worker": attr.label(
        default = "//bazel:worker",
        executable = True,
        cfg = "exec",
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
    attrs = IMAGE_TOOL_ATTRS,
)
