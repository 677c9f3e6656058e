"""Finds the wheel that a package was unpacked from, so that BUILD files need no line for each package."""

WheelIndexInfo = provider(
    doc = "The wheels of a build by the repository that they were unpacked in.",
    fields = {"wheels": "dict of canonical repository name (str) to wheel (File)"},
)

def _wheel_index_impl(ctx):
    wheels = {}
    for target in ctx.attr.wheels:
        # rules_python's `:whl` has the wheels of the requirements' own requirements in its runfiles.
        info = target[DefaultInfo]
        for file in depset(transitive = [info.files, info.default_runfiles.files]).to_list():
            if file.extension == "whl":
                wheels[file.owner.repo_name] = file
    return [WheelIndexInfo(wheels = wheels)]

wheel_index = rule(
    implementation = _wheel_index_impl,
    doc = """The wheels that packages were unpacked from, named by `--@package_layers//bazel/settings:wheels`.

    load("@package_layers//bazel:defs.bzl", "wheel_index")

    wheel_index(
        name = "wheels",
        wheels = ["@pypi//idna:whl", "@pypi//six:whl"],
    )

Each layer then gets its own wheel as an input and carries the wheel's compressed files over as they are. Every image fetches
every wheel of the index; docs/wheel-index.md says which to name.""",
    attrs = {
        "wheels": attr.label_list(
            doc = "Targets whose files or runfiles are wheels (`.whl`), such as `@pypi//pandas:whl`, which has the wheels of pandas and of everything that it requires, or `all_whl_requirements`, which has those of the whole lock; other files are ignored.",
            allow_files = True,
            mandatory = True,
        ),
    },
)
