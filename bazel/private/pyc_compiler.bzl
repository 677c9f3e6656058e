"""The Python that compiles the modules of packages, and the action in which it does."""

load("@bazel_skylib//rules:common_settings.bzl", "BuildSettingInfo")

_TOOLCHAIN_TYPE = "@rules_python//python:toolchain_type"

_ToolchainPythonInfo = provider(
    doc = "The interpreter of the Python toolchain for the platform that this is built for.",
    fields = {
        "files": "depset of File, what it needs to start",
        "interpreter": "File, or str for one of the machine",
    },
)

def _toolchain_python_impl(ctx):
    runtime = ctx.toolchains[_TOOLCHAIN_TYPE].py3_runtime
    return [_ToolchainPythonInfo(
        files = runtime.files or depset(),
        interpreter = runtime.interpreter or runtime.interpreter_path,
    )]

toolchain_python = rule(
    implementation = _toolchain_python_impl,
    doc = "The interpreter of the Python toolchain; as a tool, that of the execution platform.",
    toolchains = [_TOOLCHAIN_TYPE],
)

_PycCompilerInfo = provider(
    doc = "What compiles modules, when the setting `pyc` asks for it.",
    fields = {
        "program": "File, the Python program",
        "python": "Provider of toolchain_python, or None",
    },
)

def _pyc_compiler_impl(ctx):
    return [_PycCompilerInfo(
        program = ctx.file.program,
        python = ctx.attr.python[_ToolchainPythonInfo] if ctx.attr.python else None,
    )]

pyc_compiler = rule(
    implementation = _pyc_compiler_impl,
    doc = "The program that compiles modules and the Python that runs it.",
    attrs = {
        "program": attr.label(
            doc = "The Python program.",
            allow_single_file = [".py"],
            mandatory = True,
        ),
        "python": attr.label(
            doc = "A toolchain_python; without one nothing is compiled.",
            cfg = "exec",
            providers = [_ToolchainPythonInfo],
        ),
    },
)

PYC_ATTRS = {
    "_pyc": attr.label(
        default = "//bazel/pyc:compiler",
        providers = [_PycCompilerInfo],
    ),
    "_root": attr.label(default = "//bazel/settings:root"),
}

def _module_argument(path_of):
    def module_argument(file):
        path = path_of(file) if file.extension == "py" else None
        return "--file=%s\t%s" % (path, file.path) if path else None

    return module_argument

def compile_package(ctx, *, name, files, path_of, python_version):
    """Declares the action that compiles the modules of a package, if the setting `pyc` asks for it.

    Args:
        ctx: rule or aspect context with PYC_ATTRS.
        name: str, what the output is called, with `.pyc` behind it.
        files: depset of File, the package's files.
        path_of: function from File to its path in the image, or None for what is left out.
        python_version: str, the version that the image is for; empty when not known.

    Returns:
        File or None: a directory with the compiled modules at their paths in the image.
    """
    compiler = ctx.attr._pyc[_PycCompilerInfo]
    if not compiler.python:
        return None
    output = ctx.actions.declare_directory(name + ".pyc")

    # Without site-packages, and modules compiled in memory only: nothing but the interpreter itself takes part.
    start = ctx.actions.args()
    start.add_all(["-S", "-s", "-B", "-W", "ignore"])
    start.add(compiler.program)

    args = ctx.actions.args()
    args.use_param_file("@%s", use_always = True)
    args.set_param_file_format("multiline")
    args.add_all([output], format_each = "--output=%s", expand_directories = False)
    args.add(ctx.attr._root[BuildSettingInfo].value, format = "--root=%s")
    args.add(python_version, format = "--python=%s")
    args.add_all(files, map_each = _module_argument(path_of), allow_closure = True)
    ctx.actions.run(
        executable = compiler.python.interpreter,
        tools = compiler.python.files,
        inputs = depset([compiler.program], transitive = [files]),
        outputs = [output],
        arguments = [start, args],
        # Not -I: it would leave the seed to chance.
        env = {"PYTHONHASHSEED": "0"},
        mnemonic = "PackagePyc",
        progress_message = "Compiling the modules of " + name,
        execution_requirements = {"supports-path-mapping": "1"},
        toolchain = None,
    )
    return output
