"""A rule of a user's own that speaks JSON with the worker."""

def _json_layer_impl(ctx):
    blob = ctx.actions.declare_file(ctx.label.name + ".layer.tar.gz")
    descriptor = ctx.actions.declare_file(ctx.label.name + ".layer.json")
    args = ctx.actions.args()
    args.use_param_file("@%s", use_always = True)
    args.set_param_file_format("multiline")
    args.add_all([
        "layer",
        "--kind=application",
        "--name=json",
        "--compression=gzip",
        "--level=-1",
        "--mtime=0",
        "--owner=0:0",
        "--merge-limit=0",
    ])
    args.add(ctx.file.src, format = "--file=app\t%s")
    args.add(blob, format = "--blob=%s")
    args.add(descriptor, format = "--descriptor=%s")
    ctx.actions.run(
        executable = ctx.executable._worker,
        inputs = [ctx.file.src],
        outputs = [blob, descriptor],
        arguments = ["--worker_protocol=json", args],
        mnemonic = "JsonLayer",
        execution_requirements = {
            "requires-worker-protocol": "json",
            "supports-workers": "1",
        },
    )
    return [DefaultInfo(files = depset([blob]))]

json_layer = rule(
    implementation = _json_layer_impl,
    doc = "The layer of one file, made by a worker that speaks JSON.",
    attrs = {
        "src": attr.label(
            doc = "The file.",
            allow_single_file = True,
            mandatory = True,
        ),
        "_worker": attr.label(
            default = "@package_layers//bazel:worker",
            executable = True,
            cfg = "exec",
        ),
    },
)
