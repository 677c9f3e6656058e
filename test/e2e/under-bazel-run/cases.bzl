"""Rules and macros of the cases: what brings files, modules and packages to a program in ways of its own."""

load("@package_layers//bazel:package_layers.bzl", "package_layers")
load("@rules_python//python:defs.bzl", "PyInfo", "py_binary")

def case(name, srcs = None, deps = [], **kwargs):
    """A program and its image in both layouts.

    Args:
        name: str.
        srcs: list of label; NAME.py where it is left out.
        deps: list of label.
        **kwargs: further attributes of the py_binary.
    """
    py_binary(
        name = name,
        srcs = srcs or [name + ".py"],
        deps = deps + ["//libs:probe"],
        **kwargs
    )
    images(
        name = name,
        program = name,
    )

def images(name, program):
    """The images of a program.

    Args:
        name: str, what the images' names begin with.
        program: str, the program's target.
    """
    for layout in ["runfiles", "venv"]:
        package_layers(
            name = "%s_%s" % (name, layout),
            binary = ":" + program,
            layout = layout,
        )

def _other_names_impl(ctx):
    return [DefaultInfo(runfiles = ctx.runfiles(
        symlinks = {"etc/conf.txt": ctx.file.src},
        root_symlinks = {"elsewhere/conf.txt": ctx.file.src},
    ))]

other_names = rule(
    implementation = _other_names_impl,
    doc = "A file that the runfiles have by other names alone.",
    attrs = {"src": attr.label(allow_single_file = True)},
)

def _links_impl(ctx):
    link = ctx.actions.declare_file(ctx.label.name + "/by_file.txt")
    ctx.actions.symlink(output = link, target_file = ctx.file.src)
    relative = ctx.actions.declare_symlink(ctx.label.name + "/by_path.txt")
    ctx.actions.symlink(output = relative, target_path = "../" + ctx.file.src.basename)
    return [DefaultInfo(runfiles = ctx.runfiles([link, relative, ctx.file.src]))]

links = rule(
    implementation = _links_impl,
    doc = "Links that actions make to a file of the runfiles.",
    attrs = {"src": attr.label(allow_single_file = True)},
)

def _wrap_impl(ctx):
    return [
        DefaultInfo(runfiles = ctx.runfiles().merge_all([target[DefaultInfo].default_runfiles for target in ctx.attr.libs])),
        PyInfo(
            imports = depset(transitive = [target[PyInfo].imports for target in ctx.attr.libs]),
            transitive_sources = depset(transitive = [target[PyInfo].transitive_sources for target in ctx.attr.libs]),
        ),
    ]

wrap = rule(
    implementation = _wrap_impl,
    doc = "Brings libraries by an attribute that no rule set has.",
    attrs = {"libs": attr.label_list(providers = [PyInfo])},
)

def _wrapped_program_transition_impl(_settings, _attr):
    return {"//command_line_option:compilation_mode": "opt"}

_wrapped_program_transition = transition(
    implementation = _wrapped_program_transition_impl,
    inputs = [],
    outputs = ["//command_line_option:compilation_mode"],
)

def _wrapped_program_impl(ctx):
    program = ctx.attr.exports[0]
    executable = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(output = executable, target_file = ctx.executable.exports, is_executable = True)
    runfiles = ctx.runfiles([executable]).merge(program[DefaultInfo].default_runfiles)
    return [DefaultInfo(executable = executable, runfiles = runfiles), program[PyInfo]]

wrapped_program = rule(
    implementation = _wrapped_program_impl,
    doc = "A program in another configuration.",
    executable = True,
    attrs = {
        "exports": attr.label(
            cfg = _wrapped_program_transition,
            executable = True,
            providers = [PyInfo],
        ),
    },
)
