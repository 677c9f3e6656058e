"""The directories on Python's path in the layout "venv": those of the rule set's own launcher, in its order."""

load(":path_in_runfiles.bzl", "path_in_runfiles")

def _is_package_directory(path, package_directories):
    """Whether a directory of PyInfo.imports is in the environment's site-packages."""
    for directory in package_directories:
        if (path + "/").startswith(directory + "/"):
            return True
    return False

def _module_names(files, directory):
    """What can be imported from a directory: dict of name to dict of the files' paths below it."""
    names = {}
    for path in files:
        if not path.startswith(directory + "/"):
            continue
        below = path[len(directory) + 1:]
        name = below.partition("/")[0]
        if name.endswith(".dist-info") or name in ["__init__.py", "__pycache__"]:
            continue
        names.setdefault(name.partition(".")[0], {})[below] = None
    return names

def name_clashes(names, others):
    """The names that mean different things in two directories; parts of one namespace package mean the same.

    Args:
        names: dict of name to dict with the paths below the directory as keys.
        others: the same of the second directory.

    Returns:
        list of str.
    """
    clashes = []
    for name, files in names.items():
        other = others.get(name)
        if other:
            namespace = name + "/__init__.py" not in files and name + "/__init__.py" not in other
            plain = any([file.partition("/")[0] != name for file in files.keys() + other.keys()])
            if not namespace or plain or any([file in other for file in files]):
                clashes.append(name)
    return clashes

def _order(label, directories, package_directories, module_files):
    """Finds which directories come before the packages, of a list in the launcher's order.

    Here all packages are in one directory, and under `bazel run` each has one of its own. Where it matters which of two
    directories comes first, the order is that of `bazel run`; if no order is, this fails.
    """
    first = len(directories)
    for index, path in enumerate(directories):
        if _is_package_directory(path, package_directories):
            first = index
            break
    before = {path: None for path in directories[:first]}
    after = [path for path in directories[first:] if not _is_package_directory(path, package_directories)]
    last = max([index for index, path in enumerate(directories) if _is_package_directory(path, package_directories)] + [-1])
    between = [path for path in after if directories.index(path) < last]
    if between:
        files = module_files()
        names = {path: _module_names(files, path) for path in directories}
        for path in between:
            index = directories.index(path)
            packages_after = [other for other in directories[index:] if other != path and _is_package_directory(other, package_directories)]
            packages_before = [other for other in directories[:index] if _is_package_directory(other, package_directories)]
            wanted = [other for other in packages_after if name_clashes(names[path], names[other])]
            if not wanted:
                continue
            blocked = [other for other in packages_before if name_clashes(names[path], names[other])]
            blocked += [other for other in after if other not in before and directories.index(other) < index and name_clashes(names[path], names[other])]
            if blocked:
                name = name_clashes(names[path], names[wanted[0]])[0]
                fail("package_layers: %s: module %s is in %s and in %s, and under `bazel run` the first is taken; with layout = \"venv\" all packages are in one directory, before or after %s, and %s has to come before it; use layout = \"runfiles\", or rename one of the modules" % (label, name, path, wanted[0], path, blocked[0]))
            before[path] = None
    return [path for path in directories if path in before], [path for path in after if path not in before]

def import_path(label, *, imports, other_repositories, package_directories, bootstrap, bazel_launcher, before_imports, stage2, site_init, module_files):
    """The directories that the launcher puts on Python's path.

    Args:
        label: Label, for errors.
        imports: list of str, PyInfo.imports.
        other_repositories: list of str, the repositories besides the main one and the packages' that have files.
        package_directories: list of str, the directories of the runfiles that are in the environment's site-packages.
        bootstrap: str, as PyApplicationInfo has it.
        bazel_launcher: bool, as PyApplicationInfo has it.
        before_imports: list of str or None, as PyApplicationInfo has it.
        stage2: bool, whether the launcher starts the program by a second script, which changes the path itself.
        site_init: bool, whether a file of the launcher's virtual environment changes it instead.
        module_files: function that gives the paths below the runfiles of all modules, called only when it matters.

    Returns:
        struct: before and after (list of str), the directories below the runfiles that come before and after
        site-packages; before_standard_library (bool), whether all of them come before Python's own modules; packages_first
        (bool), whether the launcher has the packages before all other directories, wherever `imports` names them.
    """
    repositories = sorted({name: None for name in ["_main"] + other_repositories}.keys())
    if not bazel_launcher:
        # rules_py links all packages into one environment, and has the rest in a .pth file of it.
        others = [path for path in imports if not _is_package_directory(path, package_directories)]
        after = ["_main"] + others + repositories if before_imports == None else before_imports + others
        return struct(
            before = [],
            after = {path: None for path in after}.keys(),
            before_standard_library = False,
            packages_first = True,
        )
    directories = ([""] if not site_init or bootstrap == "system_python" else []) + imports + repositories
    directories = {path: None for path in directories}.keys()
    if site_init and package_directories and not any([_is_package_directory(path, package_directories) for path in imports]):
        # With venvs_site_packages the launcher's environment has the packages, and they come first.
        before, after, packages_first = [], directories, True
    else:
        before, after = _order(label, directories, package_directories, module_files)
        packages_first = False
    return struct(before = before, after = after, before_standard_library = not stage2, packages_first = packages_first)

def runfiles_module_paths(files, empty_filenames):
    """The paths below the runfiles of all that may be a module.

    Args:
        files: list of File.
        empty_filenames: depset of str, as runfiles have it.

    Returns:
        list of str.
    """
    return [path_in_runfiles(file.short_path) for file in files] + [path_in_runfiles(path) for path in empty_filenames.to_list()]
