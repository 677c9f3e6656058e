"""A C++ toolchain without a compiler: Bazel 7's py_binary asks for a toolchain of its platform and never uses it."""

def _no_compiler_impl(ctx):
    # buildifier: disable=native-cc-common
    return cc_common.create_cc_toolchain_config_info(
        ctx = ctx,
        toolchain_identifier = ctx.label.name,
        compiler = "none",
        target_cpu = "none",
        target_libc = "none",
        target_system_name = "none",
    )

no_compiler_config = rule(
    implementation = _no_compiler_impl,
    # buildifier: disable=native-cc-toolchain-config-info
    provides = [CcToolchainConfigInfo],
)
