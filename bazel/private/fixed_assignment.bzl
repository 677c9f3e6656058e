"""Tells at analysis, from names alone, how many layers the packages of an image have and what the lock puts in each."""

def _normalize(name):
    """The name as PEP 503 normalises it: lower case, each run of `-`, `_` and `.` becomes one `-`."""
    words = name.lower().replace("_", "-").replace(".", "-").split("-")
    inner = [word for word in words if word]
    return ("-" if not words[0] else "") + "-".join(inner) + ("-" if len(words) > 1 and not words[-1] else "")

def package_ids(packages):
    """The ids that the plan and the lock know packages by.

    Args:
        packages: list of struct with name and version (str), of different packages.

    Returns:
        list of str, in the same order: the normalised name; where several packages share it, `NAME@VERSION`. (Where
        they share the version too the plan tells them apart by digest, which nobody knows at analysis.)
    """
    names = [_normalize(package.name) for package in packages]
    count = {}
    for name in names:
        count[name] = count.get(name, 0) + 1
    return [
        name if count[name] == 1 else "%s@%s" % (name, package.version)
        for name, package in zip(names, packages)
    ]

def _matches(pattern, text):
    """Whether a shell pattern of `*` and `?` matches the whole text."""

    # The positions in the pattern that have matched all text so far; a `*` at one may match more or nothing.
    pending = _skip_stars(pattern, [0])
    for character in text.elems():
        following = []
        for position in pending:
            if position < len(pattern) and pattern[position] == "*":
                following.append(position)
            elif position < len(pattern) and pattern[position] in ("?", character):
                following.append(position + 1)
        pending = _skip_stars(pattern, following)
    return len(pattern) in pending

def _skip_stars(pattern, positions):
    reached = {}
    for start in positions:
        reached[start] = None
        for position in range(start, len(pattern)):
            if pattern[position] != "*":
                break
            reached[position + 1] = None
    return list(reached)

def _group_of(name, groups):
    """The group of a package by its normalised name, or None."""
    for pattern, group in groups.items():
        if _matches(_normalize(pattern), name):
            return group
    return None

def recipe_count(ids, recipe, heavy, groups):
    """How many layers a recipe makes of the packages, the most that it may make where that depends on expressions.

    Args:
        ids: list of str, from package_ids.
        recipe: str, "three", "heavy" or "groups".
        heavy: list of str, regular expressions.
        groups: dict of pattern (str) to group (str).

    Returns:
        int.
    """
    if recipe == "heavy":
        return min(len(ids), len(heavy) + 1)
    if recipe == "groups":
        return len({_group_of(id.split("@")[0], groups): None for id in ids})
    return min(len(ids), 1)

def unlocked_count(ids, most, groups, together):
    """How many layers a plan without a lock gives the packages: one a package or wish, and never more than the cap.

    Args:
        ids: list of str, from package_ids.
        most: int, layers left for packages.
        groups: dict of pattern (str) to group (str).
        together: list of str, names with commas between.

    Returns:
        int.
    """
    list_of = {
        _normalize(name.strip()): names
        for names in together
        for name in names.split(",")
    }
    units = {}
    for position, id in enumerate(ids):
        name = id.split("@")[0]
        group = _group_of(name, groups)
        if group != None:
            units["group " + group] = None
        elif name in list_of:
            units["together " + list_of[name]] = None
        else:
            # Positions differ even where two packages share name and version.
            units["package %d" % position] = None
    return min(len(units), most)

def locked_assignment(ids, layers, most):
    """Which package is in which layer when a lock is kept to.

    Args:
        ids: list of str, from package_ids.
        layers: dict of layer's name (str) to ids (list of str) in the order of the image, from the lock.
        most: int, how many layers the lock has for packages.

    Returns:
        struct:
            layers: list of list of int, positions in `ids`; a layer of which the image has no package is not there, and
                packages that the lock does not know are alone while there is room,
            added: list of int, what there was no room for: it joins layers of several packages, or the last layer when
                there are none.
    """
    position_of = {id: position for position, id in enumerate(ids)}
    kept = [
        [position_of[id] for id in members if id in position_of]
        for members in layers.values()
    ]
    kept = [members for members in kept if members]
    locked = {position: None for members in kept for position in members}
    new = [position for _, position in sorted([(id, position) for position, id in enumerate(ids) if position not in locked])]
    room = max(most - len(kept), 0)
    alone = [members for members in kept if len(members) == 1]
    bundles = [members for members in kept if len(members) > 1]
    return struct(
        layers = alone + [[position] for position in new[:room]] + bundles,
        added = new[room:],
    )
