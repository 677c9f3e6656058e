"""The layer lock: a target that writes it, and a test that fails when it costs too much."""

load(":path_in_runfiles.bzl", "path_in_runfiles")
load(":runnable_worker.bzl", "HOST_WORKER_ATTRS", "runnable_worker")
load(":worker_action.bzl", "WORKER_ATTRS")

def _plan_of(ctx):
    """The plan that the image has without its lock, which can be made whatever the lock says."""
    return ctx.attr.image[OutputGroupInfo].unlocked_plan.to_list()[0]

def _quoted(text):
    """Escapes text for the shell of runnable_worker: a regular expression may end with a dollar sign."""
    for character in ["\\", "$", "`", "\""]:
        text = text.replace(character, "\\" + character)
    return text

def _options(ctx):
    """The image's own wishes, so that the lock and its check see the plan that a build would see."""
    return [_quoted(option) for option in (
        ["--heavy=" + pattern for pattern in ctx.attr.heavy] +
        ["--together=" + names for names in ctx.attr.together] +
        ["--group=%s\t%s" % item for item in ctx.attr.groups.items()] +
        ["--min-layer-bytes=%d" % ctx.attr.min_layer_bytes] +
        (["--layer-cost=%d" % ctx.attr.layer_cost] if ctx.attr.layer_cost >= 0 else [])
    )]

_ATTRS = {
    "groups": attr.string_dict(doc = "As in the image."),
    "heavy": attr.string_list(doc = "As in the image."),
    "image": attr.label(doc = "The image.", mandatory = True),
    "layer_cost": attr.int(doc = "As in the image.", default = -1),
    "lock": attr.label(doc = "The checked-in lock.", allow_single_file = [".json"]),
    "min_layer_bytes": attr.int(doc = "As in the image."),
    "together": attr.string_list(doc = "As in the image."),
}

def _layer_lock_update_impl(ctx):
    plan = _plan_of(ctx)
    lock = [ctx.file.lock] if ctx.file.lock else []
    path = ctx.attr.path or (ctx.file.lock.short_path if lock else "/".join([part for part in [ctx.label.package, ctx.label.name + ".json"] if part]))
    history = ctx.file.requirements_lock
    arguments = [
        "plan",
        "--plan=$RUNFILES_DIR/" + path_in_runfiles(plan.short_path),
        "--write-lock=$BUILD_WORKSPACE_DIRECTORY/" + path,
    ] + ["--lock=$RUNFILES_DIR/" + path_in_runfiles(file.short_path) for file in lock]
    if history:
        arguments.append("--from-git=$BUILD_WORKSPACE_DIRECTORY/" + history.short_path)
    return [runnable_worker(ctx, arguments + _options(ctx), [plan] + lock)]

layer_lock_update = rule(
    implementation = _layer_lock_update_impl,
    doc = "`bazel run` writes the layer lock of an image into the workspace.",
    executable = True,
    attrs = _ATTRS | HOST_WORKER_ATTRS | {
        "path": attr.string(doc = "Where to write the lock, below the workspace; by default the lock's own place, or `NAME.json` beside the target, which is `IMAGE.lock.json`."),
        "requirements_lock": attr.label(
            doc = "The requirements lock whose git history tells how often each package changes.",
            allow_single_file = True,
        ),
    },
)

def _layer_lock_test_impl(ctx):
    plan = _plan_of(ctx)
    return [runnable_worker(
        ctx,
        [
            "plan",
            "--plan=$RUNFILES_DIR/" + path_in_runfiles(plan.short_path),
            "--lock=$RUNFILES_DIR/" + path_in_runfiles(ctx.file.lock.short_path),
            "--check-lock=" + ctx.attr.factor,
            "--update-command=bazel run " + ctx.attr.update,
        ] + _options(ctx),
        [plan, ctx.file.lock],
    )]

layer_lock_test = rule(
    implementation = _layer_lock_test_impl,
    doc = "Fails when upgrades cost more with the lock than a stated factor times a fresh plan.",
    test = True,
    # A test runs where actions run.
    attrs = _ATTRS | WORKER_ATTRS | {
        "factor": attr.string(doc = "The factor, a decimal number.", default = "1.25"),
        "update": attr.string(doc = "Label of the target that writes the lock.", mandatory = True),
    },
)
