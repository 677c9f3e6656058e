"""The aspect that gives every third-party package its one layer, at the package's own target."""

load(":image_paths.bzl", "image_paths")
load(":layer_action.bzl", "LAYER_ATTRS", "declare_layer")
load(":layout.bzl", "LAYOUTS", "LAYOUT_ATTRS", "chosen_layout")
load(":module_imports.bzl", "IMPORTS_ATTRS", "declare_imports")
load(":package_layers_info.bzl", "PackageLayersInfo")
load(":program_args.bzl", "other_programs", "program_args")
load(":py_application_info.bzl", "py_application_info")
load(":pyc_compiler.bzl", "PYC_ATTRS", "compile_package")
load(":python_version.bzl", "PYTHON_VERSION_ATTRS", "PYTHON_VERSION_TOOLCHAINS", "known_python_version", "python_version")
load(":wheel_index.bzl", "WheelIndexInfo")
load(":wheel_tree.bzl", "wheel_tree")

# The attributes through which Python rules and the wrappers around them reach their runtime dependencies.
_EDGES = ["actual", "binary", "data", "deps", "pkg", "resolutions", "src", "srcs", "target", "venv"]

def _edge_targets(rule_attr):
    """The targets behind the followed attributes: single labels, lists and dicts from or to labels."""
    targets = []
    for edge in _EDGES:
        value = getattr(rule_attr, edge, None)
        values = value if type(value) == "list" else value.keys() + value.values() if type(value) == "dict" else [value]
        targets.extend([target for target in values if type(target) == "Target"])
    return targets

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
        if PackageLayersInfo in edge and edge.label.repo_name == repository
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
        compiled = found.compiled,
    )

def _declare_package(ctx, found, layout):
    """Declares the layer of a package that was found, and gives its entry of PackageLayersInfo."""
    venv = layout == "venv"
    paths = image_paths(layout, python_version(ctx) if venv else "")
    path_of = paths.unpacked if found.unpacked else paths.package
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
        more_inputs = [compiled] if compiled else [],
        add_arguments = (lambda args: args.add_all([compiled], format_each = "--compiled=%s", expand_directories = False)) if compiled else None,
        keep_compiled = found.compiled,
    )
    return struct(
        label = ctx.label,
        name = found.name,
        version = found.version,
        files = found.files,
        blob = layer.blob,
        mergeable = layer.mergeable,
        ztoc = layer.ztoc,
        descriptor = layer.descriptor,
        facts = layer.facts,
        imports = declare_imports(
            ctx,
            name = found.name + ("." + variant if variant else ""),
            files = found.files,
            path_of = path_of,
        ),
    )

def _package_layers_aspect_impl(target, ctx):
    layout = chosen_layout(ctx)
    application = py_application_info(ctx, lambda: python_version(ctx) if layout == "venv" else "")
    edges = _edge_targets(ctx.rule.attr)
    found = _unpacked_package(target, ctx)

    # What rules_py unpacks is the wheel, which a repository of rules_python may have unpacked too.
    transitive = [
        edge[PackageLayersInfo].packages
        for edge in edges
        if PackageLayersInfo in edge
    ] if not found else []
    found = found or _repository_package(ctx, edges)
    own = [_declare_package(ctx, found, layout)] if found else []
    return [PackageLayersInfo(packages = depset(own, transitive = transitive))] + application + program_args(ctx) + other_programs(ctx)

package_layers_aspect = aspect(
    implementation = _package_layers_aspect_impl,
    doc = """Declares one `PackageLayer` action per third-party package below a target.

The action belongs to the package's own target, so that any number of applications share it and its outputs. A package is
a target of an external repository that rules_python's `pip.parse` made (tags `pypi_name=` and `pypi_version=`) and that
owns files of that repository, or a target of rules_py that unpacks a wheel (`whl_install`, `py_unpacked_wheel`). Provides PackageLayersInfo, and PyApplicationInfo and
ProgramArgsInfo for what can be started.

The two layouts are two actions, of which a build runs those that its images need; a rule that has an attribute `layout`
chooses by it, and where that is empty the setting decides.""",
    attr_aspects = _EDGES,
    attrs = IMPORTS_ATTRS | LAYER_ATTRS | LAYOUT_ATTRS | PYC_ATTRS | PYTHON_VERSION_ATTRS | {
        "layout": attr.string(values = LAYOUTS),
        "_wheels": attr.label(
            default = "//bazel/settings:wheels",
            providers = [WheelIndexInfo],
        ),
    },
    provides = [PackageLayersInfo],
    toolchains = PYTHON_VERSION_TOOLCHAINS,
)
