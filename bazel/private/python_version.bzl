"""The Python version that a target is built for, as the directories of an installation have it."""

load("@bazel_skylib//rules:common_settings.bzl", "BuildSettingInfo")

_TOOLCHAIN_TYPE = "@rules_python//python:toolchain_type"

# Optional: whatever needs no version can be built without a Python toolchain.
PYTHON_VERSION_TOOLCHAINS = [config_common.toolchain_type(_TOOLCHAIN_TYPE, mandatory = False)]

PYTHON_VERSION_ATTRS = {
    "_python_version": attr.label(default = "//bazel/settings:python_version"),
}

def _from_executable(path):
    """The version in an interpreter's file name (`python3.11`), or an empty string."""
    version = path.split("/")[-1].removeprefix("python")
    return version if "." in version and version.replace(".", "").removesuffix("t").isdigit() else ""

def python_runtime(ctx):
    """The runtime of the Python toolchain.

    Args:
        ctx: rule or aspect context with PYTHON_VERSION_TOOLCHAINS.

    Returns:
        PyRuntimeInfo or None.
    """
    toolchain = ctx.toolchains[_TOOLCHAIN_TYPE]
    return getattr(toolchain, "py3_runtime", None) if toolchain else None

def known_python_version(ctx):
    """The version that the Python toolchain gives for its interpreter, or else the setting `python_version`.

    Args:
        ctx: rule or aspect context with PYTHON_VERSION_ATTRS and PYTHON_VERSION_TOOLCHAINS.

    Returns:
        str, for example 3.11, or 3.13t for a build without the global lock; empty when nothing says it.
    """
    runtime = python_runtime(ctx)
    if runtime:
        # Runtimes of rules_python before 0.36 leave these fields empty or do not have them.
        info = getattr(runtime, "interpreter_version_info", None)
        if info and getattr(info, "minor", None) != None:
            free_threaded = "t" if "t" in (getattr(runtime, "abi_flags", None) or "") else ""
            return "%s.%s%s" % (info.major, info.minor, free_threaded)
        version = _from_executable(runtime.interpreter.path if runtime.interpreter else runtime.interpreter_path or "")
        if version:
            return version
    return ctx.attr._python_version[BuildSettingInfo].value

def fail_without_python_version(label):
    """Fails because the layout needs a version and nothing says it.

    Args:
        label: Label of the image.
    """
    fail("package_layers: %s: layout = \"venv\" has the Python version in its paths, and the Python toolchain does not say it; give it with --@package_layers//bazel/settings:python_version=3.11" % label)
