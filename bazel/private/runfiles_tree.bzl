"""What a runfiles tree has besides files at their own paths: entries with other names, empty files, links that actions make."""

load(":image_paths.bzl", "RUNFILES_IN_IMAGE", "runfiles_path")
load(":path_in_runfiles.bzl", "path_in_runfiles")

def relative_path(path, target):
    """A path as seen from the directory of another; both are relative to the same place.

    Args:
        path: str, where the link is.
        target: str, where it leads.

    Returns:
        str.
    """
    base = path.split("/")[:-1]
    parts = target.split("/")
    common = 0
    for index in range(min(len(base), len(parts) - 1)):
        if base[index] != parts[index]:
            break
        common = index + 1
    return "/".join([".."] * (len(base) - common) + parts[common:])

def file_flag(file, programs = {}, declared_links = {}):
    """The flag that names a file to the worker: a symlink with its own target, a directory as a whole.

    Args:
        file: File.
        programs: dict whose keys are the Files that their targets say are executable.
        declared_links: dict whose keys are the Files that actions declare as symlinks by a path.

    Returns:
        str.
    """
    if file.is_directory:
        return "tree"
    if file in declared_links or getattr(file, "is_symlink", False):
        return "link"
    return "program" if file in programs else "file"

def linked_files(files, links, path_of, excluding):
    """Finds the files that actions make as links to files of the image.

    Args:
        files: list of File.
        links: dict of File to File, the links that actions make.
        path_of: function from File to its path in the image, None for what is not in it.
        excluding: bool, whether a package may lack some of its files.

    Returns:
        dict of File to its target's path.
    """
    found = {}
    for file in files:
        target = links.get(file)
        for _ in range(8):
            if target == None or path_of(target):
                break
            target = links.get(target)
        path = path_of(target) if target and not excluding else None
        if path and path != path_of(file):
            found[file] = path
    return found

LEGACY_EXTERNAL_RUNFILES_ATTRS = {
    # A file that is in another repository, whatever image it is in.
    "_elsewhere": attr.label(
        default = "@bazel_tools//tools/build_defs/repo:http.bzl",
        allow_single_file = True,
    ),
}

def legacy_repositories(ctx, files):
    """The repositories whose files Bazel also puts below `external` in the main repository's runfiles.

    Bazel before 8 does so unless --nolegacy_external_runfiles says otherwise, and then `$(rootpath)` leads there.

    Args:
        ctx: rule context with LEGACY_EXTERNAL_RUNFILES_ATTRS.
        files: list or dict of File, all of the runfiles.

    Returns:
        list of str, their canonical names; empty for a Bazel that does not do so.
    """
    rootpath = ctx.expand_location("$(rootpath %s)" % ctx.attr._elsewhere.label, [ctx.attr._elsewhere])
    if not rootpath.startswith("external/"):
        return []
    return {file.short_path.split("/")[1]: None for file in files if file.short_path.startswith("../")}.keys()

def runfiles_tree(*, runfiles, path_of, legacy = [], skip = lambda path: False, programs = {}, declared_links = {}):
    """The entries of a runfiles tree that are not files at their own paths.

    Args:
        runfiles: runfiles.
        path_of: function from File to its path in the image, None for what is not in it.
        legacy: list of str, as legacy_repositories gives it.
        skip: function from a path below the runfiles to whether the image does without it.
        programs: as in file_flag.
        declared_links: as in file_flag.

    Returns:
        struct: files (dict of path in the image to File), links (dict of path to target, relative), empty (list of paths),
        inputs (list of File) and add_arguments (function of Args) for all of them.
    """
    files = {}
    links = {}
    for prefix, entries in [("_main/", runfiles.symlinks), ("", runfiles.root_symlinks)]:
        for entry in entries.to_list():
            if skip(prefix + entry.path):
                continue
            path = "%s/%s%s" % (RUNFILES_IN_IMAGE, prefix, entry.path)
            target = path_of(entry.target_file)
            if not target:
                # The runfiles need not have the file by its own path too.
                files[path] = entry.target_file
            elif target != path:
                # A link instead of a second copy.
                links[path] = relative_path(path, target)
    for repository in legacy:
        links["%s/_main/external/%s" % (RUNFILES_IN_IMAGE, repository)] = "../../" + repository
    empty = []
    for path in runfiles.empty_filenames.to_list():
        # Bazel before 8 names those of other repositories by their legacy place.
        place = path.removeprefix("external/") if path.startswith("external/") else path_in_runfiles(path)
        if not skip(place):
            empty.append("%s/%s" % (RUNFILES_IN_IMAGE, place))
        if path == "external/__init__.py":
            empty.append("%s/_main/%s" % (RUNFILES_IN_IMAGE, path))

    def add_arguments(args):
        for path, file in files.items():
            args.add_all([file], format_each = "--%s=%s\t%%s" % (file_flag(file, programs, declared_links), path.replace("%", "%%")), expand_directories = False)
        for path, target in links.items():
            args.add("--symlink=%s\t%s" % (path, target))
        args.add_all(empty, format_each = "--empty=%s", uniquify = True)

    return struct(files = files, links = links, empty = empty, inputs = files.values(), add_arguments = add_arguments)

def placed_in_runfiles(files):
    """The function path_of for an image that has files at their runfiles paths.

    Args:
        files: dict whose keys are the Files of the image.

    Returns:
        function from File to its path in the image, None for what is not in it.
    """
    return lambda file: runfiles_path(file) if file in files else None
