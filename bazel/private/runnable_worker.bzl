"""Scripts that run the worker's command line outside of actions, for `bazel run` and `bazel test`."""

load(":path_in_runfiles.bzl", "path_in_runfiles")

_SCRIPT = """#!/bin/sh
# Runs package-layers with the arguments of its target, then with those of the person who calls it.
case "$0" in
    /*) runfiles="$0.runfiles" ;;
    *) runfiles="$PWD/$0.runfiles" ;;
esac
export RUNFILES_DIR="${{RUNFILES_DIR:-${{TEST_SRCDIR:-$runfiles}}}}"
exec "$RUNFILES_DIR/{worker}" {arguments} "$@"
"""

# For what `bazel run` starts: on the machine that Bazel runs on, wherever its actions run.
HOST_WORKER_ATTRS = {
    "_worker": attr.label(
        default = "//bazel:host_worker",
        executable = True,
        cfg = "target",
    ),
}

def runnable_worker(ctx, arguments, files):
    """An executable that calls the worker.

    Args:
        ctx: rule context with an executable attribute `_worker`.
        arguments: list of str; a shell expands them within double quotes, `$RUNFILES_DIR` among others.
        files: list of File that the arguments name.

    Returns:
        DefaultInfo.
    """
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(
        script,
        _SCRIPT.format(
            worker = path_in_runfiles(ctx.executable._worker.short_path),
            arguments = " ".join(['"%s"' % argument for argument in arguments]),
        ),
        is_executable = True,
    )
    runfiles = ctx.runfiles(files = files + [ctx.executable._worker]).merge(ctx.attr._worker[DefaultInfo].default_runfiles)
    return DefaultInfo(executable = script, runfiles = runfiles)
