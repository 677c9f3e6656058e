"""Further paths of the image's programs: the other programs below its root, and the entry point at a path that the user chooses."""

load(":image_paths.bzl", "APPLICATION", "INTERPRETER", "RUNFILES_IN_IMAGE", "VENV")
load(":program_args.bzl", "OtherProgramsInfo")

IMAGE_LINKS_ATTRS = {
    "path": attr.string(
        doc = "Another absolute path of the launcher, with its runfiles beside it. Empty: none.",
    ),
}

# What has a name of its own below the image's root.
_TAKEN = [APPLICATION, INTERPRETER, RUNFILES_IN_IMAGE, VENV]

_START = """#!%s
import os
import sys

os.execv(%s, [*%s, *sys.argv[1:]])
"""

def _from(path, target):
    """TARGET as a link at PATH names it; both are below the image's root."""
    return "/".join([".."] * path.count("/") + [target])

def _place(ctx, root):
    """The attribute `path`, below the image's root; None where it is not given."""
    path = ctx.attr.path
    if not path:
        return None
    where = "package_layers: %s: path = %s" % (ctx.label, repr(path))
    parts = path.split("/")
    if parts[0] or "" in parts[1:] or "." in parts or ".." in parts:
        fail("%s is not an absolute path of plain names; write it as in \"/srv/server/app\"" % where)
    if not path.startswith(root + "/"):
        fail("%s does not lie below the setting root, which is %s; choose a path there" % (where, root))
    place = path[len(root) + 1:]
    if place == APPLICATION:
        return None
    if place.split("/")[0] in _TAKEN:
        fail("%s lies where the image has its own files; choose a path outside %s" % (where, ", ".join([root + "/" + name for name in _TAKEN])))
    return place

def image_links(ctx, *, start, venv, path_of, root):
    """What an image has besides the entry point so that its programs can be started.

    Args:
        ctx: rule context with IMAGE_LINKS_ATTRS and the attribute `binary`.
        start: struct as runfiles_application and venv_application give it.
        venv: bool, whether the image has the layout "venv".
        path_of: function from File to its path in the image.
        root: str, the image's root: empty, or a path with a slash before it.

    Returns:
        struct: inputs (list of File), add_arguments (function of Args), unset (list of str: what of the other programs' env and
        args the image does not have, each as "env of LABEL"), paths (list of str, where they are, below the image's root).
    """
    files = {}
    links = {}
    unset = []

    def find_at(place, launcher, command):
        """Lets a program be found at a path: in the layout "venv" Bazel's launchers do not start what the image starts."""
        links[place + ".runfiles"] = _from(place, RUNFILES_IN_IMAGE)
        if venv:
            script = ctx.actions.declare_file("%s.start/%s.py" % (ctx.label.name, place))
            ctx.actions.write(script, _START % (command[0], json.encode(command[0]), json.encode(command)))
            files[place] = script
        else:
            links[place] = _from(place, launcher)

    place = _place(ctx, root)
    if place:
        find_at(place, APPLICATION, start.entrypoint)
    binary = ctx.attr.binary
    for program in binary[OtherProgramsInfo].programs if OtherProgramsInfo in binary else []:
        name = program.label.name.split("/")[-1]
        if name in _TAKEN or name in links or name in files:
            fail("package_layers: %s: binaries has %s, which would be at %s/%s, and something else is there; rename one of the two" % (ctx.label, program.label, root, name))
        application = program.application
        if venv and not application:
            fail("package_layers: %s: layout = \"venv\" starts main programs, and %s in binaries has none; name a py_binary" % (ctx.label, program.label))
        command = None
        if venv:
            main = [root + "/" + path_of(application.main)] if application.main else ["-m", application.main_module]
            command = [root + "/" + VENV + "/bin/python"] + application.interpreter_args + main
        find_at(name, path_of(program.executable), command)
        unset.extend([
            "%s of %s" % (what, program.label)
            for what, has in [("env", program.has_env), ("args", program.has_args)]
            if has
        ])

    def add_arguments(args):
        for path, file in files.items():
            args.add(file, format = "--file=" + path + "\t%s")
        for path, target in links.items():
            args.add("--symlink=%s\t%s" % (path, target))

    return struct(inputs = files.values(), add_arguments = add_arguments, unset = unset, paths = files.keys() + links.keys())
