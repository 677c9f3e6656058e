"""Where files are put in an image, for each of the two layouts."""

load(":path_in_runfiles.bzl", "path_in_runfiles")

# Where the runfiles of every application are put, so that a package has one path in all images.
RUNFILES_IN_IMAGE = "app.runfiles"

# The three directories of the layout "venv".
VENV = "venv"
APPLICATION = "app"
INTERPRETER = "python"

# The directories that are ours with all that is below them: layers list these, and no others, which a base may have as links.
OWN_DIRECTORIES = [RUNFILES_IN_IMAGE, VENV, APPLICATION, INTERPRETER]

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

def _application_path(file):
    return runfiles_path(file) if file.short_path.startswith("../") else APPLICATION + "/" + file.short_path

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
            # No part of the wheel but of its repository, for example what an annotation adds.
            return runfiles_path(file)
        if directory == "site-packages" and rest == "__init__.py":
            # Made by rules_python for the directory itself, which is no Python package and, shared by all, no wheel's.
            return None
        return (place % python if "%" in place else place) + ("/" + rest if rest else "")

    # An installation has its programs in one directory beside the others: PREFIX/bin/python3, PREFIX/lib/….
    prefix = "/".join(interpreter.short_path.split("/")[:-2] + [""]) if interpreter else None

    def interpreter_path(file):
        if prefix != None and file.short_path.startswith(prefix):
            return INTERPRETER + "/" + file.short_path.removeprefix(prefix)
        return _application_path(file)

    return struct(package = package_path, unpacked = _unpacked_path, interpreter = interpreter_path, other = _application_path)
