"""The aspect that gives every third-party package its one layer, at the package's own target."""

load(":compiled_modules.bzl", "PYC_ATTRS", "compile_package")
load(":image_paths.bzl", "image_paths", "runfiles_path")
load(":layer_action.bzl", "LAYER_ATTRS", "declare_layer")
load(":layout.bzl", "LAYOUTS", "LAYOUT_ATTRS", "chosen_layout")
load(":module_imports.bzl", "IMPORTS_ATTRS", "declare_imports")
load(":package_layers_info.bzl", "PackageLayersInfo")
load(":program_args.bzl", "other_programs", "program_args")
load(":py_application_info.bzl", "py_application_info")
load(":python_version.bzl", "PYTHON_VERSION_ATTRS", "PYTHON_VERSION_TOOLCHAINS", "known_python_version")
load(":wheel_index.bzl", "WheelIndexInfo")
load(":wheel_tree.bzl", "wheel_tree")

def _edge_targets(rule_attr):
    """The targets that a rule names in any attribute: single labels, lists and dicts from or to labels."""
    targets = []
    for name in dir(rule_attr):
        value = getattr(rule_attr, name, None)
        kind = type(value)
        if kind == "Target":
            targets.append(value)
        elif kind == "list":
            targets.extend([target for target in value if type(target) == "Target"])
        elif kind == "dict":
            targets.extend([target for target in value.keys() + value.values() if type(target) == "Target"])
    return [target for target in targets if PackageLayersInfo in target]

def _tag_value(tags, key):
    """The value of the tag KEY=VALUE, or an empty string."""
    for tag in tags:
        if tag.startswith(key + "="):
            return tag[len(key) + 1:]
    return ""

def _repository_package(ctx, edges):
    """The package of a repository of rules_python; None for any other target.

    rules_python tags the targets of a wheel since 0.5. Since 2.3 a wheel with requirements is two tagged targets; the one
    that owns files of its own repository is the package, the other re-exports it.
    """
    name = _tag_value(getattr(ctx.rule.attr, "tags", []), "pypi_name")
    repository = ctx.label.repo_name
    own_files = [
        file
        for attribute in ["srcs", "data"]
        for file in getattr(ctx.rule.files, attribute, [])
        if file.owner.repo_name == repository
    ] if name and repository else []

    # The re-exporting target's srcs are files of the same repository too, but another target's layer has them already.
    already_packaged = [
        package
        for edge in edges
        if edge.label.repo_name == repository
        for package in edge[PackageLayersInfo].packages.to_list()
        if package.label.repo_name == repository
    ] if own_files else []
    if not own_files or already_packaged:
        return None
    return struct(
        name = name,
        version = _tag_value(ctx.rule.attr.tags, "pypi_version"),
        files = depset(own_files),
        wheel = ctx.attr._wheels[WheelIndexInfo].wheels.get(repository),
        variant = "",
        unpacked = False,
        declared = False,
        compiled = False,
    )

def _declared_package(ctx):
    """The package that a target of python_package declares; None for any other target."""
    if ctx.rule.kind != "python_package":
        return None
    library = ctx.rule.attr.library
    files = library[PackageLayersInfo].own_files
    if not files.to_list():
        fail("package_layers: %s: library = %s has no sources or data of its own package; name the library that has the files" % (ctx.label, library.label))
    return struct(
        name = ctx.rule.attr.distribution or ctx.label.name,
        version = ctx.rule.attr.version,
        files = files,
        wheel = None,
        variant = ctx.label.name,
        unpacked = False,
        declared = True,
        compiled = False,
    )

def _unpacked_package(target, ctx):
    """The package of a target of rules_py; None for any other target."""
    found = wheel_tree(target, ctx)
    return found and struct(
        name = found.name,
        version = found.version,
        files = depset([found.tree]),
        wheel = found.wheel,
        # Unlike a repository, a directory of BUILD files may hold the same distribution for several platforms.
        variant = ctx.label.name,
        unpacked = True,
        declared = False,
        compiled = found.compiled,
    )

def _entry(ctx, found, layer, imports):
    """The entry of PackageLayersInfo of a package that was found."""
    return struct(
        label = ctx.label,
        name = found.name,
        version = found.version,
        files = found.files,
        unpacked = found.unpacked,
        declared = found.declared,
        blob = layer.blob if layer else None,
        mergeable = layer.mergeable if layer else None,
        ztoc = layer.ztoc if layer else None,
        descriptor = layer.descriptor if layer else None,
        facts = layer.facts if layer else None,
        imports = imports,
    )

def _declare_package(ctx, found, layout, below):
    """Declares the layer of a package that was found, and gives its entry of PackageLayersInfo."""
    venv = layout == "venv"
    version = known_python_version(ctx)
    if venv and not version:
        # The rule reports this for packages that the image needs; others may be tools of a configuration without a Python.
        return _entry(ctx, found, None, None)
    paths = image_paths(layout, version)
    path_of = paths.unpacked if found.unpacked else runfiles_path if found.declared else paths.package
    variant = ".".join([part for part in [found.variant, "venv" if venv else ""] if part])
    compiled = None if found.compiled else compile_package(
        ctx,
        name = found.name + ("." + variant if variant else ""),
        files = found.files,
        path_of = path_of,
        python_version = known_python_version(ctx),
    )
    layer = declare_layer(
        ctx,
        name = found.name,
        version = found.version,
        kind = "package",
        files = found.files,
        mnemonic = "PackageLayer",
        progress_message = "Making the layer of %s %s" % (found.name, found.version),
        mergeable = True,
        wheel = found.wheel,
        path_of = path_of,
        variant = variant,
        venv = venv,
        declared_links = {file: None for info in below for file in info.declared_links.to_list()},
        more_inputs = [compiled] if compiled else [],
        add_arguments = (lambda args: args.add_all([compiled], format_each = "--compiled=%s", expand_directories = False)) if compiled else None,
        keep_compiled = found.compiled,
    )
    return _entry(ctx, found, layer, declare_imports(
        ctx,
        name = found.name + ("." + variant if variant else ""),
        files = found.files,
        path_of = path_of,
    ))

