"""Makes a path an input of a repository."""

def watch_path(repository_ctx, path):
    """Has the repository made again when something at the path changes, comes into being or goes.

    Bazel from 8 on watches no path of a label unasked; before 7.1 it does and cannot be asked.

    Args:
        repository_ctx: repository_ctx.
        path: path.

    Returns:
        The path.
    """
    if hasattr(repository_ctx, "watch"):
        repository_ctx.watch(path)
    return path
