"""Declares a library to be a third-party package, where no tag of a rule set says so."""

load("@rules_python//python:defs.bzl", "PyInfo")

def _python_package_impl(ctx):
    library = ctx.attr.library
    default = library[DefaultInfo]
    return [
        DefaultInfo(
            files = default.files,
            default_runfiles = default.default_runfiles,
            data_runfiles = default.data_runfiles,
        ),
        library[PyInfo],
    ]

python_package = rule(
    implementation = _python_package_impl,
    doc = """A library that is a third-party package: vendored, or from a repository that no `pip.parse` made.

    python_package(
        name = "six",
        library = "//third_party/six",
        version = "1.17.0",
    )

A target that depends on it gets what the library gives. In every image the library's own files, those of its `srcs` and `data`
that are in its Bazel package, are one layer that all images share, at the paths that they have under `bazel run`.""",
    attrs = {
        "distribution": attr.string(
            doc = "The distribution's name; the target's name where it is left out.",
        ),
        "library": attr.label(
            doc = "The library, a `py_library` or another target with PyInfo.",
            mandatory = True,
            providers = [PyInfo],
        ),
        "version": attr.string(
            doc = "The distribution's version, where it is known.",
        ),
    },
)