# Bazel's names for the actions of ctx.actions.symlink: with a file, and with a path.
_LINK = "Symlink"
_DECLARED_LINK = "UnresolvedSymlink"

def _links(target):
    """The links that a target makes: those to a file of the build, and those to a path, which Bazel before 8 does not report."""
    links = []
    declared = []
    for action in target.actions:
        if action.mnemonic == _LINK:
            outputs = action.outputs.to_list()
            inputs = action.inputs.to_list()
            if len(outputs) == 1 and len(inputs) == 1:
                links.append(struct(link = outputs[0], target = inputs[0]))
        elif action.mnemonic == _DECLARED_LINK:
            declared.extend(action.outputs.to_list())
    return links, declared

# What Bazel and rules_python call the action that makes a program of its zip.
_ZIPPED = "BuildBinary"

def _is_zip(target, program):
    """Whether a program is one zip with all that it needs, as --build_python_zip makes it."""
    return any([action.mnemonic == _ZIPPED and program in action.outputs.to_list() for action in target.actions])

def _is_tool(ctx):
    """Whether a target is built for the machine that runs actions, whose arguments no image wants."""
    return "-exec" in ctx.bin_dir.path

def _own_files(ctx):
    """The sources and data of a library that its own package of the build has."""
    return [
        file
        for attribute in ["srcs", "data"]
        for file in getattr(ctx.rule.files, attribute, [])
        if file.owner.repo_name == ctx.label.repo_name and file.owner.package == ctx.label.package
    ]

def _own_environments(target, program, application):
    """The program, if it has an environment of its own, as those of rules_py."""
    if not program or not application or application[0].bazel_launcher:
        return []
    return [struct(label = target.label, executable = program, main = application[0].main)]

def _package_layers_aspect_impl(target, ctx):
    if PackageLayersInfo in target:
        # One of our targets, which names its packages itself.
        return []
    layout = chosen_layout(ctx)
    application = py_application_info(target, ctx, lambda: known_python_version(ctx) if layout == "venv" else "")
    edges = _edge_targets(ctx.rule.attr)
    found = _unpacked_package(target, ctx)

    # rules_py unpacks the wheel itself, which a repository of rules_python may have unpacked too.
    infos = [edge[PackageLayersInfo] for edge in edges]
    below = [] if found else infos
    found = found or _repository_package(ctx, edges) or _declared_package(ctx)
    own = [_declare_package(ctx, found, layout, infos)] if found else []
    links, declared_links = _links(target)

    # Bazel calls the only file of a filegroup its executable, whatever it is.
    is_program = DefaultInfo in target and ctx.rule.kind != "filegroup"
    program = target[DefaultInfo].files_to_run.executable if is_program else None
    return [PackageLayersInfo(
        packages = depset(own, transitive = [info.packages for info in below]),
        declared_links = depset(declared_links, transitive = [info.declared_links for info in below]),
        links = depset(links, transitive = [info.links for info in below]),
        own_environments = depset(
            _own_environments(target, program, application),
            transitive = [info.own_environments for info in below],
        ),
        own_files = depset(_own_files(ctx)),
        programs = depset([program] if program else [], transitive = [info.programs for info in below]),
        zips = depset([program] if program and _is_zip(target, program) else [], transitive = [info.zips for info in below]),
    )] + application + (program_args(ctx) if program and not _is_tool(ctx) else []) + other_programs(ctx)

package_layers_aspect = aspect(
    implementation = _package_layers_aspect_impl,
    doc = """Declares one `PackageLayer` action per third-party package below a target.

The action belongs to the package's own target, so that any number of applications share it and its outputs. A package is
a target of an external repository that rules_python's `pip.parse` made (tags `pypi_name=` and `pypi_version=`) and that
owns files of that repository, a target of rules_py that unpacks a wheel (`whl_install`, `py_unpacked_wheel`), or one of
`python_package`. It follows every attribute, since rules of any kind may bring a package; the runfiles decide which of them a
program needs. Provides PackageLayersInfo, and for programs PyApplicationInfo and ProgramArgsInfo.

The two layouts are two actions, of which a build runs those that its images need. A rule with an attribute `layout` chooses
by it; if that is empty, the setting decides.""",
    attr_aspects = ["*"],
    attrs = IMPORTS_ATTRS | LAYER_ATTRS | LAYOUT_ATTRS | PYC_ATTRS | PYTHON_VERSION_ATTRS | {
        "layout": attr.string(
            doc = "The layout whose layers are made, for rules of your own; empty: as the setting says.",
            values = LAYOUTS,
        ),
        "_wheels": attr.label(
            default = "//bazel/settings:wheels",
            providers = [WheelIndexInfo],
        ),
    },
    toolchains = PYTHON_VERSION_TOOLCHAINS,
)
