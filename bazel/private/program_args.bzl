"""The arguments that `bazel run` gives a program: the attribute `args` of its target."""

ProgramArgsInfo = provider(
    doc = "The arguments that `bazel run` gives a program.",
    fields = {
        "args": "list of str, with the paths that `$(rootpath)` and `$(location)` stand for.",
    },
)

# The attributes whose labels `args` may name.
_DATA = ["data", "deps", "srcs", "tools"]

def program_args(ctx):
    """Expands `args` as Bazel does for `bazel run`: locations, make variables, then words as a shell divides them.

    Args:
        ctx: aspect context.

    Returns:
        list of ProgramArgsInfo, empty where the target has no `args`.
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
