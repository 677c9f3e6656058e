"""The application of an image with the layout "venv": first-party files, the virtual environment's own, how it starts."""

load(":image_paths.bzl", "APPLICATION", "INTERPRETER", "RUNFILES_IN_IMAGE", "VENV", "site_packages")

# Where Debian, and most that is made of it, has its Python.
_USUAL_INTERPRETER = "/usr/bin/python3"

def _in_launcher_venv(path):
    """Whether a path is in the virtual environment that rules_python makes for its launcher."""
    return any([part.startswith("_") and part.endswith(".venv") for part in path.split("/")])

def is_launcher_file(file, executable, runtime, launcher_venv):
    """Whether a file only serves Bazel's launcher: the launcher itself and what rules_python or rules_py makes for it.

    Args:
        file: File.
        executable: File, the launcher.
        runtime: PyRuntimeInfo or None.
        launcher_venv: Label or None, the target that makes the launcher's virtual environment.

    Returns:
        bool.
    """
    if runtime and file == runtime.interpreter and not has_own_interpreter(runtime):
        return True
    if file.is_source:
        return False
    if file.owner == launcher_venv:
        return True
    name = executable.basename
    return file.owner == executable.owner and (
        file == executable or _in_launcher_venv(file.short_path) or
        # What rules_py 1 has: the environment of a py_venv_binary, and of what a py_binary makes one when it starts.
        (file.is_directory and file.basename == "." + name) or
        file.basename in [name + ".build_data.txt", name + ".pth", "_%s_stage2_bootstrap.py" % name]
    )

def has_own_interpreter(runtime):
    """Whether a Python runtime brings its interpreter as files, rather than naming one or searching the machine for it.

    Args:
        runtime: PyRuntimeInfo or None.

    Returns:
        bool.
    """

    # The autodetecting toolchains have a shell script in the interpreter's place.
    return bool(runtime and runtime.interpreter and runtime.interpreter.extension != "sh")

def _interpreter(ctx, runtime, paths, root):
    """The interpreter's absolute path in the image."""
    if ctx.attr.interpreter:
        return ctx.attr.interpreter
    if has_own_interpreter(runtime):
        return root + "/" + paths.interpreter(runtime.interpreter)
    return (runtime.interpreter_path if runtime else None) or _USUAL_INTERPRETER

def _import_directories(imports, other_repositories, root):
    """The directories that Bazel's launcher puts on Python's path, absolute and in its order, without those of packages.

    First the application's own, then those of PyInfo.imports, then all other repositories.
    """
    directories = ["/".join([root, APPLICATION])]
    for path in imports + other_repositories.keys():
        repository, _, rest = path.partition("/")
        if repository == "_main":
            place = [root, APPLICATION]
        elif repository in other_repositories:
            place = [root, RUNFILES_IN_IMAGE, repository]
        else:
            continue
        directory = "/".join(place + ([rest] if rest not in ["", "."] else []))
        if directory not in directories:
            directories.append(directory)
    return directories

def venv_application(ctx, *, application, runtime, imports, other_repositories, paths, path_of, runfiles, root):
    """What an image with the layout "venv" has besides packages and first-party files.

    Args:
        ctx: rule context with the attributes `interpreter`, `module` and `system_site_packages`.
        application: PyApplicationInfo.
        runtime: PyRuntimeInfo or None.
        imports: list of str, PyInfo.imports.
        other_repositories: dict with the canonical names of the repositories as keys that have other files of the image
            than packages.
        paths: struct as image_paths gives it.
        path_of: function from any File of the image to its path.
        runfiles: runfiles of the application.
        root: str, the image's root: empty, or a path with a slash before it.

    Returns:
        struct with the fields that runfiles_application gives.
    """
    interpreter = _interpreter(ctx, runtime, paths, root)
    python = VENV + "/bin/python"
    version = application.python_version

    configuration = ctx.actions.declare_file(ctx.label.name + ".pyvenv.cfg")
    ctx.actions.write(configuration, "home = %s\ninclude-system-site-packages = %s\nversion = %s\n" % (
        interpreter.rpartition("/")[0],
        "true" if ctx.attr.system_site_packages else "false",
        version.removesuffix("t"),
    ))
    import_path = ctx.actions.declare_file(ctx.label.name + ".pth")
    directories = _import_directories(imports, other_repositories, root)
    ctx.actions.write(import_path, "".join([directory + "\n" for directory in directories]))

    files = {
        VENV + "/pyvenv.cfg": configuration,
        # Python reads the .pth files in the order of their names.
        site_packages(version) + "/_application.pth": import_path,
    }
    own_interpreter = "/".join([root, INTERPRETER, ""])
    links = {
        # With a relative link the file system of an image works below any directory.
        python: "../../" + interpreter[len(root) + 1:] if interpreter.startswith(own_interpreter) else interpreter,
        VENV + "/bin/python3": "python",
        VENV + "/bin/python" + version: "python",
    }

    # The runfiles libraries find first-party files below the names that their repository has for itself. There is no
    # repository mapping, since with one they look for their callers below the runfiles too.
    for name in ["_main", ctx.attr.module]:
        if name:
            links[RUNFILES_IN_IMAGE + "/" + name] = "../" + APPLICATION
    for prefix, entries in [("_main/", runfiles.symlinks), ("", runfiles.root_symlinks)]:
        for entry in entries.to_list():
            path = prefix + entry.path
            if not _in_launcher_venv(path):
                path = APPLICATION + path[5:] if path.startswith("_main/") else RUNFILES_IN_IMAGE + "/" + path
                links[path] = "/".join([".."] * path.count("/") + [path_of(entry.target_file)])
    empty = []
    for path in runfiles.empty_filenames.to_list():
        if _in_launcher_venv(path):
            continue

        # Bazel before 8 names the other repositories' files below external/, where runfiles had them of old.
        if path.startswith("external/"):
            path = "../" + path[len("external/"):]
        if not path.startswith("../"):
            empty.append(APPLICATION + "/" + path)
        elif path.split("/")[1] in other_repositories:
            empty.append(RUNFILES_IN_IMAGE + path[2:])

    def add_arguments(args):
        for path, file in files.items():
            args.add(file, format = "--file=" + path + "\t%s")
        for path, target in links.items():
            args.add("--symlink=%s\t%s" % (path, target))
        args.add_all(empty, format_each = "--empty=%s", uniquify = True)

    if application.main:
        start = [root + "/" + path_of(application.main)]
    else:
        start = ["-m", application.main_module]
    return struct(
        inputs = files.values(),
        replaced = [],
        add_arguments = add_arguments,
        entrypoint = [root + "/" + python] + application.interpreter_args + start,
        import_directories = directories,
        environment = {"RUNFILES_DIR": root + "/" + RUNFILES_IN_IMAGE},
        search_path = root + "/" + VENV + "/bin",
        own_paths = [APPLICATION, RUNFILES_IN_IMAGE, VENV] + ([INTERPRETER] if has_own_interpreter(runtime) and not ctx.attr.interpreter else []),
        working_directory = root + "/" + APPLICATION,
    )
