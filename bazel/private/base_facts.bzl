"""The facts of a base, found once for all images on it: at the base's own target, by an aspect."""

load(":image_platform.bzl", "IMAGE_PLATFORM_ATTRS", "image_platform")
load(":module_imports.bzl", "IMPORTS_ATTRS", "declare_imports")
load(":worker_action.bzl", "WORKER_ATTRS", "run_worker", "worker_args")

BaseFactsInfo = provider(
    doc = "What is known about a base.",
    fields = {
        "facts": "File, JSON: libraries, the loader's paths, Pythons, shells, users",
        "imports": "File or None, JSON: what the modules of its Pythons import; None without a Python toolchain",
    },
)

BASE_FACTS_ATTRS = IMAGE_PLATFORM_ATTRS | IMPORTS_ATTRS | WORKER_ATTRS

def declare_base_facts(ctx, layout, name):
    """Declares the actions that read a base.

    Args:
        ctx: rule or aspect context with BASE_FACTS_ATTRS.
        layout: File, an OCI image layout in one directory.
        name: str, the beginning of the outputs' names.

    Returns:
        BaseFactsInfo.
    """
    platform = image_platform(ctx)
    facts = ctx.actions.declare_file(name + ".facts.json")
    modules = ctx.actions.declare_file(name + ".modules.jsonl")
    args = worker_args(ctx, "base-facts")
    args.add_all([layout], format_each = "--base=%s", expand_directories = False)
    args.add(platform.architecture, format = "--architecture=%s")
    args.add(platform.os, format = "--os=%s")
    if platform.variant:
        args.add(platform.variant, format = "--variant=%s")
    args.add(facts, format = "--facts=%s")
    args.add(modules, format = "--modules=%s")
    run_worker(
        ctx,
        args = args,
        inputs = [layout],
        outputs = [facts, modules],
        mnemonic = "BaseFacts",
        progress_message = "Reading what the base %s has" % ctx.label,
    )
    return BaseFactsInfo(
        facts = facts,
        imports = declare_imports(ctx, name = name, archive = modules),
    )

def _base_facts_aspect_impl(target, ctx):
    files = target[DefaultInfo].files.to_list()
    if len(files) != 1:
        # The rule says what is wrong with such a base.
        return []
    return [declare_base_facts(ctx, files[0], ctx.label.name.split("/")[-1] + ".as-base")]

base_facts_aspect = aspect(
    implementation = _base_facts_aspect_impl,
    doc = "Reads a base at its own target, so that all images on it share the action and its outputs.",
    attrs = BASE_FACTS_ATTRS,
)
