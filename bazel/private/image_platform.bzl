"""The platform of an image in the words of the OCI image specification."""

# CPU constraint of @platforms to (architecture, variant): GOARCH and GOARM, as image-spec/config.md asks.
_ARCHITECTURES = {
    "aarch64": ("arm64", "v8"),
    "armv7": ("arm", "v7"),
    "ppc64le": ("ppc64le", ""),
    "riscv64": ("riscv64", ""),
    "s390x": ("s390x", ""),
    "x86_32": ("386", ""),
    "x86_64": ("amd64", ""),
}

IMAGE_PLATFORM_ATTRS = {
    "_cpu_" + cpu: attr.label(default = "@platforms//cpu:" + cpu)
    for cpu in _ARCHITECTURES
} | {
    "_os_linux": attr.label(default = "@platforms//os:linux"),
}

def image_platform(ctx):
    """The OCI platform that the rule is built for.

    Args:
        ctx: rule context with IMAGE_PLATFORM_ATTRS.

    Returns:
        struct of str: os, architecture, variant (may be empty).
    """
    if not ctx.target_platform_has_constraint(ctx.attr._os_linux[platform_common.ConstraintValueInfo]):
        fail(("package_layers: %s: the target platform is not Linux, and images and their packages are; " +
              "say platform = \"//:PLATFORM\", where PLATFORM has @platforms//os:linux, or choose one with --platforms") % ctx.label)
    for cpu, (architecture, variant) in _ARCHITECTURES.items():
        constraint = getattr(ctx.attr, "_cpu_" + cpu)[platform_common.ConstraintValueInfo]
        if ctx.target_platform_has_constraint(constraint):
            return struct(os = "linux", architecture = architecture, variant = variant)
    fail("package_layers: %s: the target platform's cpu is not one of %s; choose a platform with --platforms" % (ctx.label, ", ".join(_ARCHITECTURES.keys())))
