"""Unpacking a wheel into one directory: the action of py_unpacked_wheel and whl_install."""

load(":providers.bzl", "PyWheelsInfo")

def python_directory(ctx):
    """lib/pythonX.Y; rules_py takes the version from its toolchain, which Debian's rules_python cannot tell."""
    return "lib/python" + ctx.var["PYTHON_VERSION"]

def unpack(ctx, directory, top_levels):
    """Declares the action and gives the target's providers.

    Args:
        ctx: rule context with the attribute `src`, a wheel.
        directory: str, the directory's name.
        top_levels: list of str, what the wheel has in site-packages; rules_py reads it from RECORD when it fetches.

    Returns:
        list of providers.
    """
    tree = ctx.actions.declare_directory(directory)
    site_packages = python_directory(ctx) + "/site-packages"
    ctx.actions.run_shell(
        command = 'python3 -m zipfile -e "$1" "$2"',
        arguments = [ctx.file.src.path, tree.path + "/" + site_packages],
        inputs = [ctx.file.src],
        outputs = [tree],
        mnemonic = "WhlInstall",
        use_default_shell_env = True,
    )
    path = tree.short_path[3:] if tree.short_path.startswith("../") else "_main/" + tree.short_path
    return [
        DefaultInfo(runfiles = ctx.runfiles(files = [tree])),
        PyWheelsInfo(wheels = depset([struct(
            top_levels = tuple(top_levels),
            site_packages_rfpath = path + "/" + site_packages,
            install_tree = tree,
        )])),
    ]
