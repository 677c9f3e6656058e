"""Makes a path an input of a repository."""

def watch_path(repository_ctx, path):
    """Makes Bazel make the repository again when something at the path changes, is created or removed.

    Bazel 8 and later do not watch the path of a label by themselves.

    Args:
        repository_ctx: repository_ctx.
        path: path.

    Returns:
        The path.
    """
    repository_ctx.watch(path)
    return path
