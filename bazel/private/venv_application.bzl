"""The application of an image with the layout "venv": first-party files, the virtual environment's own, how it starts."""

load(":image_paths.bzl", "APPLICATION", "INTERPRETER", "MAIN_REPOSITORY", "RUNFILES_IN_IMAGE", "VENV", "interpreter_directories", "runfiles_path", "site_packages", "wheel_directories")
load(":import_path.bzl", "import_path", "runfiles_module_paths")
load(":path_in_runfiles.bzl", "path_in_runfiles")
load(":program_args.bzl", "OtherProgramsInfo")
load(":runfiles_tree.bzl", "relative_path", "runfiles_tree")
load(":shared_import_path.bzl", "check_shared_import_path")

# Where Debian, and most distributions based on it, have their Python.
_USUAL_INTERPRETER = "/usr/bin/python3"

def _beside(label, name):
    """The path below the runfiles of an output of a target."""
    return "/".join([part for part in [label.repo_name or "_main", label.package, name] if part])

def _in_launcher_venv(path, label):
    """Whether a path below the runfiles is in the virtual environment that rules_python makes for a program's launcher."""
    name = label.name.lstrip("_")

    # Before rules_python 2 a name's folder is not in it.
    return path.startswith((_beside(label, "_%s.venv/" % name), _beside(label, "_%s.venv/" % label.name.split("/")[-1].lstrip("_"))))

def _stage2(label):
    """The path below the runfiles of the second script of rules_python's launcher."""
    folder, slash, name = label.name.rpartition("/")
    return _beside(label, "%s_%s_stage2_bootstrap.py" % (folder + slash, name))

def has_second_script(label, files):
    """Whether rules_python's launcher starts a program by a second script, which has Python's own modules first on the path.

    Args:
        label: Label of the program.
        files: list of File, its runfiles.

    Returns:
        bool.
    """
    stage2 = _stage2(label)
    return any([file.owner == label and path_in_runfiles(file.short_path) == stage2 for file in files])

