"""What every service has: a program and its image."""

load("@package_layers//bazel:defs.bzl", "package_layers")
load("@rules_python//python:defs.bzl", "py_binary")

def service(name, deps):
    """A service of this repository.

    Args:
        name: str, name of the program, whose source is main.py.
        deps: list of labels, what the program imports.
    """
    py_binary(
        name = name,
        srcs = ["main.py"],
        main = "main.py",
        visibility = ["//visibility:public"],
        deps = deps,
    )
    package_layers(
        name = "image",
        base = "@debian_slim",
        binary = ":" + name,
        plan = "//:plan",
        visibility = ["//visibility:public"],
    )
