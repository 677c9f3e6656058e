"""The rule that plans several images together, so that they share the layers of common packages."""

load(":image_packages.bzl", "image_packages")
load(":layout.bzl", "LAYOUTS")
load(":package_layers_aspect.bzl", "package_layers_aspect")
load(":platform_transition.bzl", "PLATFORM_ATTRS", "platform_transition")
load(":worker_action.bzl", "WORKER_ATTRS", "run_worker", "worker_args")

SharedPlanInfo = provider(
    doc = "A plan of several images.",
    fields = {"plan": "File, the plan (JSON): for each binary's label, the layers of its packages."},
)

def _shared_plan_impl(ctx):
    plan = ctx.actions.declare_file(ctx.label.name + ".shared_plan.json")
    args = worker_args(ctx, "shared-plan")
    descriptors = []
    for index, binary in enumerate(ctx.attr.binaries):
        args.add(str(binary.label), format = "--image=%s")
        executable = binary[DefaultInfo].files_to_run.executable
        if not executable:
            fail("package_layers: %s: binaries: %s is not executable; name a py_binary" % (ctx.label, binary.label))
        in_runfiles = {file: None for file in binary[DefaultInfo].default_runfiles.files.to_list()}
        files = [package.descriptor for package in image_packages(binary, executable, in_runfiles)]
        args.add_all(files, format_each = "--package=%d\t%%s" % index)
        descriptors.extend(files)
    args.add(ctx.attr.max_layers, format = "--max-layers=%s")
    if ctx.attr.layer_cost >= 0:
        args.add(ctx.attr.layer_cost, format = "--layer-cost=%s")
    args.add(plan, format = "--plan=%s")
    run_worker(
        ctx,
        args = args,
        inputs = depset(descriptors),
        outputs = [plan],
        mnemonic = "SharedPlan",
        progress_message = "Planning the layers of %%{label} for %d images" % len(ctx.attr.binaries),
    )
    return [
        DefaultInfo(files = depset([plan])),
        SharedPlanInfo(plan = plan),
    ]

shared_plan = rule(
    implementation = _shared_plan_impl,
    doc = """One plan for the images of several binaries, in which no image holds a package that it does not need.

    shared_plan(
        name = "shared_plan",
        binaries = [":client", ":server"],
    )

    package_layers(name = "client_layers", binary = ":client", plan = ":shared_plan")

    package_layers(name = "server_layers", binary = ":server", plan = ":shared_plan")

The action reads the packages' descriptors and no blob. docs/shared-plans.md says when it pays.""",
    cfg = platform_transition,
    provides = [SharedPlanInfo],
    attrs = {
        "binaries": attr.label_list(
            doc = "The binaries of the images, each a `py_binary`; 30 at most.",
            aspects = [package_layers_aspect],
            mandatory = True,
        ),
        "layer_cost": attr.int(
            doc = "Bytes that a further layer must save to be made; 0: as many layers as fit; -1: what was measured.",
            default = -1,
        ),
        "layout": attr.string(
            doc = "Where the images put files; empty: as the setting says.",
            values = LAYOUTS,
        ),
        "max_layers": attr.int(
            doc = "The most layers that the packages of one image have. The layers of its base, interpreter and application come on top.",
            default = 100,
        ),
    } | PLATFORM_ATTRS | WORKER_ATTRS,
)
