"""Programs that share the files of an image: each imports what it does under `bazel run`, or there is no image."""

load(":import_path.bzl", "name_clashes", "runfiles_module_paths")
load(":standard_library.bzl", "STANDARD_LIBRARY")

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

def _is_whole_module(module, files):
    """Whether files make a module, rather than a part of a namespace package, for which Python goes on along its path."""
    return module + "/__init__.py" in files or any([file.partition("/")[0] != module for file in files])

def _check_program(label, program, *, own_directories, image_directories, image_modules, packages, hides_standard_library, venv):
    """Fails where a program of an image would import another module than under `bazel run`.

    Args:
        label: Label of the image.
        program: struct, as OtherProgramsInfo has it.
        own_directories: list of str, the program's path under `bazel run`.
        image_directories: list of str, its path in the image.
        image_modules: dict, what all files of the image make of the directories, as _modules_by_directory gives it.
        packages: dict with the directories as keys that are one in the image.
        hides_standard_library: bool, whether all that comes before Python's own modules.
        venv: bool, whether the image has the layout "venv".
    """
    shared = "the programs of an image with layout = \"venv\" share one path, where" if venv else "the programs of an image share their files, where"

    def remedy(found):
        # A directory of the program's own path has the others' files in either layout.
        return ("use layout = \"runfiles\", " if venv and found not in own_directories else "") + "rename one of the modules, or make an image of each program"

    image = _first_directories(image_modules, image_directories)
    own_modules = _modules_by_directory(runfiles_module_paths(program.files.to_list(), program.empty_files), own_directories)
    own = _first_directories(own_modules, own_directories)
    for module, directory in own.items():
        found = image.get(module, directory)
        if found == directory or (found in packages and directory in packages):
            continue
        if name_clashes({module: own_modules[directory][module]}, image_modules[found]):
            fail("package_layers: %s: binaries: under `bazel run` %s imports module %s from %s, and %s %s comes first; %s" % (label, program.label, module, directory, shared, found, remedy(found)))
    for module, found in image.items() if hides_standard_library else []:
        if module in STANDARD_LIBRARY and module not in own and _is_whole_module(module, image_modules[found][module]):
            fail("package_layers: %s: binaries: under `bazel run` %s imports module %s of Python itself, and %s %s comes first; %s" % (label, program.label, module, shared, found, remedy(found)))

def check_shared_import_path(label, *, programs, before, after, package_directories, packages_first, repositories, module_files, before_standard_library):
    """Fails where a program would import another module than under `bazel run`, as all share one path of Python.

    Args:
        label: Label, for errors.
        programs: list of struct, OtherProgramsInfo.with_modules.
        before: list of str, the directories of the image's path that come before the packages.
        after: list of str, those that come after.
        package_directories: list of str, the directories of the runfiles that are in the environment's site-packages.
        packages_first: bool, whether the programs' own launcher has the packages before everything in PyInfo.imports.
        repositories: list of str, the repositories that have files of the image; they come last on the path.
        module_files: list of str, the paths of all modules of the image.
        before_standard_library: bool, whether all of the path comes before Python's own modules.
    """
    packages = {directory: None for directory in package_directories}
    image_directories = before + package_directories + after
    image_modules = _modules_by_directory(module_files, {directory: None for directory in image_directories + repositories})
    for program in programs:
        imports = program.imports
        own_directories = imports + [path for path in repositories if path not in imports]
        if packages_first:
            own_directories = package_directories + [path for path in own_directories if path not in packages]
        _check_program(
            label,
            program,
            own_directories = own_directories,
            image_directories = image_directories,
            image_modules = image_modules,
            packages = packages,
            hides_standard_library = before_standard_library,
            venv = True,
        )

def check_shared_runfiles(label, *, programs, repositories, module_files, is_before_standard_library):
    """Fails where a program would import another module than under `bazel run`, as the others' files lie in directories of its path.

    Args:
        label: Label, for errors.
        programs: list of struct, OtherProgramsInfo.with_modules.
        repositories: list of str, all that have files of the image, without the packages' own: Bazel's launchers end the path
            with them.
        module_files: list of str, the paths of all modules of the image.
        is_before_standard_library: function of a program that tells whether its launcher has its path before Python's own modules.
    """
    imports = {path: None for program in programs for path in program.imports}
    image_modules = _modules_by_directory(module_files, imports | {repository: None for repository in repositories})
    for program in programs:
        if not program.application or not program.application.bazel_launcher:
            # rules_py makes each program an environment of its own.
            continue
        directories = {path: None for path in program.imports + repositories}.keys()
        _check_program(
            label,
            program,
            own_directories = directories,
            image_directories = directories,
            image_modules = image_modules,
            packages = {},
            hides_standard_library = is_before_standard_library(program),
            venv = False,
        )
