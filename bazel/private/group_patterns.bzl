"""The keys of `groups`: labels of a hub, which other rule sets use, become the names that the plan uses."""

def _pattern(key):
    """The pattern of package names that a key means; fails on labels of anything but a package in a hub."""
    if "//" not in key and ":" not in key:
        return key
    repository, _, rest = key.partition("//")
    package, _, target = rest.partition(":")
    if "*" in target or "?" in target:
        fail("package_layers: groups: %s takes a part of a package; a package is one layer that all images share, so name it as a whole: %s//%s" % (key, repository, package))
    if not repository or not package or "/" in package:
        fail("package_layers: groups: %s is not a package's label in a hub such as @pypi//numpy; give the distribution's name (first-party files are in the application layer)" % key)
    return package

def group_patterns(groups):
    """Turns the keys of `groups` into patterns of package names.

    Args:
        groups: dict of key to group (str). A key is a distribution's name, a pattern of names (`*` and `?` as in a shell)
            or a package's label in the hub that `pip.parse` or rules_py's `uv` makes (`@pypi//numpy`, `@pypi//numpy:pkg`).

    Returns:
        dict of pattern to group (str); fails when a key is another label, or two keys for one package differ.
    """
    patterns = {}
    for key, group in groups.items():
        pattern = _pattern(key)
        if patterns.get(pattern, group) != group:
            fail("package_layers: groups: %s is in \"%s\" and in \"%s\"; take it out of one" % (pattern, patterns[pattern], group))
        patterns[pattern] = group
    return patterns
