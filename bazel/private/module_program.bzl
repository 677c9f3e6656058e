"""Runs a Python program over the modules of a layer: the program, the toolchain's Python, and the action."""

load("@bazel_skylib//rules:common_settings.bzl", "BuildSettingInfo")

_TOOLCHAIN_TYPE = "@rules_python//python:toolchain_type"

ToolchainPythonInfo = provider(
    doc = "The interpreter of the Python toolchain for the platform that this is built for, where there is one.",
    fields = {
        "files": "depset of File, what it needs to start",
        "interpreter": "File, str for one of the machine, or None",
    },
)

def _toolchain_python_impl(ctx):
    toolchain = ctx.toolchains[_TOOLCHAIN_TYPE]
    runtime = getattr(toolchain, "py3_runtime", None) if toolchain else None
    return [ToolchainPythonInfo(
        files = (runtime.files if runtime else None) or depset(),
        interpreter = (runtime.interpreter or runtime.interpreter_path) if runtime else None,
    )]

toolchain_python = rule(
    implementation = _toolchain_python_impl,
    doc = "The interpreter of the Python toolchain, which may be missing; as a tool, that of the execution platform.",
    toolchains = [config_common.toolchain_type(_TOOLCHAIN_TYPE, mandatory = False)],
)

ModuleProgramInfo = provider(
    doc = "A Python program that looks at modules.",
    fields = {
        "program": "File, the Python program",
        "python": "Provider of toolchain_python, or None where the program is not wanted",
    },
)

def _module_program_impl(ctx):
    return [ModuleProgramInfo(
        program = ctx.file.program,
        python = ctx.attr.python[ToolchainPythonInfo] if ctx.attr.python else None,
    )]

module_program = rule(
    implementation = _module_program_impl,
    doc = "A Python program that looks at modules, and the Python that runs it.",
    attrs = {
        "program": attr.label(
            doc = "The Python program.",
            allow_single_file = [".py"],
            mandatory = True,
        ),
        "python": attr.label(
            doc = "A toolchain_python; without one the program does not run.",
            cfg = "exec",
            providers = [ToolchainPythonInfo],
        ),
    },
)

def module_program_attrs(name, program):
    """The attributes of a rule or aspect that runs such a program.

    Args:
        name: str, of the attribute.
        program: str, label of the module_program.

    Returns:
        dict of attributes.
    """
    return {
        name: attr.label(default = program, providers = [ModuleProgramInfo]),
        "_root": attr.label(default = "//bazel/settings:root"),
    }

def _is_module(file):
    return file.extension == "py"

def _module_argument(path_of):
    def module_argument(file):
        path = path_of(file) if _is_module(file) else None
        return "--file=%s\t%s" % (path, file.path) if path else None

    return module_argument

def module_program_args(ctx, *, output, files = depset(), path_of = None):
    """The flag file of a program, to which the caller adds what is the program's own.

    Args:
        ctx: rule or aspect context with the attributes of module_program_attrs.
        output: File, which may be a directory.
        files: depset of File, the layer's files.
        path_of: function from File to its path in the image, or None for what is left out.

    Returns:
        Args.
    """
    args = ctx.actions.args()
    args.use_param_file("@%s", use_always = True)
    args.set_param_file_format("multiline")
    args.add_all([output], format_each = "--output=%s", expand_directories = False)
    if path_of:
        args.add(ctx.attr._root[BuildSettingInfo].value, format = "--root=%s")
        args.add_all(files, map_each = _module_argument(path_of), allow_closure = True)
    return args

def run_module_program(ctx, info, *, output, args, files, more_inputs = [], mnemonic, progress_message):
    """Declares the action in which a program runs.

    Args:
        ctx: rule or aspect context.
        info: ModuleProgramInfo, with a Python.
        output: File.
        args: Args of module_program_args.
        files: depset of File, those of module_program_args.
        more_inputs: list of File, without the program.
        mnemonic: str.
        progress_message: str.
    """

    # Without site-packages, and with modules compiled in memory only: nothing but the interpreter itself has an influence.
    start = ctx.actions.args()
    start.add_all(["-S", "-s", "-B", "-W", "ignore"])
    start.add(info.program)
    ctx.actions.run(
        executable = info.python.interpreter,
        tools = info.python.files,
        # A sandbox has a link for each input, which for a package of much data takes longer than to read its modules.
        inputs = [info.program] + more_inputs + [file for file in files.to_list() if file.is_directory or _is_module(file)],
        outputs = [output],
        arguments = [start, args],
        # Not -I, which would make the hash seed random.
        env = {"PYTHONHASHSEED": "0"},
        mnemonic = mnemonic,
        progress_message = progress_message,
        execution_requirements = {"supports-path-mapping": "1"},
        toolchain = None,
    )
