"""How an image is started: the program's own settings, and those that attributes put in their place."""

load(":program_args.bzl", "ProgramArgsInfo")

# Names and meaning are those of rules_oci's oci_image.
IMAGE_SETTINGS_ATTRS = {
    "cmd": attr.string_list(
        doc = "Arguments of the entry point, which a container runtime may replace. Left out: `args` of the binary.",
    ),
    "entrypoint": attr.string_list(
        doc = "The program that the image starts, with its first arguments. Empty: what starts the binary.",
    ),
    "env": attr.string_dict(
        doc = "Variables of the image's environment. They override those of the binary and the base, which `$NAME` and `${NAME}` in a value stand for.",
    ),
    "exposed_ports": attr.string_list(
        doc = "Ports that the program listens on: `8080`, `8080/tcp` or `53/udp`. The base's stay.",
    ),
    "labels": attr.string_dict(
        doc = "Labels of the image. The base's stay.",
    ),
    "own_cmd": attr.bool(
        doc = "Whether `cmd` was given; the macro fills it in.",
    ),
    "user": attr.string(
        doc = "User that the program runs as, a name or a number, perhaps with a group after a colon. Empty: the base's.",
    ),
    "workdir": attr.string(
        doc = "Absolute path of the working directory. Empty: the directory that `bazel run` starts the binary in.",
    ),
}

def _assignment(item):
    return "%s=%s" % item

def add_image_settings(args, ctx, start):
    """Adds the flags of the action merge-layers that say how an image is started.

    Args:
        args: Args.
        ctx: rule context with IMAGE_SETTINGS_ATTRS and the attribute `binary`.
        start: struct as runfiles_application and venv_application give it.
    """
    binary = ctx.attr.binary
    environment = binary[RunEnvironmentInfo].environment if RunEnvironmentInfo in binary else {}
    own_args = binary[ProgramArgsInfo].args if ProgramArgsInfo in binary else []
    cmd = ctx.attr.cmd if ctx.attr.own_cmd else own_args
    of_binary = "of binary = %s" % binary.label

    # Each flag of an action is one line.
    for what, value in (
        [("env %s: the value of %s" % (of_binary, name), value) for name, value in environment.items()] +
        [("env: the value of %s" % name, value) for name, value in ctx.attr.env.items()] +
        [("labels: the value of %s" % name, value) for name, value in ctx.attr.labels.items()] +
        [("cmd: an argument" if ctx.attr.own_cmd else "args %s: an argument" % of_binary, value) for value in cmd] +
        [("entrypoint: an argument", value) for value in ctx.attr.entrypoint]
    ):
        if "\n" in value or "\r" in value:
            fail("package_layers: %s: %s has several lines; put it in a file" % (ctx.label, what))
    for what, names in [("env", ctx.attr.env), ("labels", ctx.attr.labels)]:
        for name in names:
            if not name or "=" in name or "\n" in name or "\r" in name:
                fail("package_layers: %s: %s: %s is not a name; write %s = {\"NAME\": \"value\"}" % (ctx.label, what, repr(name), what))
    workdir = ctx.attr.workdir or start.working_directory
    if not workdir.startswith("/"):
        fail("package_layers: %s: workdir = %s is not an absolute path; write the path in the image, as in \"/srv\"" % (ctx.label, repr(workdir)))

    args.add_all(ctx.attr.entrypoint or start.entrypoint, format_each = "--entrypoint=%s")
    args.add_all(cmd, format_each = "--cmd=%s")
    args.add_all((environment | start.environment).items(), format_each = "--env=%s", map_each = _assignment)
    args.add_all(ctx.attr.env.items(), format_each = "--image-env=%s", map_each = _assignment)
    if start.search_path:
        args.add(start.search_path, format = "--search-path=%s")
    args.add(workdir, format = "--workdir=%s")
    if ctx.attr.workdir:
        args.add("--own-workdir=true")
    if ctx.attr.user:
        args.add(ctx.attr.user, format = "--user=%s")
    args.add_all(ctx.attr.labels.items(), format_each = "--label=%s", map_each = _assignment)
    args.add_all(ctx.attr.exposed_ports, format_each = "--exposed-port=%s")
