"""Declares an action that the worker runs."""

load(":worker.bzl", "PackageLayersWorkerInfo")

# Multiplex workers share one process, for the actions of all our mnemonics, so memory is bounded once.
_EXECUTION_REQUIREMENTS = {
    "requires-worker-protocol": "proto",
    "supports-multiplex-sandboxing": "1",
    "supports-multiplex-workers": "1",
    "supports-path-mapping": "1",
    "supports-worker-cancellation": "1",
    "supports-workers": "1",
    "worker-key-mnemonic": "PackageLayer",
}

# Arguments of Node itself. For packages of many files V8 would let its young generation grow to 16 MiB a half, of which it
# fills and touches all; held at 1 MiB the process needs some 30 MiB less and no more time (bench/README.md).
_NODE_FLAGS = ["--max-semi-space-size=1"]

WORKER_ATTRS = {
    "_worker": attr.label(
        default = "//bazel:worker",
        executable = True,
        cfg = "exec",
        providers = [PackageLayersWorkerInfo],
    ),
}

def worker_args(ctx, action):
    """The arguments of an action, to be filled with flags of the form `--name=value`.

    Args:
        ctx: rule or aspect context.
        action: str, the worker's name of the action.

    Returns:
        Args that goes through a flag file. (A worker's strict mode allows one flag file only.)
    """
    args = ctx.actions.args()
    args.use_param_file("@%s", use_always = True)
    args.set_param_file_format("multiline")
    args.add(action)
    return args

def run_worker(ctx, *, args, inputs, outputs, mnemonic, progress_message):
    """Declares the action.

    Node is started on the bundle without the script between them: both are source files, and with path mapping Bazel
    starts multiplex workers by the mapped path of a generated one, where there is nothing (seen with 7.7.1).

    Args:
        ctx: rule or aspect context with WORKER_ATTRS.
        args: Args of `worker_args`.
        inputs: list or depset of File.
        outputs: list of File.
        mnemonic: str.
        progress_message: str.
    """
    worker = ctx.attr._worker[PackageLayersWorkerInfo]
    start = ctx.actions.args()
    start.add_all(_NODE_FLAGS)
    start.add(worker.bundle)
    start.add_all(worker.start_flags)
    ctx.actions.run(
        executable = worker.node,
        tools = [worker.bundle],
        inputs = inputs,
        outputs = outputs,
        arguments = [start, args],
        mnemonic = mnemonic,
        progress_message = progress_message,
        execution_requirements = _EXECUTION_REQUIREMENTS,
        toolchain = None,
    )
