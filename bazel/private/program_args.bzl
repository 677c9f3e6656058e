"""The arguments that `bazel run` gives a program: the attribute `args` of its target."""

load(":py_application_info.bzl", "PyApplicationInfo", "program_imports", "program_py_info")

ProgramArgsInfo = provider(
    doc = "The arguments that `bazel run` gives a program.",
    fields = {
        "args": "list of str, with the paths that `$(rootpath)` and `$(location)` stand for.",
    },
)

OtherProgramsInfo = provider(
    doc = "The programs of an image that are not its entry point.",
    fields = {
        "programs": "list of struct: label (Label), executable (File), application (PyApplicationInfo or None), has_args and has_env (bool).",
        "with_modules": "list of struct, the entry point among them: label (Label), application (PyApplicationInfo or None), imports (list of str), venv_symlinks (list of VenvSymlinkEntry), files (depset of File, its runfiles) and empty_files (depset of str, its runfiles' empty_filenames).",
    },
)

def other_programs(ctx):
    """What an image of several programs must know about those that are not its entry point.

    Args:
        ctx: aspect context.

    Returns:
        list of OtherProgramsInfo, empty for a target that is not several programs.
    """
    if ctx.rule.kind != "image_programs":
        return []
    return [OtherProgramsInfo(programs = [
        struct(
            label = program.label,
            executable = program[DefaultInfo].files_to_run.executable,
            application = program[PyApplicationInfo] if PyApplicationInfo in program else None,
            has_args = ProgramArgsInfo in program,
            has_env = RunEnvironmentInfo in program and bool(program[RunEnvironmentInfo].environment),
        )
        for program in ctx.rule.attr.data
    ], with_modules = [
        struct(
            label = program.label,
            application = program[PyApplicationInfo] if PyApplicationInfo in program else None,
            imports = program_imports(program),
            venv_symlinks = _venv_symlinks(program),
            files = program[DefaultInfo].default_runfiles.files,
            empty_files = program[DefaultInfo].default_runfiles.empty_filenames,
        )
        for program in [ctx.rule.attr.binary] + ctx.rule.attr.data
        if program_py_info(program) or PyApplicationInfo in program
    ])]

def _venv_symlinks(program):
    """What newer versions of rules_python link into the environment of a program: list of VenvSymlinkEntry."""
    info = program_py_info(program)
    return info.venv_symlinks.to_list() if hasattr(info, "venv_symlinks") else []

def image_imports(binary):
    """The directories below the runfiles that the launchers of an image's programs put on Python's path.

    Args:
        binary: Target.

    Returns:
        list of str, those of the entry point first.
    """
    if OtherProgramsInfo not in binary:
        return program_imports(binary)
    return {path: None for program in binary[OtherProgramsInfo].with_modules for path in program.imports}.keys()

def image_venv_symlinks(binary):
    """What newer versions of rules_python link into the environments of an image's programs.

    Args:
        binary: Target.

    Returns:
        list of VenvSymlinkEntry.
    """
    if OtherProgramsInfo not in binary:
        return _venv_symlinks(binary)
    return [entry for program in binary[OtherProgramsInfo].with_modules for entry in program.venv_symlinks]

# The attributes whose labels `args` may name.
_DATA = ["data", "deps", "srcs", "tools"]

def program_args(ctx):
    """Expands `args` as Bazel does for `bazel run`: locations, make variables, then words as a shell divides them.

    Args:
        ctx: aspect context.

    Returns:
        list of ProgramArgsInfo, empty if the target has no `args`.
    """
    rule_attr = ctx.rule.attr
    if ctx.rule.kind == "image_programs":
        # What `bazel run` gives the entry point.
        return [rule_attr.binary[ProgramArgsInfo]] if ProgramArgsInfo in rule_attr.binary else []
    args = getattr(rule_attr, "args", None)
    if not args or type(args) != "list":
        return []
    targets = {}
    for attribute in _DATA:
        value = getattr(rule_attr, attribute, None)
        for target in value if type(value) == "list" else [value]:
            if type(target) == "Target":
                targets[target.label] = target
    words = []
    for arg in args:
        # In `args`, $(location) is the path in the runfiles.
        in_runfiles = arg.replace("$(location ", "$(rootpath ").replace("$(locations ", "$(rootpaths ")
        located = ctx.expand_location(in_runfiles, targets.values())
        words.extend(ctx.tokenize(ctx.expand_make_variables("args", located, {})))
    return [ProgramArgsInfo(args = words)]
