"""What the aspect says about a Python application that starts without Bazel's launcher."""

load("@bazel_skylib//lib:paths.bzl", "paths")
load("@bazel_skylib//rules:common_settings.bzl", "BuildSettingInfo")
load("@rules_python//python:defs.bzl", "PyInfo", "PyRuntimeInfo")

PyApplicationInfo = provider(
    doc = "How a `py_binary` starts.",
    fields = {
        "bazel_launcher": "bool, whether Bazel's or rules_python's launcher starts it, which makes Python's path from PyInfo.imports; otherwise rules_py's does.",
        "before_imports": "list of str or None, the directories below the runfiles that rules_py 1 has on the path before the import directories, with nothing after them; None for other launchers.",
        "bootstrap": "str, rules_python's `bootstrap_impl`: `script`, or `system_python`, which was the only one before there was a choice.",
        "imports": "list of str, the import directories of a program without PyInfo, which `py_venv_binary` of rules_py 1 is; empty for all others.",
        "interpreter_args": "list of str, arguments of the interpreter that come before the program.",
        "label": "Label, the target of the program.",
        "launcher_venv": "Label or None, the target that makes the virtual environment of Bazel's launcher, where it is one of its own.",
        "main": "File or None, the main program.",
        "main_module": "str, the module that is run where there is no main program; may be empty.",
        "py_info": "PyInfo or None, that of the program itself: a wrapper need not have it (with_cfg.bzl's have it only where Bazel has it built in).",
        "runtime": "PyRuntimeInfo or None, what the program's own target says about its interpreter.",
        "python_version": "str, the Python version as its directories have it; empty in the layout runfiles.",
    },
)

# The attributes by which a wrapper names the one application that it stands for. (`exports` is that of with_cfg.bzl.)
_WRAPPED = ["actual", "binary", "exports", "target"]

def _wrapped_application(rule_attr):
    """The application that a wrapper stands for, or None."""
    for attribute in _WRAPPED:
        value = getattr(rule_attr, attribute, None)

        # An attribute with a transition is a list of one.
        wrapped = value[0] if type(value) == "list" and len(value) == 1 else value
        if type(wrapped) == "Target" and PyApplicationInfo in wrapped:
            return wrapped[PyApplicationInfo]
    return None

def _named(files, name):
    """The files whose path ends with a name, compared by whole parts."""
    return [file for file in files if ("/" + file.short_path).endswith("/" + name)]

def _main_file(ctx, bazel_launcher):
    """The main program as the rule itself chooses it, or None."""
    sources = getattr(ctx.rule.files, "srcs", [])
    given = getattr(ctx.rule.file, "main", None) or (getattr(ctx.rule.files, "main", None) or [None])[0]
    label = getattr(ctx.rule.attr, "main", None)
    label = label[0] if type(label) == "list" and label else label
    if bazel_launcher and type(label) == "Target":
        # By the name alone, whatever package the label is in, and among the sources (determine_main of rules_python).
        return (_named(sources, label.label.name) or [given])[0]
    return given or (_named(sources, ctx.label.name + ".py") or _named(sources, ctx.label.name.split("/")[-1] + ".py") or [None])[0]

def _compiled_main(target, main):
    """The compiled module that the runfiles have in the place of the main program's source, or None.

    rules_python makes it with `precompile_source_retention` = `omit_source`.
    """
    path = main.short_path.removesuffix(".py") + ".pyc"
    for action in target.actions:
        for file in action.outputs.to_list():
            if file.short_path == path:
                return file
    return None

def _bootstrap(rule_attr):
    """rules_python's flag `bootstrap_impl`, if the rule has it."""
    flag = getattr(rule_attr, "_bootstrap_impl_flag", None)
    if type(flag) != "Target":
        return "system_python"
    if config_common.FeatureFlagInfo in flag:
        return flag[config_common.FeatureFlagInfo].value
    return flag[BuildSettingInfo].value if BuildSettingInfo in flag else "system_python"

