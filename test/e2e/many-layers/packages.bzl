"""As many small packages as wanted, made on the spot: what an image of 120 layers is made of, without fetching anything."""

def _package_impl(repository_ctx):
    name = repository_ctx.attr.package

    # Sizes from 1 KiB to 100 KiB, the same in every run.
    lines = 20 + 37 * repository_ctx.attr.index % 2000
    repository_ctx.file(name + "/__init__.py", "".join(["%s_%d = %d\n" % (name, line, line * line) for line in range(lines)]))
    repository_ctx.file("BUILD.bazel", """
load("@rules_python//python:defs.bzl", "py_library")

py_library(
    name = "pkg",
    srcs = ["{name}/__init__.py"],
    imports = ["."],
    tags = ["pypi_name={name}", "pypi_version=1.0"],
    visibility = ["//visibility:public"],
)
""".format(name = name))

_package = repository_rule(
    implementation = _package_impl,
    attrs = {
        "index": attr.int(),
        "package": attr.string(),
    },
)

def _hub_impl(repository_ctx):
    repository_ctx.file("BUILD.bazel", "")
    repository_ctx.file("packages.bzl", "PACKAGES = %s\n" % [str(label) for label in repository_ctx.attr.packages])

_hub = repository_rule(
    implementation = _hub_impl,
    attrs = {"packages": attr.label_list()},
)

def _packages_impl(module_ctx):
    for module in module_ctx.modules:
        for tag in module.tags.make:
            for index in range(tag.count):
                _package(name = "package_%d" % index, index = index, package = "package_%d" % index)
            _hub(name = "packages", packages = ["@package_%d//:pkg" % index for index in range(tag.count)])

packages = module_extension(
    implementation = _packages_impl,
    tag_classes = {"make": tag_class(attrs = {"count": attr.int()})},
)
