"""Which of the two layouts an image has: its own choice, or else the build's."""

load("@bazel_skylib//rules:common_settings.bzl", "BuildSettingInfo")

# The values of an attribute `layout`; the empty one leaves the choice to the setting.
LAYOUTS = ["", "runfiles", "venv"]

LAYOUT_ATTRS = {
    "_layout": attr.label(default = "//bazel/settings:layout"),
}

def chosen_layout(ctx):
    """The layout of an image or of a package for it.

    Args:
        ctx: rule or aspect context with LAYOUT_ATTRS and an attribute `layout`.

    Returns:
        str, "runfiles" or "venv".
    """
    return ctx.attr.layout or ctx.attr._layout[BuildSettingInfo].value
