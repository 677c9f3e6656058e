"""Finds wheels that rules_py (aspect) unpacks in the build: one directory each, made by a target of their own."""

# The rules that unpack a wheel, known by their kinds, since loading a provider of rules_py would make it a dependency.
_KINDS = ["py_unpacked_wheel", "whl_install"]

def wheel_tree(target, ctx):
    """The wheel that the target below an aspect unpacks.

    Args:
        target: Target below the aspect.
        ctx: aspect context.

    Returns:
        None for any other target, else struct:
            name: str, the distribution's name; the target's if the wheel's name is not known before the build,
            version: str, or an empty string,
            tree: File, the directory with `bin` and `lib/pythonX.Y/site-packages`,
            wheel: File or None, the wheel,
            compiled: bool, whether the directory has compiled modules already.
    """
    if ctx.rule.kind not in _KINDS:
        return None
    runfiles = target[DefaultInfo].default_runfiles.files.to_list()
    trees = [file for file in runfiles if file.is_directory and file.owner == target.label]
    if len(trees) != 1:
        fail("package_layers: %s: %s has %d directories of its own and should have one; report this to package_layers with your version of rules_py" % (target.label, ctx.rule.kind, len(trees)))
    source = getattr(ctx.rule.file, "src", None)
    wheel = source if source and source.extension == "whl" else None

    # Name and version are the first two parts of the file's name (PyPA, Binary distribution format, File name convention).
    parts = wheel.basename.split("-") if wheel else []
    return struct(
        name = parts[0] if parts else target.label.name,
        version = parts[1] if len(parts) > 1 else "",
        tree = trees[0],
        wheel = wheel,
        compiled = getattr(ctx.rule.attr, "compile_pyc", False),
    )
