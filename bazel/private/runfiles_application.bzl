"""The application of an image with the layout "runfiles": as Bazel itself starts it."""

load(":image_paths.bzl", "RUNFILES_IN_IMAGE", "runfiles_path")
load(":runfiles_tree.bzl", "runfiles_tree")

def _is_interpreter_link(file):
    """Whether a file is the `bin/python3` of a virtual environment that rules_python makes for a binary."""
    parts = file.short_path.split("/")
    return (
        not file.is_source and len(parts) > 2 and
        parts[-3].endswith(".venv") and parts[-2] == "bin" and parts[-1].startswith("python")
    )

def _other_repository(file):
    """The canonical name of a file's repository, or None for the main one."""
    return file.short_path.split("/")[1] if file.short_path.startswith("../") else None

def _first_directory(link):
    """The directory of the runfiles that a root symlink is in, or None."""
    directory, slash, _ = link.path.partition("/")
    return directory if slash else None

def runfiles_application(*, executable, files, repo_mapping, runfiles, path_of, legacy, runtime, root, programs, declared_links):
    """What an image with the layout "runfiles" has besides files at their runfiles paths, and how it starts.

    Args:
        executable: File, the launcher.
        files: list of File, the application's own.
        repo_mapping: File or None, the repository mapping of the application.
        runfiles: runfiles of the application.
        path_of: function from File to its path in the image, None for what is not in it.
        legacy: list of str, as legacy_repositories gives it.
        runtime: PyRuntimeInfo or None.
        root: str, the image's root: empty, or a path with a slash before it.
        programs: dict whose keys are the Files that their targets say are executable.
        declared_links: dict whose keys are the Files that actions declare as symlinks by a path.

    Returns:
        struct: inputs (list of File), replaced (list of File, which do not go to their own paths), add_arguments
        (function of Args), entrypoint (list of str), environment (dict of str), search_path (str), working_directory (str), own_paths
        (list of str, paths below the image's root that belong to the image alone, with everything below them).
    """

    # A link to a Python of the machine leads to the Python of the machine that builds. Bazel before 8 does not say that the
    # file is a link, and the interpreter itself would take its place.
    interpreter = runtime.interpreter_path if runtime else None
    interpreter_links = [file for file in files if _is_interpreter_link(file)] if interpreter else []
    tree = runfiles_tree(runfiles = runfiles, path_of = path_of, legacy = legacy, programs = programs, declared_links = declared_links)

    def add_arguments(args):
        args.add(executable, format = "--program=app\t%s")
        if repo_mapping:
            # Bazel 9 has one row for many repositories, which older runfiles libraries do not read.
            args.add(repo_mapping, format = "--repo-mapping=" + RUNFILES_IN_IMAGE + "/_repo_mapping\t%s")
            args.add_all(
                runfiles.files,
                map_each = _other_repository,
                format_each = "--repository=%s",
                expand_directories = False,
                uniquify = True,
            )

            # For Bazel too, a repository has what lies in a directory of its name.
            args.add_all(runfiles.root_symlinks, map_each = _first_directory, format_each = "--repository=%s", uniquify = True)
        for file in interpreter_links:
            args.add("--symlink=%s\t%s" % (runfiles_path(file), interpreter))
        tree.add_arguments(args)

    return struct(
        inputs = [executable] + ([repo_mapping] if repo_mapping else []) + tree.inputs,
        replaced = interpreter_links,
        add_arguments = add_arguments,
        entrypoint = [root + "/app"],
        environment = {},
        search_path = "",
        own_paths = ["app", RUNFILES_IN_IMAGE],
        # Where `bazel run` starts a program.
        working_directory = "%s/%s/_main" % (root, RUNFILES_IN_IMAGE),
    )
