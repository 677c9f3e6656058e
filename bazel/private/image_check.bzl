"""The check of an image: whether its files prove that it cannot start."""

load("@bazel_skylib//rules:common_settings.bzl", "BuildSettingInfo")
load(":base_facts.bzl", "BaseFactsInfo", "declare_base_facts")
load(":image_paths.bzl", "RUNFILES_IN_IMAGE", "site_packages")
load(":program_args.bzl", "image_imports")
load(":py_application_info.bzl", "PyApplicationInfo")
load(":worker_action.bzl", "run_worker", "worker_args")

# The values of an attribute `check`; the empty one leaves the choice to the setting.
CHECKS = ["", "off", "warn", "error", "strict"]

CHECK_ATTRS = {
    "allow_missing": attr.string_list(
        doc = "Libraries, versions and modules that the check counts as present, because they are added later.",
    ),
    "check": attr.string(
        doc = "What the check does about its findings; empty: as the setting says.",
        values = CHECKS,
    ),
    "_check": attr.label(default = "//bazel/settings:check"),
}

def chosen_check(ctx):
    """What the check does: the image's own choice, or else the build's.

    Args:
        ctx: rule context with CHECK_ATTRS.

    Returns:
        str: off, warn, error or strict.
    """
    return ctx.attr.check or ctx.attr._check[BuildSettingInfo].value

def _directory(path):
    return path.rpartition("/")[0]

def python_path(ctx, *, venv, binary, start, main, other_repositories, root):
    """Where the application's Python looks for modules.

    Args:
        ctx: rule context with the attribute `system_site_packages`.
        venv: bool, whether the layout is "venv".
        binary: Target, the application.
        start: struct of runfiles_application or venv_application.
        main: str or None, the main program's path in the image.
        other_repositories: list of str, repositories of the image's other files.
        root: str, the image's root: empty, or a path with a slash before it.

    Returns:
        struct of before (the standard library) and after, lists of str, absolute paths; and base_packages, bool, whether the
            packages of the base are on it, too.
    """
    before = [_directory(main)] if main else []
    if venv:
        version = binary[PyApplicationInfo].python_version
        return struct(
            before = before,
            after = [root + "/" + site_packages(version)] + start.import_directories,
            base_packages = ctx.attr.system_site_packages,
        )
    runfiles = root + "/" + RUNFILES_IN_IMAGE
    imports = image_imports(binary)
    before += [runfiles + "/" + path for path in imports] + [runfiles, runfiles + "/_main"]
    before += [runfiles + "/" + repository for repository in other_repositories]
    return struct(before = before, after = [], base_packages = True)

def declare_check(ctx, *, bundles, layers, follow_imports, python, mains, path):
    """Declares the actions that check the image and report the findings.

    Args:
        ctx: rule context with CHECK_ATTRS, BASE_FACTS_ATTRS and the attribute `base`.
        bundles: File, the directory that has the image's config.
        layers: list of struct with descriptor, facts and imports (File or None), all layers of ours, bottom first.
        follow_imports: bool, whether the image has a Python whose imports can be followed. Without one no module is read.
        python: str or None, the Python in the image that runs the application; None for `python3` in its PATH.
        mains: list of str, absolute paths of what is run in the image.
        path: struct of python_path.

    Returns:
        struct: check (File, the findings), passed (File, of a validation action).
    """
    base = None
    if ctx.attr.base:
        # A directory of source files is not a target that an aspect sees.
        base = ctx.attr.base[BaseFactsInfo] if BaseFactsInfo in ctx.attr.base else declare_base_facts(ctx, ctx.file.base, ctx.label.name + ".base")
    imports = []
    if follow_imports:
        imports = [layer.imports for layer in layers if layer.imports] + ([base.imports] if base and base.imports else [])
    check = ctx.actions.declare_file(ctx.label.name + ".check.json")
    args = worker_args(ctx, "check-image")
    args.add_all([bundles], format_each = "--config=%s/config.json", expand_directories = False)
    args.add_all([layer.descriptor for layer in layers], format_each = "--descriptor=%s")
    args.add_all([layer.facts for layer in layers], format_each = "--facts=%s")
    args.add_all(imports, format_each = "--imports=%s")
    if base:
        args.add(base.facts, format = "--base-facts=%s")
    if python:
        args.add(python, format = "--python=%s")
    args.add_all(mains, format_each = "--main=%s")
    args.add_all(path.before, format_each = "--before=%s", uniquify = True)
    args.add_all(path.after, format_each = "--after=%s", uniquify = True)
    if path.base_packages:
        args.add("--base-packages=seen")
    args.add_all(ctx.attr.allow_missing, format_each = "--allow-missing=%s")
    args.add(check, format = "--check=%s")
    run_worker(
        ctx,
        args = args,
        inputs = [bundles] + imports + ([base.facts] if base else []) +
                 [file for layer in layers for file in (layer.descriptor, layer.facts)],
        outputs = [check],
        mnemonic = "CheckImage",
        progress_message = "Checking whether %{label} can start",
    )

    passed = ctx.actions.declare_file(ctx.label.name + ".check.passed")
    args = worker_args(ctx, "report-check")
    args.add(check, format = "--check=%s")
    args.add(str(ctx.label).removeprefix("@@"), format = "--image=%s")
    args.add(chosen_check(ctx), format = "--level=%s")
    args.add(passed, format = "--stamp=%s")
    run_worker(
        ctx,
        args = args,
        inputs = [check],
        outputs = [passed],
        mnemonic = "ReportCheck",
        progress_message = "Telling what the check of %{label} found",
    )
    return struct(check = check, passed = passed)
