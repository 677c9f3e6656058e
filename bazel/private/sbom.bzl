"""The SBOM of an image, from the facts of its layers."""

load(":worker_action.bzl", "run_worker", "worker_args")

def declare_sbom(ctx, *, plan, layers):
    """Declares the action that writes the SBOM.

    Args:
        ctx: rule context with WORKER_ATTRS.
        plan: File, the image's plan.
        layers: list of struct with descriptor and facts, all layers of ours, bottom first.

    Returns:
        struct: spdx, cyclonedx (File, JSON).
    """
    spdx = ctx.actions.declare_file(ctx.label.name + ".spdx.json")
    cyclonedx = ctx.actions.declare_file(ctx.label.name + ".cdx.json")
    args = worker_args(ctx, "sbom")
    args.add(ctx.label.name, format = "--image=%s")
    args.add(plan, format = "--plan=%s")
    args.add_all([layer.descriptor for layer in layers], format_each = "--descriptor=%s")
    args.add_all([layer.facts for layer in layers], format_each = "--facts=%s")
    args.add(spdx, format = "--spdx=%s")
    args.add(cyclonedx, format = "--cyclonedx=%s")
    run_worker(
        ctx,
        args = args,
        inputs = [plan] + [file for layer in layers for file in (layer.descriptor, layer.facts)],
        outputs = [spdx, cyclonedx],
        mnemonic = "ImageSbom",
        progress_message = "Writing the SBOM of %{label}",
    )
    return struct(spdx = spdx, cyclonedx = cyclonedx)
