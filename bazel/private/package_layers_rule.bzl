"""The rule that divides an application's files into layers and assembles the image layout."""

load("@bazel_skylib//rules:common_settings.bzl", "BuildSettingInfo")
load("@rules_python//python:defs.bzl", "PyInfo", "PyRuntimeInfo")
load(":base_facts.bzl", "BASE_FACTS_ATTRS", "base_facts_aspect")
load(":base_paths.bzl", "BasePathsInfo", "base_paths_aspect", "declare_base_paths")
load(":copy_base.bzl", "copy_base")
load(":image_check.bzl", "CHECK_ATTRS", "chosen_check", "declare_check", "python_path")
load(":image_layers_info.bzl", "ImageLayersInfo")
load(":image_links.bzl", "IMAGE_LINKS_ATTRS", "image_links")
load(":image_packages.bzl", "image_packages")
load(":image_paths.bzl", "image_paths")
load(":image_platform.bzl", "IMAGE_PLATFORM_ATTRS", "image_platform")
load(":image_report.bzl", "declare_image_report", "image_report_info")
load(":image_settings.bzl", "IMAGE_SETTINGS_ATTRS", "add_image_settings")
load(":import_path.bzl", "runfiles_module_paths")
load(":layer_action.bzl", "LAYER_ATTRS", "declare_layer")
load(":layout.bzl", "LAYOUTS", "LAYOUT_ATTRS", "chosen_layout")
load(":module_imports.bzl", "declare_imports")
load(":package_layers_aspect.bzl", "package_layers_aspect")
load(":package_layers_info.bzl", "PackageLayersInfo")
load(":path_in_runfiles.bzl", "path_in_runfiles")
load(":platform_transition.bzl", "PLATFORM_ATTRS", "platform_transition")
load(":program_args.bzl", "OtherProgramsInfo", "image_imports", "image_venv_symlinks")
load(":py_application_info.bzl", "PyApplicationInfo")
load(":python_version.bzl", "PYTHON_VERSION_TOOLCHAINS", "fail_without_python_version", "python_runtime")
load(":runfiles_application.bzl", "runfiles_application")
load(":runfiles_tree.bzl", "LEGACY_EXTERNAL_RUNFILES_ATTRS", "legacy_repositories", "linked_files", "relative_path")
load(":sbom.bzl", "declare_sbom")
load(":shared_import_path.bzl", "check_shared_runfiles")
load(":shared_plan_rule.bzl", "SharedPlanInfo")
load(":venv_application.bzl", "has_own_interpreter", "has_second_script", "is_launcher_file", "venv_application")
load(":worker_action.bzl", "run_worker", "worker_args")

# If an image may have fewer layers than this, its packages may share a layer whatever their size, and their blobs are read.
_FEW_LAYERS = 64

def _divide(files, package_files, interpreter_files, main_repository):
    """Divides the files of the runfiles that no package has: those of the interpreter, of other repositories and of the application."""
    interpreter = []
    external = []
    application = []
    for file in files:
        if file in package_files:
            continue
        if file in interpreter_files:
            interpreter.append(file)
        elif file.owner.repo_name != main_repository:
            external.append(file)
        else:
            application.append(file)
    return struct(interpreter = interpreter, external = external, application = application)

def _image_root(ctx):
    """The image's root: empty, or the path with a slash before it."""
    return "".join(["/" + part for part in ctx.attr._root[BuildSettingInfo].value.split("/") if part not in ["", "."]])

def _group_argument(item):
    return "%s\t%s" % item

def _finding(id, message, remedy):
    """A finding about the image, for the build's output, the plan and the report."""
    return struct(id = id, severity = "warning", message = message, remedy = remedy)

def _unmarked_packages(files):
    """Findings about unpacked wheels that nothing marks as packages, recognized by the METADATA that every wheel has."""
    findings = []
    for file in files:
        directory, _, name = file.short_path.rpartition("/")
        if name == "METADATA" and directory.endswith(".dist-info"):
            findings.append(_finding(
                "unmarked-package",
                "%s is not marked as a package, and so part of the image's layer of other files: %s" % (
                    directory.split("/")[-1].removesuffix(".dist-info").replace("-", " "),
                    path_in_runfiles(directory),
                ),
                "declare its library as a package: python_package(name, version, library)",
            ))
    return findings

def _not_python(binary):
    """The finding about a binary that is not a Python program."""
    if PyApplicationInfo in binary or PyInfo in binary:
        return []
    return [_finding(
        "not-python",
        "binary = %s is not a Python program" % binary.label,
        "name a py_binary, or make the image with a rule for other programs",
    )]

