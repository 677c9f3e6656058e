"""The action that compiles the modules of a package, when the setting `pyc` asks for it."""

load(":module_program.bzl", "ModuleProgramInfo", "module_program_args", "module_program_attrs", "run_module_program")

PYC_ATTRS = module_program_attrs("_pyc", "//bazel/pyc:compiler")

def compile_package(ctx, *, name, files, path_of, python_version):
    """Declares the action that compiles the modules of a package, if the setting `pyc` asks for it.

    Args:
        ctx: rule or aspect context with PYC_ATTRS.
        name: str, the output's name, without its `.pyc`.
        files: depset of File, the package's files.
        path_of: function from File to its path in the image, or None for what is left out.
        python_version: str, the version that the image is for; empty when not known.

    Returns:
        File or None: a directory with the compiled modules at their paths in the image.
    """
    compiler = ctx.attr._pyc[ModuleProgramInfo]
    if not compiler.python:
        return None
    if not compiler.python.interpreter:
        fail("the setting pyc needs a Python toolchain for the platform that runs actions; register one, or leave --@package_layers//bazel/settings:pyc off")
    output = ctx.actions.declare_directory(name + ".pyc")
    args = module_program_args(ctx, output = output, files = files, path_of = path_of)
    args.add(python_version, format = "--python=%s")
    run_module_program(
        ctx,
        compiler,
        output = output,
        args = args,
        files = files,
        mnemonic = "PackagePyc",
        progress_message = "Compiling the modules of " + name,
    )
    return output
