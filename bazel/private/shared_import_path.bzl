"""Checks programs that share one virtual environment, and so one path: each imports what it imports under `bazel run`, or the build fails."""

load(":import_path.bzl", "name_clashes")

_MODULE_ENDINGS = (".py", ".pyc", ".so")

def _modules_by_directory(files, directories):
    """What can be imported from each directory: dict of directory to dict of module to dict of the files' paths below it."""
    modules = {directory: {} for directory in directories}
    for file in files:
        if not file.endswith(_MODULE_ENDINGS):
            continue
        parts = file.split("/")
        for depth in range(1, len(parts)):
            directory = "/".join(parts[:depth])
            if directory not in modules:
                continue
            first = parts[depth]
            if first.endswith(".dist-info") or first in ["__init__.py", "__pycache__"]:
                continue
            modules[directory].setdefault(first.partition(".")[0], {})["/".join(parts[depth:])] = None
    return modules

def _first_directories(modules, order):
    """Where each module is found first: dict of module to directory."""
    first = {}
    for directory in order:
        for module in modules[directory]:
            first.setdefault(module, directory)
    return first

def check_shared_import_path(label, *, programs, before, after, package_directories, packages_first, repositories, module_files):
    """Fails if a program would import another module than under `bazel run`, because another program brings one of that name.

    Args:
        label: Label, for errors.
        programs: list of struct: label (Label), imports (list of str, its PyInfo.imports) and files (list of str, the paths of
            its runfiles).
        before: list of str, the directories of the image's path that come before the packages.
        after: list of str, those that come after.
        package_directories: list of str, the directories of the runfiles that are in the environment's site-packages.
        packages_first: bool, whether the programs' own launcher has the packages before everything in PyInfo.imports.
        repositories: list of str, the repositories that have files of the image; they come last on the path.
        module_files: list of str, the paths of all modules of the image.
    """
    packages = {directory: None for directory in package_directories}
    directories = {directory: None for directory in before + package_directories + after + repositories}
    all_modules = _modules_by_directory(module_files, directories)
    image = _first_directories(all_modules, before + package_directories + after)
    for program in programs:
        own_directories = program.imports + [path for path in repositories if path not in program.imports]
        if packages_first:
            own_directories = package_directories + [path for path in own_directories if path not in packages]
        own_modules = _modules_by_directory(program.files, own_directories)
        for module, directory in _first_directories(own_modules, own_directories).items():
            found = image.get(module, directory)
            if found == directory or (found in packages and directory in packages):
                continue
            if name_clashes({module: own_modules[directory][module]}, all_modules[found]):
                fail("package_layers: %s: binaries: under `bazel run` %s imports module %s from %s, and the programs of an image with layout = \"venv\" share one path, where %s comes first; use layout = \"runfiles\", rename one of the modules, or make an image of each program" % (label, program.label, module, directory, found))