def _programs_with_own_environments(binary, own_environments, in_runfiles):
    """Findings about programs in data that see all packages of the image, since these are in one directory."""
    others = binary[OtherProgramsInfo].programs if OtherProgramsInfo in binary else []
    executables = [binary[DefaultInfo].files_to_run.executable] + [program.executable for program in others]
    applications = [binary[PyApplicationInfo]] + [program.application for program in others]
    mains = [application.main for application in applications if application and application.main]
    return [
        _finding(
            "own-environment",
            "%s is in the data of the image's program and has an environment of its own. With layout = \"venv\" that environment has all packages of the image: the program may import other modules than under `bazel run`, or fail to start" % program.label,
            "use layout = \"runfiles\", or name the program in binaries",
        )
        for program in own_environments.to_list()
        if program.executable in in_runfiles and program.executable not in executables and program.main not in mains
    ]

def _brings_python(ctx, runtime, own_paths):
    """Whether the Python that runs the application may be a file of our layers: its toolchain's, or one among its data."""
    if has_own_interpreter(runtime) and not ctx.attr.interpreter:
        return True
    interpreter = ctx.attr.interpreter or (runtime.interpreter_path if runtime else None) or ""
    return any([interpreter.startswith("/%s/" % path) for path in own_paths])

def _declare_check(ctx, *, bundles, layers, divided, own_paths, paths, root, runtime, start, venv):
    """The check of the image."""
    binary = ctx.attr.binary
    application = binary[PyApplicationInfo] if PyApplicationInfo in binary else None
    main = root + "/" + paths.other(application.main) if application and application.main else None
    if venv:
        python = start.entrypoint[0]
    elif has_own_interpreter(runtime):
        python = root + "/" + paths.interpreter(runtime.interpreter)
    else:
        python = runtime.interpreter_path if runtime else None
    return declare_check(
        ctx,
        bundles = bundles,
        layers = layers,
        follow_imports = bool(ctx.attr.base) or _brings_python(ctx, runtime, own_paths),
        python = python,
        # What an entry point of the image's own runs is not known.
        mains = [] if ctx.attr.entrypoint else ([] if venv else [root + "/app"]) + ([main] if main else []),
        path = python_path(
            ctx,
            venv = venv,
            binary = binary,
            start = start,
            main = main,
            other_repositories = {file.owner.repo_name: None for file in divided.external if file.owner}.keys(),
            root = root,
        ),
    )

