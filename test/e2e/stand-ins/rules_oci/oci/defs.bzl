"""The attributes of rules_oci's `oci_image` that layers come through (oci/private/image.bzl), and what it does with them.

The image is a text file that names what an image would be made of; nothing is pushed or loaded.
"""

_TAR_EXTENSIONS = [".tar", ".tgz", ".tar.gz", ".tzst", ".tar.zst"]

def _oci_image_impl(ctx):
    if bool(ctx.attr.base) == bool(ctx.attr.os and ctx.attr.architecture):
        fail("give either base, or os and architecture")
    lines = ["base " + file.path for file in ctx.files.base] + ["layer " + file.path for file in ctx.files.tars]
    output = ctx.actions.declare_file(ctx.label.name)

    # As in rules_oci the base's runfiles are inputs, so that links that it holds lead somewhere.
    linked = [ctx.attr.base[DefaultInfo].default_runfiles.files] if ctx.attr.base else []
    ctx.actions.run_shell(
        outputs = [output],
        inputs = depset(ctx.files.base + ctx.files.tars, transitive = linked),
        command = 'for file in $2; do test -e "$file" || exit 1; done; printf %s "$1" > "$3"',
        arguments = ["\n".join(lines + [""]), " ".join([file.path for file in ctx.files.base + ctx.files.tars]), output.path],
        mnemonic = "OCIImage",
    )
    return [DefaultInfo(files = depset([output]))]

oci_image = rule(
    implementation = _oci_image_impl,
    attrs = {
        "architecture": attr.string(),
        "base": attr.label(allow_single_file = True),
        "entrypoint": attr.string_list(),
        "os": attr.string(),
        "tars": attr.label_list(allow_files = _TAR_EXTENSIONS),
    },
)

def _nothing_impl(_ctx):
    return [DefaultInfo()]

oci_push = rule(
    implementation = _nothing_impl,
    attrs = {
        "image": attr.label(allow_single_file = True),
        "remote_tags": attr.string_list(),
        "repository": attr.string(),
    },
)

oci_load = rule(
    implementation = _nothing_impl,
    attrs = {
        "image": attr.label(allow_single_file = True),
        "repo_tags": attr.string_list(),
    },
)
