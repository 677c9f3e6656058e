"""The application of an image with the layout "runfiles": as Bazel itself starts it."""

load(":image_paths.bzl", "RUNFILES_IN_IMAGE", "runfiles_path")
load(":path_in_runfiles.bzl", "path_in_runfiles")

def _relative(path, target):
    """TARGET as seen from the directory of PATH; both are relative to the same place."""
    base = path.split("/")[:-1]
    parts = target.split("/")
    common = 0
    for index in range(min(len(base), len(parts) - 1)):
        if base[index] != parts[index]:
            break
        common = index + 1
    return "/".join([".."] * (len(base) - common) + parts[common:])

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

def runfiles_application(*, executable, files, repo_mapping, runfiles, runtime, root):
    """What an image with the layout "runfiles" has besides files at their runfiles paths, and how it starts.

    Args:
        executable: File, the launcher.
        files: list of File, the application's own.
        repo_mapping: File or None, the repository mapping of the application.
        runfiles: runfiles of the application.
        runtime: PyRuntimeInfo or None.
        root: str, the image's root: empty, or a path with a slash before it.

    Returns:
        struct: inputs (list of File), replaced (list of File, which are not to be put at their paths), add_arguments
        (function of Args), entrypoint (list of str), environment (dict of str), search_path (str), working_directory (str), own_paths
        (list of str, paths below the image's root that are the image's alone, with what is below them).
    """

    # The link to a Python of the machine is one of this machine's when it is built. Bazel before 8 does not tell that the
    # file is a link, and the interpreter itself would be taken for it.
    interpreter = runtime.interpreter_path if runtime else None
    interpreter_links = [file for file in files if _is_interpreter_link(file)] if interpreter else []

    def add_arguments(args):
        args.add(executable, format = "--file=app\t%s")
        if repo_mapping:
            # Bazel 9 has one row for many repositories, which runfiles libraries from before do not read.
            args.add(repo_mapping, format = "--repo-mapping=" + RUNFILES_IN_IMAGE + "/_repo_mapping\t%s")
            args.add_all(
                runfiles.files,
                map_each = _other_repository,
                format_each = "--repository=%s",
                expand_directories = False,
                uniquify = True,
            )
        for file in interpreter_links:
            args.add("--symlink=%s\t%s" % (runfiles_path(file), interpreter))
        for prefix, entries in [("_main/", runfiles.symlinks), ("", runfiles.root_symlinks)]:
            for entry in entries.to_list():
                # A link in the place of a second copy: the file itself is in the image at its own path.
                path = RUNFILES_IN_IMAGE + "/" + prefix + entry.path
                args.add("--symlink=%s\t%s" % (path, _relative(path, runfiles_path(entry.target_file))))
        args.add_all(runfiles.empty_filenames, format_each = "--empty=" + RUNFILES_IN_IMAGE + "/%s", map_each = path_in_runfiles)

    return struct(
        inputs = [executable] + ([repo_mapping] if repo_mapping else []),
        replaced = interpreter_links,
        add_arguments = add_arguments,
        entrypoint = [root + "/app"],
        environment = {},
        search_path = "",
        own_paths = ["app", RUNFILES_IN_IMAGE],
        # Where `bazel run` starts a program.
        working_directory = "%s/%s/_main" % (root, RUNFILES_IN_IMAGE),
    )
