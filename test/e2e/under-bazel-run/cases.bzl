"""Rules and macros of the cases: what brings files, modules and packages to a program in ways of its own."""

load("@package_layers//bazel:package_layers.bzl", "package_layers")
load("@rules_python//python:defs.bzl", "PyInfo")
load(":python_rules.bzl", "py_binary")

def case(name, srcs = None, deps = [], rule = py_binary, testonly = False, **kwargs):
    """A program and its image in both layouts.

    Args:
        name: str.
        srcs: list of label; NAME.py where it is left out.
        deps: list of label.
        rule: the program's rule.
        testonly: bool.
        **kwargs: further attributes of the program.
    """
    rule(
        name = name,
        srcs = srcs or [name + ".py"],
        testonly = testonly,
        deps = deps + ["//libs:probe"],
        **kwargs
    )
    images(
        name = name,
        program = name,
        testonly = testonly,
    )

def alias_case(name, actual):
    """A program by another name, and its image in both layouts.

    Args:
        name: str.
        actual: str or select, the program's target.
    """
    native.alias(
        name = name,
        actual = actual,
    )
    images(
        name = name,
        program = name,
    )

def images(name, program = None, **kwargs):
    """The images of a program.

    Args:
        name: str, what the images' names begin with.
        program: str, the program's target; left out where the attributes name one.
        **kwargs: further attributes of `package_layers`.
    """
    if program:
        kwargs["binary"] = ":" + program
    for layout in ["runfiles", "venv"]:
        package_layers(
            name = "%s_%s" % (name, layout),
            layout = layout,
            **kwargs
        )

def _other_names_impl(ctx):
    return [DefaultInfo(runfiles = ctx.runfiles(
        symlinks = {"%s/%s" % (ctx.attr.folder or "etc", ctx.file.src.basename): ctx.file.src},
        root_symlinks = {"%s/%s" % (ctx.attr.folder or "elsewhere", ctx.file.src.basename): ctx.file.src},
    ))]

other_names = rule(
    implementation = _other_names_impl,
    doc = "A file that the runfiles have by other names alone.",
    attrs = {
        "folder": attr.string(doc = "Where both names are; empty: each has a folder of its own."),
        "src": attr.label(allow_single_file = True),
    },
)

# Written by `printf`, whose names may have what labels cannot.
_TREE = """
mkdir -p "$1/sub" "$1/empty/inner"
cd "$1"
for name in plain sub/below 'a blank' 'co:lon=50%s' '#hash' ./-dash "$(printf 'new\\nline')" "$(printf 'ta\\tb')"
do
    echo something > "$name"
done
ln -s sub/below link
ln -s sub folder_link
"""

def _tree_impl(ctx):
    tree = ctx.actions.declare_directory(ctx.label.name)
    ctx.actions.run_shell(outputs = [tree], arguments = [tree.path], command = _TREE)
    return [DefaultInfo(files = depset([tree]))]

tree = rule(
    implementation = _tree_impl,
    doc = "A directory that an action makes, with links, empty directories and names that are unlike others.",
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
    infos = [target[PyInfo] for target in ctx.attr.libs]

    # By these the launcher's environment has packages, with venvs_site_packages=yes.
    links = {"venv_symlinks": depset(transitive = [info.venv_symlinks for info in infos])} if hasattr(infos[0], "venv_symlinks") else {}
    return [
        DefaultInfo(runfiles = ctx.runfiles().merge_all([target[DefaultInfo].default_runfiles for target in ctx.attr.libs])),
        PyInfo(
            imports = depset(transitive = [info.imports for info in infos]),
            transitive_sources = depset(transitive = [info.transitive_sources for info in infos]),
            **links
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
