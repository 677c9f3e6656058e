"""The action that says what the modules of a layer import, by the parser of the Python that runs actions."""

load("@bazel_skylib//rules:common_settings.bzl", "BuildSettingInfo")

_TOOLCHAIN_TYPE = "@rules_python//python:toolchain_type"

_ImportsPythonInfo = provider(
    doc = "The interpreter of the Python toolchain for the platform that this is built for, where there is one.",
    fields = {
        "files": "depset of File, what it needs to start",
        "interpreter": "File, str for one of the machine, or None",
    },
)

def _imports_python_impl(ctx):
    toolchain = ctx.toolchains[_TOOLCHAIN_TYPE]
    runtime = getattr(toolchain, "py3_runtime", None) if toolchain else None
    return [_ImportsPythonInfo(
        files = (runtime.files if runtime else None) or depset(),
        interpreter = (runtime.interpreter or runtime.interpreter_path) if runtime else None,
    )]

imports_python = rule(
    implementation = _imports_python_impl,
    doc = "The interpreter of the Python toolchain, which may be missing; as a tool, that of the execution platform.",
    toolchains = [config_common.toolchain_type(_TOOLCHAIN_TYPE, mandatory = False)],
)

_ImportsReaderInfo = provider(
    doc = "What reads the imports of modules.",
    fields = {
        "program": "File, the Python program",
        "python": "Provider of imports_python",
    },
)

def _imports_reader_impl(ctx):
    return [_ImportsReaderInfo(
        program = ctx.file.program,
        python = ctx.attr.python[_ImportsPythonInfo],
    )]

imports_reader = rule(
    implementation = _imports_reader_impl,
    doc = "The program that reads the imports of modules and the Python that runs it.",
    attrs = {
        "program": attr.label(
            doc = "The Python program.",
            allow_single_file = [".py"],
            mandatory = True,
        ),
        "python": attr.label(
            doc = "An imports_python.",
            cfg = "exec",
            mandatory = True,
            providers = [_ImportsPythonInfo],
        ),
    },
)

IMPORTS_ATTRS = {
    "_imports": attr.label(
        default = "//bazel/imports:reader",
        providers = [_ImportsReaderInfo],
    ),
    "_root": attr.label(default = "//bazel/settings:root"),
}

def _module_argument(path_of):
    def module_argument(file):
        path = path_of(file) if file.extension == "py" else None
        return "--file=%s\t%s" % (path, file.path) if path else None

    return module_argument

def declare_imports(ctx, *, name, files = depset(), path_of = None, archive = None, launcher = None):
    """Declares the action that reads the imports of a layer's modules.

    Args:
        ctx: rule or aspect context with IMPORTS_ATTRS.
        name: str, what the output is called, with `.imports.json` behind it.
        files: depset of File, the layer's files.
        path_of: function from File to its path in the image, or None for what is left out.
        archive: File or None, the modules of a base.
        launcher: File or None, the program at `app`, which may be a module without the name of one.

    Returns:
        File, or None where no Python toolchain is registered.
    """
    reader = ctx.attr._imports[_ImportsReaderInfo]
    if not reader.python.interpreter:
        return None
    output = ctx.actions.declare_file(name + ".imports.json")
    start = ctx.actions.args()
    start.add_all(["-S", "-s", "-B", "-W", "ignore"])
    start.add(reader.program)

    args = ctx.actions.args()
    args.use_param_file("@%s", use_always = True)
    args.set_param_file_format("multiline")
    args.add(output, format = "--output=%s")
    more_inputs = [reader.program]
    if path_of:
        args.add(ctx.attr._root[BuildSettingInfo].value, format = "--root=%s")
        args.add_all(files, map_each = _module_argument(path_of), allow_closure = True)
    if launcher:
        args.add(launcher, format = "--file=app\t%s")
        more_inputs.append(launcher)
    if archive:
        args.add(archive, format = "--archive=%s")
        more_inputs.append(archive)
    ctx.actions.run(
        executable = reader.python.interpreter,
        tools = reader.python.files,
        inputs = depset(more_inputs, transitive = [files]),
        outputs = [output],
        arguments = [start, args],
        env = {"PYTHONHASHSEED": "0"},
        mnemonic = "ModuleImports",
        progress_message = "Reading the imports of " + name,
        execution_requirements = {"supports-path-mapping": "1"},
        toolchain = None,
    )
    return output
