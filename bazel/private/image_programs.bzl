"""Several programs in one image: one is its entry point, and the others can be started too."""

load("@rules_python//python:defs.bzl", "PyRuntimeInfo")

def _image_programs_impl(ctx):
    entry = ctx.attr.binary
    if not entry[DefaultInfo].files_to_run.executable:
        fail("package_layers: %s: the entry point %s is not executable; name a py_binary first, or as binary" % (ctx.label, entry.label))
    for program in ctx.attr.data:
        if not program[DefaultInfo].files_to_run.executable:
            fail("package_layers: %s: binaries has %s, which is not executable; name a py_binary" % (ctx.label, program.label))
    executable = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(output = executable, target_file = entry[DefaultInfo].files_to_run.executable, is_executable = True)
    runfiles = ctx.runfiles().merge_all([
        program[DefaultInfo].default_runfiles
        for program in [entry] + ctx.attr.data
    ])
    return [
        DefaultInfo(executable = executable, runfiles = runfiles),
    ] + [
        entry[info]
        for info in [PyRuntimeInfo, RunEnvironmentInfo]
        if info in entry
    ]

image_programs = rule(
    implementation = _image_programs_impl,
    doc = """The entry point of an image, with the runfiles of its other programs too.

To Bazel it is one program, so Bazel itself makes the repository mapping that all of them need.""",
    executable = True,
    attrs = {
        "binary": attr.label(doc = "The entry point.", mandatory = True),
        "data": attr.label_list(doc = "The other programs."),
    },
)
