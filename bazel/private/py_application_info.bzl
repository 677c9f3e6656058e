"""What the aspect tells of a Python application that is to start without Bazel's launcher."""

PyApplicationInfo = provider(
    doc = "How a `py_binary` starts.",
    fields = {
        "interpreter_args": "list of str, arguments of the interpreter that come before the program.",
        "launcher_venv": "Label or None, the target that makes the virtual environment of Bazel's launcher, where it is one of its own.",
        "main": "File or None, the main program.",
        "main_module": "str, the module that is run where there is no main program; may be empty.",
        "python_version": "str, the Python version as its directories have it; empty in the layout runfiles.",
    },
)

# The attributes by which a wrapper names the one application that it stands for.
_WRAPPED = ["actual", "binary", "target"]

def py_application_info(ctx, python_version):
    """Finds how the target below an aspect starts.

    Args:
        ctx: aspect context.
        python_version: function without arguments that gives the Python version.

    Returns:
        list of PyApplicationInfo, empty for what is no application.
    """
    rule_attr = ctx.rule.attr
    for attribute in _WRAPPED:
        wrapped = getattr(rule_attr, attribute, None)
        if type(wrapped) == "Target" and PyApplicationInfo in wrapped:
            return [wrapped[PyApplicationInfo]]
    if not hasattr(rule_attr, "main"):
        return []
    main = getattr(ctx.rule.file, "main", None) or (getattr(ctx.rule.files, "main", None) or [None])[0]
    main_module = getattr(rule_attr, "main_module", None) or ""
    if not main and not main_module:
        # As py_binary itself chooses.
        named = [file for file in getattr(ctx.rule.files, "srcs", []) if file.basename == ctx.label.name.split("/")[-1] + ".py"]
        main = named[0] if named else None
    if not main and not main_module:
        return []
    venv = getattr(rule_attr, "venv", None)
    return [PyApplicationInfo(
        interpreter_args = getattr(rule_attr, "interpreter_args", None) or [],
        # In rules_py 1 the attribute is a name.
        launcher_venv = venv.label if type(venv) == "Target" else None,
        main = main,
        main_module = main_module,
        python_version = python_version(),
    )]