def is_launcher_file(file, executable, runtime, application):
    """Whether a file only serves Bazel's launcher: the launcher itself and what rules_python or rules_py makes for it.

    Args:
        file: File.
        executable: File, the launcher.
        runtime: PyRuntimeInfo or None.
        application: PyApplicationInfo; a wrapper has its own launcher and that of the program that it stands for.

    Returns:
        bool.
    """
    if runtime and file == runtime.interpreter and not has_own_interpreter(runtime):
        return True
    if file.is_source:
        return False
    if file == executable or file.owner == application.launcher_venv:
        return True
    label = application.label
    name = label.name.split("/")[-1]
    path = path_in_runfiles(file.short_path)
    return file.owner == label and (
        path == _beside(label, label.name) or _in_launcher_venv(path, label) or path == _stage2(label) or
        # In rules_py 1: the environment of a py_venv_binary, and the files from which a py_binary makes one when it starts.
        (file.is_directory and file.basename == "." + name) or file.basename == name + ".pth"
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

def _in_image(path, root):
    """The absolute path in the image of a path below the runfiles."""
    repository, slash, rest = path.partition("/")
    if repository == "_main":
        return "/".join([root, APPLICATION] + ([rest] if rest not in ["", "."] else []))
    return "/".join([root, RUNFILES_IN_IMAGE] + ([repository + slash + rest] if path else []))

_PATH_MODULE = """# Puts the directories on Python's path where `bazel run` has them; all packages are in this directory.
import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
before = %s
after = %s
others = [path for path in sys.path if path not in [*before, here, *after]]
first = %s
sys.path[:] = [*others[:first], *before, here, *after, *others[first:]]
"""

_PASS_OVER_PATH_FILES = """
# Under `bazel run` each package has a directory of its own, where Python does not read .pth files. Python runs this module from
# the first .pth file of this directory, and so passes over the others.
import site

read = site.addpackage


def read_elsewhere(directory, name, known_paths):
    return known_paths if os.path.abspath(directory) == here else read(directory, name, known_paths)


site.addpackage = read_elsewhere
"""

def _has_path_file(packages):
    """Whether a package has a .pth file where Python reads those, or may have one."""
    return any([
        file.is_directory or (file.extension == "pth" and file.dirname.endswith("/site-packages"))
        for package in packages
        for file in package.files.to_list()
    ])

def _path_files(ctx, path, root, site, passes_over):
    """The files of site-packages that put first-party directories on Python's path: dict of path in the image to File.

    With `passes_over` Python reads no other .pth file of site-packages.
    """
    after = [_in_image(directory, root) for directory in path.after]
    lines = ctx.actions.declare_file(ctx.label.name + ".pth")

    # Python reads the .pth files in the order of their names.
    files = {site + ("/!application.pth" if passes_over else "/_application.pth"): lines}
    if not path.before and not path.before_standard_library and not passes_over:
        ctx.actions.write(lines, "".join([directory + "\n" for directory in after]))
        return files
    module = ctx.actions.declare_file(ctx.label.name + ".path.py")
    ctx.actions.write(lines, "import _application_path\n")
    ctx.actions.write(module, (_PATH_MODULE + (_PASS_OVER_PATH_FILES if passes_over else "")) % (
        json.encode([_in_image(directory, root) for directory in path.before]),
        json.encode(after),
        # Directories that another .pth file has added come after the standard library in any case.
        "0" if path.before_standard_library else "sys.path.index(here) if here in sys.path else len(others)",
    ))
    return files | {site + "/_application_path.py": module}

_INFO_MODULE = """# What the launcher of rules_python gives its programs to import.
import os

BUILD_DATA_FILE = %s


def get_build_data():
    with open(os.path.join(%s, BUILD_DATA_FILE), encoding="utf-8-sig") as file:
        return file.read()
"""

def _info_files(ctx, files, application, root, site):
    """The module bazel_binary_info, where the program's launcher has it."""
    data = [file for file in files if file.owner == application.label and file.basename == application.label.name.split("/")[-1] + ".build_data.txt"]
    if not data:
        return {}
    module = ctx.actions.declare_file(ctx.label.name + ".bazel_binary_info.py")
    ctx.actions.write(module, _INFO_MODULE % (
        json.encode(path_in_runfiles(data[0].short_path)),
        json.encode(root + "/" + RUNFILES_IN_IMAGE),
    ))
    return {site + "/bazel_binary_info.py": module}

def _library_links(venv_symlinks, package_directories, site):
    """Links to the first-party libraries that rules_python would link into the launcher's environment.

    Args:
        venv_symlinks: list of VenvSymlinkEntry of rules_python.
        package_directories: dict whose keys are the directories of the runfiles that are in site-packages.
        site: str, the path of site-packages.

    Returns:
        dict of path to target.
    """
    links = {}
    for entry in venv_symlinks:
        target = getattr(entry, "link_to_path", None)
        if entry.kind == "LIB" and target and not any([(target + "/").startswith(directory + "/") for directory in package_directories]):
            path = site + "/" + entry.venv_path
            links[path] = relative_path(path, RUNFILES_IN_IMAGE + "/" + target)
    return links

def _rules_py_environment(application, root):
    """The variables that the launchers of rules_py set; the environment is that of the image."""
    if application.bazel_launcher:
        return {}
    return {
        "BAZEL_TARGET": str(application.label).lstrip("@"),
        "BAZEL_TARGET_NAME": application.label.name,
        "BAZEL_WORKSPACE": "_main",
        "VIRTUAL_ENV": root + "/" + VENV,
    }

def _safe_path(binary, application):
    """What keeps the program's own directory off Python's path: Bazel's launchers use a variable, rules_py an argument.

    The launcher of `bootstrap_impl=script` leaves the variable as it is if it is set: with an empty one a program has its
    directory on the path.
    """
    own = binary[RunEnvironmentInfo].environment if RunEnvironmentInfo in binary else {}
    if not application.bazel_launcher or (application.bootstrap == "script" and "PYTHONSAFEPATH" in own):
        return {}
    return {"PYTHONSAFEPATH": "1"}

def _below_others(directories):
    """The directories of a list that are in none of the others."""
    return [directory for directory in directories if not any([directory.startswith(other + "/") for other in directories])]

def venv_application(
        ctx,
        *,
        application,
        runtime,
        imports,
        venv_symlinks,
        packages,
        files,
        interpreter_files,
        other_repositories,
        paths,
        path_of,
        legacy,
        repo_mapping,
        runfiles,
        root,
        programs,
        declared_links):
    """What an image with the layout "venv" has besides packages and first-party files.

    Args:
        ctx: rule context with the attributes `interpreter`, `module` and `system_site_packages`.
        application: PyApplicationInfo.
        runtime: PyRuntimeInfo or None.
        imports: list of str, PyInfo.imports.
        venv_symlinks: list of VenvSymlinkEntry, PyInfo.venv_symlinks of newer versions of rules_python.
        packages: list of struct, as in PackageLayersInfo.
        files: list of File, all of the runfiles that no package has.
        interpreter_files: list of File, those of the interpreter that the image brings.
        other_repositories: dict whose keys are the canonical names of the repositories that have files of the image that
            belong to no package.
        paths: struct as image_paths gives it.
        path_of: function from File to its path in the image, None for what is not in it.
        legacy: list of str, as legacy_repositories gives it.
        repo_mapping: File or None, the repository mapping of the application.
        runfiles: runfiles of the application.
        root: str, the image's root: empty, or a path with a slash before it.
        programs: dict whose keys are the Files that their targets say are executable.
        declared_links: dict whose keys are the Files that actions declare as symlinks by a path.

    Returns:
        struct with the fields that runfiles_application gives.
    """
    interpreter = _interpreter(ctx, runtime, paths, root)
    python = VENV + "/bin/python"
    version = application.python_version
    site = site_packages(version)

    configuration = ctx.actions.declare_file(ctx.label.name + ".pyvenv.cfg")
    ctx.actions.write(configuration, "home = %s\ninclude-system-site-packages = %s\nversion = %s\n" % (
        interpreter.rpartition("/")[0],
        "true" if ctx.attr.system_site_packages else "false",
        version.removesuffix("t"),
    ))
    package_directories = {}
    for package in packages:
        if not package.declared:
            package_directories.update(wheel_directories(package.files.to_list(), version))
    in_site_packages = [path for path, place in package_directories.items() if place in [site, VENV] and not path.endswith("/data")]
    launcher = [path_in_runfiles(file.short_path) for file in files if file.owner == application.label]

    def module_files():
        return runfiles_module_paths(files + [file for package in packages for file in package.files.to_list()], runfiles.empty_filenames)

    path = import_path(
        ctx.label,
        imports = imports,
        other_repositories = other_repositories.keys(),
        package_directories = in_site_packages,
        bootstrap = application.bootstrap,
        bazel_launcher = application.bazel_launcher,
        before_imports = application.before_imports,
        stage2 = _stage2(application.label) in launcher,
        site_init = any([path.endswith("/_bazel_site_init.py") for path in launcher]),
        module_files = module_files,
    )
    if OtherProgramsInfo in ctx.attr.binary:
        check_shared_import_path(
            ctx.label,
            programs = ctx.attr.binary[OtherProgramsInfo].with_modules,
            before = path.before,
            after = path.after,
            package_directories = in_site_packages,
            packages_first = path.packages_first,
            repositories = ["_main"] + other_repositories.keys(),
            module_files = module_files(),
            before_standard_library = path.before_standard_library,
        )
    made = {VENV + "/pyvenv.cfg": configuration} | _path_files(
        ctx,
        path,
        root,
        site,
        passes_over = application.bazel_launcher and not path.packages_first and _has_path_file(packages),
    ) | _info_files(ctx, files, application, root, site)
    own_interpreter = "/".join([root, INTERPRETER, ""])
    links = {
        # With relative links, the file system of an image works below any directory.
        python: "../../" + interpreter[len(root) + 1:] if interpreter.startswith(own_interpreter) else interpreter,
        VENV + "/bin/python3": "python",
        VENV + "/bin/python" + version: "python",
        APPLICATION: MAIN_REPOSITORY,
    } | ({"%s/%s" % (RUNFILES_IN_IMAGE, ctx.attr.module): "_main"} if ctx.attr.module else {}) | _library_links(venv_symlinks, package_directories, site)

    # The runfiles are whole: what lies elsewhere is there by a link, for the runfiles libraries and for programs of the
    # application that Bazel's launcher starts.
    elsewhere = package_directories
    if interpreter_files:
        elsewhere = elsewhere | interpreter_directories(interpreter_files, runtime.interpreter)
    for directory in _below_others(elsewhere.keys()):
        link = RUNFILES_IN_IMAGE + "/" + directory
        links[link] = relative_path(link, elsewhere[directory])
    if runtime and runtime.interpreter and not interpreter_files:
        links[runfiles_path(runtime.interpreter)] = interpreter
    tree = runfiles_tree(
        runfiles = runfiles,
        path_of = path_of,
        legacy = legacy,
        # What Bazel adds to packages and interpreter would be in a directory that is a link in the runfiles.
        skip = lambda path: (
            _in_launcher_venv(path, application.label) or
            any([(path + "/").startswith(directory + "/") for directory in elsewhere])
        ),
        programs = programs,
        declared_links = declared_links,
    )

    def add_arguments(args):
        for path, file in made.items():
            args.add(file, format = "--file=" + path + "\t%s")
        for path, target in links.items():
            args.add("--symlink=%s\t%s" % (path, target))
        if repo_mapping:
            # Without the mapping itself: with one, the runfiles library for Python looks for its callers in the runfiles, and
            # packages are not there.
            args.add(repo_mapping, format = "--repository-links=%s")
        tree.add_arguments(args)

    if application.main:
        start = [root + "/" + APPLICATION + path_of(application.main).removeprefix(MAIN_REPOSITORY) if path_of(application.main).startswith(MAIN_REPOSITORY + "/") else root + "/" + path_of(application.main)]
    else:
        start = ["-m", application.main_module]
    environment = {"RUNFILES_DIR": root + "/" + RUNFILES_IN_IMAGE}
    return struct(
        inputs = made.values() + tree.inputs + ([repo_mapping] if repo_mapping else []),
        replaced = [],
        add_arguments = add_arguments,
        entrypoint = [root + "/" + python] + application.interpreter_args + start,
        import_directories = ["/".join([root, RUNFILES_IN_IMAGE] + ([directory] if directory else [])) for directory in path.before + path.after],
        environment = environment | _safe_path(ctx.attr.binary, application) | _rules_py_environment(application, root),
        search_path = root + "/" + VENV + "/bin",
        own_paths = [APPLICATION, RUNFILES_IN_IMAGE, VENV] + ([INTERPRETER] if has_own_interpreter(runtime) and not ctx.attr.interpreter else []),
        working_directory = root + "/" + MAIN_REPOSITORY,
    )