def _imports_without_py_info(target, ctx):
    """The import directories that a rule without PyInfo finds for itself (make_imports_depset of rules_py)."""
    if PyInfo in target:
        return []
    rule_attr = ctx.rule.attr
    repository = ctx.label.repo_name or "_main"
    own = [paths.normalize(paths.join(repository, ctx.label.package, path)) for path in getattr(rule_attr, "imports", None) or []]
    own += ["_main"] + ([repository] if repository != "_main" else [])
    deps = getattr(rule_attr, "deps", None)
    return depset(own, transitive = [
        dep[PyInfo].imports
        for dep in (deps if type(deps) == "list" else [])
        if PyInfo in dep
    ]).to_list()

def program_py_info(program):
    """The PyInfo of a program, or of the one that it stands for.

    Args:
        program: Target.

    Returns:
        PyInfo or None.
    """
    if PyInfo in program:
        return program[PyInfo]
    return program[PyApplicationInfo].py_info if PyApplicationInfo in program else None

def program_imports(program):
    """The directories below the runfiles that a program's launcher puts on Python's path.

    Args:
        program: Target.

    Returns:
        list of str, in their order.
    """
    info = program_py_info(program)
    directories = info.imports.to_list() if info else []
    own = program[PyApplicationInfo].imports if PyApplicationInfo in program else []
    return directories + [path for path in own if path not in directories]

def _before_imports(rule_attr, bazel_launcher):
    """What rules_py's launcher has on Python's path before the import directories (write_pth_file)."""
    if bazel_launcher or hasattr(rule_attr, "isolated"):
        return None

    # py_venv_binary has none, and py_binary the runfiles themselves.
    return [] if hasattr(rule_attr, "include_system_site_packages") else [""]

def _interpreter_args(rule_attr, bazel_launcher):
    """What the launcher gives the interpreter before the program."""
    if bazel_launcher or not hasattr(rule_attr, "interpreter_options"):
        return getattr(rule_attr, "interpreter_args", None) or []

    # rules_py isolates Python: the program's directory is not on the path, and variables PYTHON… are not read. In version 2 an
    # attribute decides; in version 1 py_venv_binary is not isolated, and the options are words of a shell's line.
    if hasattr(rule_attr, "isolated"):
        isolated, options = rule_attr.isolated, rule_attr.interpreter_options
    else:
        isolated = not hasattr(rule_attr, "include_system_site_packages")
        options = [word for option in rule_attr.interpreter_options for word in option.split(" ") if word]
    return ["-B"] + (["-I"] if isolated else []) + options

def py_application_info(target, ctx, python_version):
    """Finds how the target below an aspect starts.

    Args:
        target: Target below the aspect.
        ctx: aspect context.
        python_version: function without arguments that gives the Python version.

    Returns:
        list of PyApplicationInfo, empty for a target that is not an application.
    """
    rule_attr = ctx.rule.attr
    wrapped = _wrapped_application(rule_attr)
    if wrapped:
        return [wrapped]
    if not hasattr(rule_attr, "main"):
        return []

    # Only Bazel's original rules have this, and rules_python's after them.
    bazel_launcher = hasattr(rule_attr, "legacy_create_init")
    main_module = getattr(rule_attr, "main_module", None) or ""
    main = None if main_module else _main_file(ctx, bazel_launcher)
    if not main and not main_module:
        return []
    if main and bazel_launcher:
        main = _compiled_main(target, main) or main
    venv = getattr(rule_attr, "venv", None)
    return [PyApplicationInfo(
        bazel_launcher = bazel_launcher,
        before_imports = _before_imports(rule_attr, bazel_launcher),
        bootstrap = _bootstrap(rule_attr),
        imports = _imports_without_py_info(target, ctx),
        interpreter_args = _interpreter_args(rule_attr, bazel_launcher),
        label = ctx.label,
        # In rules_py 1 the attribute is a name.
        launcher_venv = venv.label if type(venv) == "Target" else None,
        main = main,
        main_module = main_module,
        py_info = target[PyInfo] if PyInfo in target else None,
        python_version = python_version(),
        runtime = target[PyRuntimeInfo] if PyRuntimeInfo in target else None,
    )]
