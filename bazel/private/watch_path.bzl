"""Makes a path an input of a repository."""

def watch_path(repository_ctx, path):
    """Makes Bazel make the repository again when something at the path changes, is created or removed.

    Bazel 8 and later do not watch the path of a label by themselves; Bazel before 7.1 does, and has no function to ask for it.

    Args:
        repository_ctx: repository_ctx.
        path: path.

    Returns:
        The path.
    """
    if hasattr(repository_ctx, "watch"):
        repository_ctx.watch(path)
    return path
