"""The platform that an image is built for, when its target names one."""

_PLATFORMS = "//command_line_option:platforms"

def _platform_transition_impl(settings, attr):
    return {_PLATFORMS: [attr.platform] if attr.platform else settings[_PLATFORMS]}

platform_transition = transition(
    implementation = _platform_transition_impl,
    inputs = [_PLATFORMS],
    outputs = [_PLATFORMS],
)

# To be spread into a rule together with `cfg = platform_transition`.
PLATFORM_ATTRS = {
    "platform": attr.label(
        doc = "The `platform` to build for, instead of that of the build. The worker itself runs where actions run.",
    ),
    "_allowlist_function_transition": attr.label(
        default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
    ),
}