def _package_layers_impl(ctx):
    platform = image_platform(ctx)
    binary = ctx.attr.binary
    runfiles = binary[DefaultInfo].default_runfiles
    files_to_run = binary[DefaultInfo].files_to_run
    if not files_to_run.executable:
        fail("package_layers: %s: binary = %s is not executable; name a py_binary" % (ctx.label, binary.label))

    executable = files_to_run.executable
    repo_mapping = getattr(files_to_run, "repo_mapping_manifest", None)
    root = _image_root(ctx)
    venv = chosen_layout(ctx) == "venv"
    if ctx.attr.interpreter and not ctx.attr.interpreter.startswith("/"):
        fail("package_layers: %s: interpreter = %s is not an absolute path; name the Python of the base image, for example /usr/bin/python3" % (ctx.label, repr(ctx.attr.interpreter)))
    if ctx.attr.interpreter and not venv:
        fail("package_layers: %s: interpreter is for layout = \"venv\"; Bazel's launcher starts the one that its toolchain names" % ctx.label)

    # A wrapper does not say which runtime its program has, and neither do binaries of rules_py, which use the toolchain's.
    runtime = binary[PyRuntimeInfo] if PyRuntimeInfo in binary else None
    if not runtime and PyApplicationInfo in binary:
        runtime = binary[PyApplicationInfo].runtime
    runtime = runtime or python_runtime(ctx)
    interpreter_files = {file: None for file in (runtime.files.to_list() if runtime and runtime.files else [])}
    in_runfiles = {file: None for file in runfiles.files.to_list()}
    packages = image_packages(binary, executable, in_runfiles)
    package_files = {file: None for package in packages for file in package.files.to_list()}
    tree_info = binary[PackageLayersInfo]
    programs = {file: None for file in tree_info.programs.to_list()}
    declared_links = {file: None for file in tree_info.declared_links.to_list()}
    divided = _divide(
        in_runfiles,
        package_files = package_files,
        interpreter_files = interpreter_files,
        main_repository = ctx.label.repo_name,
    )
    all_files = divided.application + divided.external
    if venv:
        if PyApplicationInfo not in binary:
            fail("package_layers: %s: layout = \"venv\" starts a main program, and binary = %s has none; name a py_binary" % (ctx.label, binary.label))
        version = binary[PyApplicationInfo].python_version
        if not version:
            fail_without_python_version(ctx.label)
        own_interpreter = has_own_interpreter(runtime) and not ctx.attr.interpreter
        paths = image_paths("venv", version, interpreter = runtime.interpreter if own_interpreter else None)
        application_info = binary[PyApplicationInfo]
        divided = struct(
            interpreter = divided.interpreter if own_interpreter else [],
            external = [file for file in divided.external if not is_launcher_file(file, executable, runtime, application_info)],
            application = [file for file in divided.application if not is_launcher_file(file, executable, runtime, application_info)],
        )
    else:
        paths = image_paths("runfiles", "")
    interpreter_files = {file: None for file in divided.interpreter}
    declared_files = {file: None for package in packages if package.declared for file in package.files.to_list()}
    unpacked_files = {file: None for package in packages if package.unpacked for file in package.files.to_list()}
    package_repositories = {
        package.label.repo_name: None
        for package in packages
        if not package.declared and not package.unpacked and package.label.repo_name != ctx.label.repo_name
    }

    def path_of_other(file):
        # Other files of a package's repository go where the package itself would have them.
        return paths.package(file) if file.owner.repo_name in package_repositories else paths.other(file)

    in_image = {file: None for file in divided.interpreter + divided.external + divided.application} | package_files

    def path_of(file):
        if file not in in_image:
            return None
        if file in unpacked_files:
            return paths.unpacked(file)
        if file in interpreter_files:
            return paths.interpreter(file)
        return paths.package(file) if file in package_files and file not in declared_files else path_of_other(file)

    for zip in tree_info.zips.to_list():
        if zip in in_image or (zip == executable and not venv):
            fail("package_layers: %s: %s is one zip that has all of its packages in it, as --build_python_zip makes it, and they would be in the image twice; build the image without that flag" % (ctx.label, zip.owner))

    # The setting `exclude` may remove files of a package, and a link must not lead to one of those.
    linked = linked_files(
        divided.external + divided.application,
        {entry.link: entry.target for entry in tree_info.links.to_list()},
        path_of,
        excluding = bool(ctx.attr._exclude[BuildSettingInfo].value),
    )
    legacy = legacy_repositories(ctx, in_runfiles)
    if venv:
        start = venv_application(
            ctx,
            application = binary[PyApplicationInfo],
            runtime = runtime,
            imports = image_imports(binary),
            venv_symlinks = image_venv_symlinks(binary),
            packages = packages,
            files = all_files,
            interpreter_files = divided.interpreter,
            other_repositories = {
                name: None
                for name in [file.owner.repo_name for file in all_files + declared_files.keys()] +
                            [entry.path.partition("/")[0] for entry in runfiles.root_symlinks.to_list() if "/" in entry.path]
                if name not in ["", "_main", ctx.label.repo_name] and name not in package_repositories
            },
            paths = paths,
            path_of = path_of,
            legacy = legacy,
            repo_mapping = repo_mapping,
            runfiles = runfiles,
            root = root,
            programs = programs,
            declared_links = declared_links,
        )
    else:
        if OtherProgramsInfo in binary:
            check_shared_runfiles(
                ctx.label,
                programs = binary[OtherProgramsInfo].with_modules,
                repositories = sorted({
                    name: None
                    for name in [path_in_runfiles(file.short_path).partition("/")[0] for file in in_runfiles]
                    # Modules of packages are below the directories that PyInfo.imports names.
                    if name not in package_repositories
                }.keys()),
                module_files = runfiles_module_paths(in_runfiles.keys(), runfiles.empty_filenames),
                is_before_standard_library = lambda program: not has_second_script((program.application or program).label, program.files.to_list()),
            )
        start = runfiles_application(
            executable = executable,
            files = divided.application,
            repo_mapping = repo_mapping,
            runfiles = runfiles,
            path_of = path_of,
            legacy = legacy,
            runtime = runtime,
            root = root,
            programs = programs,
            declared_links = declared_links,
        )

    links = image_links(ctx, start = start, venv = venv, path_of = path_of_other, root = root)
    unset = [
        _finding(
            "unset-program-setting",
            "%s is not in the image, which has that of its entry point" % what,
            "set it where you start that program, or give it an image of its own",
        )
        for what in links.unset
    ]

    def add_application_arguments(args):
        start.add_arguments(args)
        links.add_arguments(args)
        for file, target in linked.items():
            if file not in start.replaced:
                args.add("--symlink=%s\t%s" % (path_of(file), relative_path(path_of(file), target)))

    findings = _not_python(binary) + _unmarked_packages(all_files) + unset
    if venv:
        findings += _programs_with_own_environments(binary, tree_info.own_environments, in_runfiles)

    # py_layer.bzl, from which "three" comes, has no layer of other repositories: their files are in the application's.
    external_apart = ctx.attr.layers != "three"
    other_layers = []
    sources = []
    for kind, mnemonic, files in [
        ("interpreter", "InterpreterLayer", divided.interpreter),
        ("external", "ExternalLayer", [file for file in divided.external if file not in linked] if external_apart else []),
    ]:
        if files:
            layer = declare_layer(
                ctx,
                name = kind,
                kind = kind,
                files = depset(files),
                path_of = paths.interpreter if kind == "interpreter" else path_of_other,
                programs = programs,
                declared_links = declared_links,
                mnemonic = mnemonic,
                progress_message = "Making the %s layer of %%{label}" % kind,
            )
            other_layers.append((kind, layer))
            sources.append((kind, layer, files, paths.interpreter if kind == "interpreter" else path_of_other))

    application = declare_layer(
        ctx,
        name = "application",
        kind = "application",
        files = depset([
            file
            for file in divided.application + ([] if external_apart else divided.external)
            if file not in start.replaced and file not in linked
        ]),
        path_of = path_of_other,
        programs = programs,
        declared_links = declared_links,
        more_inputs = start.inputs + links.inputs,
        add_arguments = add_application_arguments,
        mnemonic = "ApplicationLayer",
        progress_message = "Making the application layer of %{label}",
    )
    other_layers.append(("application", application))
    sources.append(("application", application, divided.application + ([] if external_apart else divided.external), path_of_other))

    # A recipe's layers do not depend on sizes, so packages above the merge limit share layers too. They also may where layers are
    # few: at analysis it is not known whether packages above the limit would take more than half of them.
    planned = ctx.attr.layers == "planned"
    whole_blobs = not planned or ctx.attr.max_layers < _FEW_LAYERS
    mergeables = [package.blob if whole_blobs else package.mergeable for package in packages]

    base = [ctx.file.base] if ctx.file.base else []
    base_paths = []
    if base:
        # Aspects do not visit source files.
        info = ctx.attr.base[BasePathsInfo] if BasePathsInfo in ctx.attr.base else declare_base_paths(ctx, base[0], ctx.label.name + ".base")
        base_paths = [info.paths]
    own_paths = [
        "/".join([part for part in [root[1:], place] if part])
        for place in start.own_paths + links.paths
    ]
    lock = [ctx.file.lock] if ctx.file.lock else []

    shared_plan = [ctx.attr.plan[SharedPlanInfo].plan] if ctx.attr.plan else []

    def merge_layers(prefix, lock, strict):
        """Declares the action that plans the image and makes its bundles, with a lock or without."""
        merged = struct(
            plan = ctx.actions.declare_file(prefix + ".plan.json"),
            bundles = ctx.actions.declare_directory(prefix + ".bundles"),
        )
        args = worker_args(ctx, "merge-layers")
        args.add_all([package.descriptor for package in packages], format_each = "--descriptor=%s")
        args.add_all(mergeables, format_each = "--mergeable=%s")
        for kind, layer in other_layers:
            args.add(layer.descriptor, format = "--" + kind + "=%s")
        args.add_all(base, format_each = "--base=%s", expand_directories = False)
        args.add_all(base_paths, format_each = "--base-paths=%s")
        args.add_all(own_paths, format_each = "--own-path=%s")
        args.add(ctx.attr.max_layers, format = "--max-layers=%s")
        args.add(platform.architecture, format = "--architecture=%s")
        args.add(platform.os, format = "--os=%s")
        if platform.variant:
            args.add(platform.variant, format = "--variant=%s")
        add_image_settings(args, ctx, start)
        args.add_all(ctx.attr._exclude[BuildSettingInfo].value, format_each = "--exclude=%s")
        args.add_all([json.encode(finding) for finding in findings], format_each = "--finding=%s")
        if strict:
            args.add("--strict=true")
        args.add(ctx.attr.collisions, format = "--collisions=%s")
        args.add_all(ctx.attr.heavy, format_each = "--heavy=%s")
        args.add_all(ctx.attr.together, format_each = "--together=%s")
        args.add_all(ctx.attr.groups.items(), format_each = "--group=%s", map_each = _group_argument)
        args.add(ctx.attr.min_layer_bytes, format = "--min-layer-bytes=%s")
        if ctx.attr.layer_cost >= 0:
            args.add(ctx.attr.layer_cost, format = "--layer-cost=%s")
        if not planned:
            args.add(ctx.attr.layers, format = "--recipe=%s")
        elif whole_blobs:
            args.add("--whole-blobs=true")
        args.add_all(shared_plan, format_each = "--shared-plan=%s")
        if shared_plan:
            args.add(str(ctx.attr.binary.label), format = "--shared-plan-image=%s")
        args.add_all(lock, format_each = "--lock=%s")
        if lock:
            args.add("//%s:%s.lock" % (ctx.label.package, ctx.label.name), format = "--update-command=bazel run %s")
        args.add(merged.plan, format = "--plan=%s")
        args.add_all([merged.bundles], format_each = "--bundles=%s", expand_directories = False)
        run_worker(
            ctx,
            args = args,
            inputs = [package.descriptor for package in packages] + mergeables +
                     [layer.descriptor for _, layer in other_layers] + base + base_paths + lock + shared_plan,
            outputs = [merged.plan, merged.bundles],
            mnemonic = "MergeLayers",
            progress_message = "Planning and merging the layers of %{label}",
        )
        return merged

    merged = merge_layers(ctx.label.name, lock, strict = ctx.attr.strict)
    plan = merged.plan
    bundles = merged.bundles

    # The target that writes a lock must not depend on the lock, which may no longer fit. Bazel runs the check of an image with
    # everything that depends on the image, so the check must not depend on the lock either.
    unlocked = merge_layers(ctx.label.name + ".unlocked", [], strict = False) if lock else merged

    # Bazel's own outputs can be linked into the image layout; any other base is copied once, and not at every edit.
    base_layers = [copy_base(ctx, base[0], platform)] if base and base[0].is_source else base
    layers = packages + [layer for _, layer in other_layers]
    layout = ctx.actions.declare_directory(ctx.label.name)
    args = worker_args(ctx, "image-layout")
    args.add(plan, format = "--plan=%s")
    args.add_all([bundles], format_each = "--bundles=%s", expand_directories = False)
    args.add_all(base_layers, format_each = "--base=%s", expand_directories = False)
    args.add_all([layer.descriptor for layer in layers], format_each = "--descriptor=%s")
    args.add_all([layer.blob for layer in layers], format_each = "--blob=%s")
    args.add_all([layout], format_each = "--layout=%s", expand_directories = False)
    run_worker(
        ctx,
        args = args,
        inputs = [plan, bundles] + base_layers + [file for layer in layers for file in (layer.descriptor, layer.blob)],
        outputs = [layout],
        mnemonic = "ImageLayout",
        progress_message = "Assembling the image layout %{label}",
    )

    checked = _declare_check(
        ctx,
        bundles = unlocked.bundles,
        layers = packages + [struct(
            descriptor = layer.descriptor,
            facts = layer.facts,
            imports = declare_imports(
                ctx,
                name = ctx.label.name + "." + kind,
                files = depset(files),
                path_of = path_of,
                launcher = executable if kind == "application" and not venv else None,
            ),
        ) for kind, layer, files, path_of in sources],
        divided = divided,
        own_paths = own_paths,
        paths = paths,
        root = root,
        runtime = runtime,
        start = start,
        venv = venv,
    ) if chosen_check(ctx) != "off" else None
    sbom = declare_sbom(ctx, plan = plan, layers = layers)
    report_info = image_report_info(
        ctx,
        plan = plan,
        layers = layers,
        check = checked.check if checked else None,
        platform = platform,
        layout = "venv" if venv else "runfiles",
    )
    report = ctx.actions.declare_file(ctx.label.name + ".report.html")
    declare_image_report(
        ctx,
        image = report_info,
        page = report,
        # bazel-bin leads to the outputs of the configuration that the user builds; a transition has outputs of its own.
        shown_as = report.path if ctx.attr.platform else "bazel-bin/" + report.short_path,
    )

    return [
        DefaultInfo(files = depset([layout]), runfiles = ctx.runfiles(files = [layout])),
        OutputGroupInfo(
            # Built with the target itself, and not with targets that depend on it: its line is for the person who builds the image.
            _hidden_top_level_INTERNAL_ = depset([report]),
            bundles = depset([bundles]),
            check = depset([checked.check] if checked else []),
            package_layers = depset([package.blob for package in packages]),
            plan = depset([plan]),
            report = depset([report]),
            sbom_cyclonedx = depset([sbom.cyclonedx]),
            sbom_spdx = depset([sbom.spdx]),
            soci_ztoc = depset([layer.ztoc for layer in packages + [layer for _, layer in other_layers] if layer.ztoc]),
            unlocked_plan = depset([unlocked.plan]),
            _validation = depset([checked.passed] if checked else []),
        ),
        ImageLayersInfo(
            application = other_layers[-1][1],
            below = [layer for _, layer in other_layers[:-1]],
            bundles = bundles,
            has_base = bool(base),
            has_lock = bool(lock),
            has_shared_plan = bool(shared_plan),
            max_layers = ctx.attr.max_layers,
            packages = packages,
            plan = plan,
        ),
        PackageLayersInfo(
            packages = depset(packages),
            declared_links = tree_info.declared_links,
            links = tree_info.links,
            own_environments = tree_info.own_environments,
            own_files = depset(),
            programs = tree_info.programs,
            zips = tree_info.zips,
        ),
        report_info,
    ]

