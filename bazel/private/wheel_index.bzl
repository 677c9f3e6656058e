"""Finds the wheel that a package was unpacked from, without a line of its own for each package."""

WheelIndexInfo = provider(
    doc = "The wheels of a build by the repository that they were unpacked in.",
    fields = {"wheels": "dict of canonical repository name (str) to wheel (File)"},
)

def _wheel_index_impl(ctx):
    wheels = {}
    for file in ctx.files.wheels:
        if file.extension == "whl":
            wheels[file.owner.repo_name] = file
    return [WheelIndexInfo(wheels = wheels)]

wheel_index = rule(
    implementation = _wheel_index_impl,
    doc = """The wheels that packages were unpacked from, named by `--@package_layers//bazel/settings:wheels`.

    load("@package_layers//bazel:defs.bzl", "wheel_index")
    load("@pypi//:requirements.bzl", "all_whl_requirements")

    wheel_index(name = "wheels", wheels = all_whl_requirements)

Each layer then gets its own wheel as an input and carries the wheel's compressed files over as they are.""",
    attrs = {
        "wheels": attr.label_list(
            doc = "Targets whose files are wheels (`.whl`), for example rules_python's `all_whl_requirements`; other files are passed over.",
            allow_files = True,
            mandatory = True,
        ),
    },
)
