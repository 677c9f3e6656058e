"""Where files are below a runfiles directory."""

def path_in_runfiles(short_path):
    """The path of a file below a runfiles directory.

    Args:
        short_path: str, `File.short_path` or one of `runfiles.empty_filenames`.

    Returns:
        str: REPOSITORY/PATH; the repository of the main module is `_main`.
    """
    return short_path[3:] if short_path.startswith("../") else "_main/" + short_path
