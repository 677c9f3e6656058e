"""The aspect that gives every third-party package its one layer, at the package's own target."""

load(":image_paths.bzl", "image_paths")
load(":layer_action.bzl", "LAYER_ATTRS", "declare_layer")
load(":layout.bzl", "LAYOUTS", "LAYOUT_ATTRS", "chosen_layout")
load(":package_layers_info.bzl", "PackageLayersInfo")
load(":py_application_info.bzl", "py_application_info")
load(":pyc_compiler.bzl", "PYC_ATTRS", "compile_package")
load(":python_version.bzl", "PYTHON_VERSION_ATTRS", "PYTHON_VERSION_TOOLCHAINS", "known_python_version", "python_version")
load(":wheel_index.bzl", "WheelIndexInfo")

# The attributes through which Python rules and the wrappers around them reach their runtime dependencies.
_EDGES = ["actual", "binary", "data", "deps", "pkg", "src", "srcs", "target"]

def _edge_targets(rule_attr):
    """The targets behind the followed attributes, single labels and lists alike."""
    targets = []
    for edge in _EDGES:
        value = getattr(rule_attr, edge, None)
        if type(value) == "list":
            targets.extend([target for target in value if type(target) == "Target"])
        elif type(value) == "Target":
            targets.append(value)
    return targets

def _tag_value(tags, key):
    """The value of the tag KEY=VALUE, or an empty string."""
    for tag in tags:
        if tag.startswith(key + "="):
            return tag[len(key) + 1:]
    return ""

def _package_layers_aspect_impl(_target, ctx):
    layout = chosen_layout(ctx)
    venv = layout == "venv"
    application = py_application_info(ctx, lambda: python_version(ctx) if venv else "")
    edges = _edge_targets(ctx.rule.attr)
    transitive = [edge[PackageLayersInfo].packages for edge in edges if PackageLayersInfo in edge]

    # rules_python tags the targets of a wheel since 0.5. Since 2.3 a wheel with requirements is two tagged targets; the
    # one that owns files of its own repository is the package, the other re-exports it.
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
        return [PackageLayersInfo(packages = depset(transitive = transitive))] + application

    version = _tag_value(ctx.rule.attr.tags, "pypi_version")
    files = depset(own_files)
    variant = "venv" if venv else ""
    path_of = image_paths(layout, python_version(ctx) if venv else "").package
    compiled = compile_package(
        ctx,
        name = name + ("." + variant if variant else ""),
        files = files,
        path_of = path_of,
        python_version = known_python_version(ctx),
    )
    layer = declare_layer(
        ctx,
        name = name,
        version = version,
        kind = "package",
        files = files,
        mnemonic = "PackageLayer",
        progress_message = "Making the layer of %s %s" % (name, version),
        mergeable = True,
        wheel = ctx.attr._wheels[WheelIndexInfo].wheels.get(repository),
        path_of = path_of,
        variant = variant,
        venv = venv,
        more_inputs = [compiled] if compiled else [],
        add_arguments = (lambda args: args.add_all([compiled], format_each = "--tree=.\t%s", expand_directories = False)) if compiled else None,
    )
    package = struct(
        label = ctx.label,
        name = name,
        version = version,
        files = files,
        blob = layer.blob,
        mergeable = layer.mergeable,
        descriptor = layer.descriptor,
    )
    return [PackageLayersInfo(packages = depset([package], transitive = transitive))] + application

package_layers_aspect = aspect(
    implementation = _package_layers_aspect_impl,
    doc = """Declares one `PackageLayer` action per third-party package below a target.

The action belongs to the package's own target, so that any number of applications share it and its outputs. A package is
a target of an external repository that rules_python's `pip.parse` made (tags `pypi_name=` and `pypi_version=`) and that
owns files of that repository. Provides PackageLayersInfo, and PyApplicationInfo for what can be started.

The two layouts are two actions, of which a build runs those that its images need; a rule that has an attribute `layout`
chooses by it, and where that is empty the setting decides.""",
    attr_aspects = _EDGES,
    attrs = LAYER_ATTRS | LAYOUT_ATTRS | PYC_ATTRS | PYTHON_VERSION_ATTRS | {
        "layout": attr.string(values = LAYOUTS),
        "_wheels": attr.label(
            default = "//bazel/settings:wheels",
            providers = [WheelIndexInfo],
        ),
    },
    provides = [PackageLayersInfo],
    toolchains = PYTHON_VERSION_TOOLCHAINS,
)
