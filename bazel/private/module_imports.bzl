"""The action that lists what the modules of a layer import, with the parser of the Python that runs actions."""

load(":module_program.bzl", "ModuleProgramInfo", "module_program_args", "module_program_attrs", "run_module_program")

IMPORTS_ATTRS = module_program_attrs("_imports", "//bazel/imports:reader")

def declare_imports(ctx, *, name, files = depset(), path_of = None, archive = None, launcher = None):
    """Declares the action that reads the imports of a layer's modules.

    Args:
        ctx: rule or aspect context with IMPORTS_ATTRS.
        name: str, the output's name, without its `.imports.json`.
        files: depset of File, the layer's files.
        path_of: function from File to its path in the image, or None for what is left out.
        archive: File or None, the modules of a base.
        launcher: File or None, the program at `app`, which may be a module without the name of one.

    Returns:
        File, or None where no Python toolchain is registered.
    """
    reader = ctx.attr._imports[ModuleProgramInfo]
    if not reader.python.interpreter:
        return None
    output = ctx.actions.declare_file(name + ".imports.json")
    args = module_program_args(ctx, output = output, files = files, path_of = path_of)
    more_inputs = []
    if launcher:
        args.add(launcher, format = "--file=app\t%s")
        more_inputs.append(launcher)
    if archive:
        args.add(archive, format = "--archive=%s")
        more_inputs.append(archive)
    run_module_program(
        ctx,
        reader,
        output = output,
        args = args,
        files = files,
        more_inputs = more_inputs,
        mnemonic = "ModuleImports",
        progress_message = "Reading the imports of " + name,
    )
    return output
