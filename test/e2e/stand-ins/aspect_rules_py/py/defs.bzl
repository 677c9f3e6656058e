"""The rules of rules_py that applications are made of."""

load(":providers.bzl", "PyWheelsInfo", "VirtualenvInfo")
load(":unpack.bzl", "python_directory", "unpack")

def _py_unpacked_wheel_impl(ctx):
    return unpack(ctx, ctx.label.name, ctx.attr.top_levels)

py_unpacked_wheel = rule(
    implementation = _py_unpacked_wheel_impl,
    attrs = {
        "src": attr.label(allow_single_file = [".whl"]),
        "top_levels": attr.string_list(),
    },
)

def _runfiles(ctx, files):
    return ctx.runfiles(files = files + ctx.files.srcs).merge_all([dep[DefaultInfo].default_runfiles for dep in ctx.attr.deps])

def _wheels(ctx):
    return PyWheelsInfo(wheels = depset(transitive = [dep[PyWheelsInfo].wheels for dep in ctx.attr.deps if PyWheelsInfo in dep]))

def _library_impl(ctx):
    return [DefaultInfo(runfiles = _runfiles(ctx, [])), _wheels(ctx)]

_LIBRARY_ATTRS = {
    "deps": attr.label_list(),
    "srcs": attr.label_list(allow_files = [".py"]),
}

py_library = rule(
    implementation = _library_impl,
    attrs = _LIBRARY_ATTRS,
)

def _venv_files(ctx, name, wheels):
    """An environment of links that lead to the wheels' directories, each file of it declared by itself."""
    site_packages = "%s/%s/site-packages" % (name, python_directory(ctx))
    to_runfiles = "/".join([".."] * (len(site_packages.split("/")) + len([part for part in ctx.label.package.split("/") if part]) + 1))
    files = []
    for wheel in wheels.to_list():
        for top_level in wheel.top_levels:
            link = ctx.actions.declare_symlink(site_packages + "/" + top_level)
            ctx.actions.symlink(output = link, target_path = "%s/%s/%s" % (to_runfiles, wheel.site_packages_rfpath, top_level))
            files.append(link)
    settings = ctx.actions.declare_file(name + "/pyvenv.cfg")
    ctx.actions.write(settings, "home = /usr/bin\n")
    python = ctx.actions.declare_symlink(name + "/bin/python")
    ctx.actions.symlink(output = python, target_path = "/usr/bin/python3")
    return files + [settings, python], python

def _py_venv_impl(ctx):
    wheels = _wheels(ctx)
    files, python = _venv_files(ctx, "." + ctx.label.name, wheels.wheels)
    return [DefaultInfo(runfiles = _runfiles(ctx, files)), VirtualenvInfo(bin_python = python)]

py_venv = rule(
    implementation = _py_venv_impl,
    attrs = _LIBRARY_ATTRS,
)

_LAUNCHER = """#!/bin/sh
here="${RUNFILES_DIR:-$0.runfiles}/_main"
exec "$here/%s" -B "$here/%s" "$@"
"""

def _launcher(ctx, python):
    launcher = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(launcher, _LAUNCHER % (python.short_path, ctx.file.main.short_path), is_executable = True)
    return launcher

def _py_venv_exec_impl(ctx):
    venv = ctx.attr.venv
    others = [target[DefaultInfo].default_runfiles for target in [venv] + ctx.attr.data]
    runfiles = ctx.runfiles(files = [ctx.file.main] + ctx.files.data).merge_all(others)
    return [DefaultInfo(executable = _launcher(ctx, venv[VirtualenvInfo].bin_python), runfiles = runfiles)]

py_venv_exec = rule(
    implementation = _py_venv_exec_impl,
    executable = True,
    attrs = {
        "data": attr.label_list(allow_files = True),
        "main": attr.label(allow_single_file = [".py"]),
        "venv": attr.label(providers = [VirtualenvInfo]),
    },
)

def py_binary(name, srcs, main, deps = [], data = [], **kwargs):
    """As since rules_py 2.0: an environment, and a program that starts in it.

    Args:
        name: str.
        srcs: list of label.
        main: label.
        deps: list of label.
        data: list of label.
        **kwargs: what all rules have.
    """
    py_venv(name = name + ".venv", srcs = srcs, deps = deps, **kwargs)
    py_venv_exec(name = name, main = main, data = data, venv = name + ".venv", **kwargs)

def _py_venv_binary_impl(ctx):
    files, python = _venv_files(ctx, "." + ctx.label.name, _wheels(ctx).wheels)
    return [DefaultInfo(executable = _launcher(ctx, python), runfiles = _runfiles(ctx, files + [ctx.file.main]))]

py_venv_binary = rule(
    implementation = _py_venv_binary_impl,
    executable = True,
    attrs = _LIBRARY_ATTRS | {
        "main": attr.label(allow_single_file = [".py"]),
        # In rules_py 1 the name of a set of dependencies, and no target.
        "venv": attr.string(),
    },
)
