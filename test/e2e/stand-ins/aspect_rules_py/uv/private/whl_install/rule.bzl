"""What rules_py's `uv` has in each wheel's repository."""

load("//py:unpack.bzl", "unpack")

def _whl_install_impl(ctx):
    return unpack(ctx, ctx.label.name + ".install", ctx.attr.top_levels)

whl_install = rule(
    implementation = _whl_install_impl,
    attrs = {
        "compile_pyc": attr.bool(),
        "src": attr.label(allow_single_file = True),
        "top_levels": attr.string_list(),
    },
)
