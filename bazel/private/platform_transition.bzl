"""Transitions to a platform: that of an image whose target names one, and that of the machine that Bazel runs on."""

_PLATFORMS = "//command_line_option:platforms"
_HOST_PLATFORM = "//command_line_option:host_platform"

def _platform_transition_impl(settings, attr):
    return {_PLATFORMS: [attr.platform] if attr.platform else settings[_PLATFORMS]}

platform_transition = transition(
    implementation = _platform_transition_impl,
    inputs = [_PLATFORMS],
    outputs = [_PLATFORMS],
)

def _host_transition_impl(settings, _):
    return {_PLATFORMS: [settings[_HOST_PLATFORM]]}

# Where `bazel run` starts a program.
host_transition = transition(
    implementation = _host_transition_impl,
    inputs = [_HOST_PLATFORM],
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