package_layers_rule = rule(
    implementation = _package_layers_impl,
    doc = "The rule of the macro `package_layers`.",
    cfg = platform_transition,
    toolchains = PYTHON_VERSION_TOOLCHAINS,
    provides = [ImageLayersInfo],
    attrs = {
        "base": attr.label(
            doc = "An OCI image layout (one directory), as rules_oci's `pull` and `oci_image` give. Its layers come first and count toward `max_layers`. Without it the image starts from scratch.",
            allow_single_file = True,
            aspects = [base_facts_aspect, base_paths_aspect],
        ),
        "binary": attr.label(
            doc = "The application: a `py_binary`.",
            aspects = [package_layers_aspect],
            mandatory = True,
        ),
        "collisions": attr.string(
            doc = "What to do about packages that have different files at one path which a program may need: refuse them, or let the last package by name win and report it.",
            default = "error",
            values = ["error", "warn"],
        ),
        "groups": attr.string_dict(
            doc = "Pattern of package names (`*` and `?` as in a shell) to group: the packages of a group form one layer that holds nothing else.",
        ),
        "heavy": attr.string_list(
            doc = "Regular expressions: a package whose name has a match is always a layer of its own.",
        ),
        "interpreter": attr.string(
            doc = "Absolute path of the base image's Python, for the layout \"venv\".",
        ),
        "layer_cost": attr.int(
            doc = "Bytes that a further layer must save to be made; 0: as many layers as fit; -1: what was measured.",
            default = -1,
        ),
        "layers": attr.string(
            doc = "What divides the packages: the plan, or one of the recipes that other rule sets have.",
            default = "planned",
            values = ["planned", "three", "heavy", "groups"],
        ),
        "layout": attr.string(
            doc = "Where files are put; empty: as the setting says.",
            values = LAYOUTS,
        ),
        "lock": attr.label(
            doc = "A checked-in layer lock, which packages follow.",
            allow_single_file = [".json"],
        ),
        "max_layers": attr.int(
            doc = "The most layers that the image may have, those of the base included. Docker's graph drivers stop at 125.",
            default = 125,
        ),
        "min_layer_bytes": attr.int(
            doc = "No layer of packages is smaller if that can be avoided, in uncompressed bytes.",
        ),
        "module": attr.string(
            doc = "Name of the module that the target is in; the macro fills it in.",
        ),
        "plan": attr.label(
            doc = "A `shared_plan`, which decides the layers of packages.",
            providers = [SharedPlanInfo],
        ),
        "strict": attr.bool(
            doc = "Whether findings about the image are errors.",
        ),
        "system_site_packages": attr.bool(
            doc = "Whether the layout \"venv\" finds the packages of the base's own Python, after those of the image.",
        ),
        "together": attr.string_list(
            doc = "Package names separated by commas: those of one entry are always in one layer.",
        ),
    } | BASE_FACTS_ATTRS | CHECK_ATTRS | IMAGE_LINKS_ATTRS | IMAGE_SETTINGS_ATTRS | LEGACY_EXTERNAL_RUNFILES_ATTRS | LAYER_ATTRS | LAYOUT_ATTRS | IMAGE_PLATFORM_ATTRS | PLATFORM_ATTRS,
)
