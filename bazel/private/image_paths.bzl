"""Where files are put in an image, for each of the two layouts."""

load(":path_in_runfiles.bzl", "path_in_runfiles")

# Where the runfiles of every application are put, so that a package has one path in all images.
RUNFILES_IN_IMAGE = "app.runfiles"

# The directories of the layout "venv". The application's is a link to where first-party files are in the runfiles, so that
# they and their neighbours in other repositories are found by the same relative paths as under `bazel run`.
VENV = "venv"
APPLICATION = "app"
INTERPRETER = "python"

# Where first-party files are.
MAIN_REPOSITORY = RUNFILES_IN_IMAGE + "/_main"

# The directories that belong to us with everything below them: layers list only these, since a base may have others as links.
OWN_DIRECTORIES = [RUNFILES_IN_IMAGE, VENV, INTERPRETER]

# The directories of an unpacked wheel, as rules_python calls them, and where pip puts each (PEP 427; sysconfig's scheme
# "venv").
_WHEEL_DIRECTORIES = {
    "bin": VENV + "/bin",
    "data": VENV,
    "include": VENV + "/include/site/python%s",
    "site-packages": VENV + "/lib/python%s/site-packages",
}

def runfiles_path(file):
    """The path of a file in the image, below its root.

    Args:
        file: File.

    Returns:
        str: app.runfiles/REPOSITORY/PATH.
    """
    return RUNFILES_IN_IMAGE + "/" + path_in_runfiles(file.short_path)

def _in_repository(file):
    """The path of a file in its repository."""
    path = file.short_path
    return path[3:].partition("/")[2] if path.startswith("../") else path

def _unpacked_path(file):
    return VENV if file.is_directory else VENV + "/" + file.tree_relative_path

def site_packages(python):
    """The directory of the packages in the layout "venv".

    Args:
        python: str, the Python version as its directories have it, for example 3.11.

    Returns:
        str, a path below the image's root.
    """
    return _WHEEL_DIRECTORIES["site-packages"] % python

def wheel_directories(files, python):
    """Where the runfiles have the directories of an unpacked wheel, and where the layout "venv" has them.

    Args:
        files: list of File, a package's.
        python: str, the Python version as its directories have it.

    Returns:
        dict of path below the runfiles to path below the image's root.
    """
    directories = {}
    for file in files:
        if file.is_directory:
            # A whole wheel as rules_py unpacks it.
            directories[path_in_runfiles(file.short_path)] = VENV
            continue
        repository, _, rest = path_in_runfiles(file.short_path).partition("/")
        directory = rest.partition("/")[0]
        place = _WHEEL_DIRECTORIES.get(directory)
        if place:
            directories[repository + "/" + directory] = place % python if "%" in place else place
    return directories

def interpreter_directories(files, interpreter):
    """Where the runfiles have the parts of an interpreter, and where the layout "venv" has them.

    Args:
        files: list of File, the interpreter's.
        interpreter: File, its program.

    Returns:
        dict of path below the runfiles to path below the image's root.
    """
    prefix = _prefix(interpreter)
    names = {
        file.short_path.removeprefix(prefix).partition("/")[0]: None
        for file in files
        if file.short_path.startswith(prefix)
    }
    return {path_in_runfiles(prefix + name): INTERPRETER + "/" + name for name in names}

def _prefix(interpreter):
    """The installation that an interpreter belongs to, with a slash after it."""

    # An installation has its programs in one directory beside the others: PREFIX/bin/python3, PREFIX/lib/….
    return "/".join(interpreter.short_path.split("/")[:-2] + [""])

def image_paths(layout, python, interpreter = None):
    """The functions that give a file its path in the image.

    Args:
        layout: str, "runfiles" or "venv".
        python: str, the Python version as its directories have it; for "venv" only.
        interpreter: File or None, the interpreter that the image brings; for "venv" only.

    Returns:
        struct of functions from File to str, a path below the image's root: interpreter, other for the application's files
        and those of other repositories, package, which gives None for what an image does not need, and unpacked for a
        directory that holds a whole wheel as an environment has it, and for the files in it.
    """
    if layout == "runfiles":
        return struct(package = runfiles_path, unpacked = runfiles_path, interpreter = runfiles_path, other = runfiles_path)

    def package_path(file):
        directory, _, rest = _in_repository(file).partition("/")
        place = _WHEEL_DIRECTORIES.get(directory)
        if not place:
            # Not a part of the wheel but of its repository, for example a file that an annotation adds.
            return runfiles_path(file)
        if directory == "site-packages" and rest == "__init__.py":
            # Made by rules_python for the directory itself, which is not a Python package and, shared by all, belongs to no wheel.
            return None
        return (place % python if "%" in place else place) + ("/" + rest if rest else "")

    prefix = _prefix(interpreter) if interpreter else None

    def interpreter_path(file):
        if prefix != None and file.short_path.startswith(prefix):
            return INTERPRETER + "/" + file.short_path.removeprefix(prefix)
        return runfiles_path(file)

    return struct(package = package_path, unpacked = _unpacked_path, interpreter = interpreter_path, other = runfiles_path)
