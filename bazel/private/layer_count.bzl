"""Counts the layers of packages at analysis, from names alone; src/plan decides which package goes where."""

def _normalize(name):
    """The name as PEP 503 normalises it: lower case, each run of `-`, `_` and `.` becomes one `-`."""
    words = name.lower().replace("_", "-").replace(".", "-").split("-")
    inner = [word for word in words if word]
    return ("-" if not words[0] else "") + "-".join(inner) + ("-" if len(words) > 1 and not words[-1] else "")

def package_ids(packages):
    """The ids by which the plan and the lock know packages.

    Args:
        packages: list of struct with name and version (str), of different packages.

    Returns:
        list of str, in the same order: the normalised name; where several packages share it, `NAME@VERSION`. (Where
        they share the version too the plan tells them apart by digest, which is not known at analysis.)
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
    """How many layers a recipe makes of the packages; if that depends on expressions, the most that it may make.

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

def _unit_keys(ids, groups, together):
    """Equal keys for packages that a wish puts together, which the plan places as one (src/plan/wishes.ts)."""
    list_of = {
        _normalize(name.strip()): names
        for names in together
        for name in names.split(",")
    }
    keys = []
    for position, id in enumerate(ids):
        name = id.split("@")[0]
        group = _group_of(name, groups)
        if group != None:
            keys.append("group " + group)
        elif name in list_of:
            keys.append("together " + list_of[name])
        else:
            # Positions differ even where two packages share name and version.
            keys.append("package %d" % position)
    return keys

def unlocked_count(ids, most, groups, together):
    """How many layers a plan without a lock gives the packages: one for each package or wish, and never more than `most`.

    Args:
        ids: list of str, from package_ids.
        most: int, layers left for packages.
        groups: dict of pattern (str) to group (str).
        together: list of str, names separated by commas.

    Returns:
        int.
    """
    return min(len({key: None for key in _unit_keys(ids, groups, together)}), most)

def locked_places(ids, layers, most, groups, together):
    """What a lock says about an image's layers before anything is built; src/plan/locked-layers.ts has the rule.

    Args:
        ids: list of str, from package_ids.
        layers: dict of layer's name (str) to ids (list of str), bottom first, from the lock.
        most: int, how many layers packages may have with the lock.
        groups: dict of pattern (str) to group (str).
        together: list of str, names separated by commas.

    Returns:
        struct:
            kept: list of list of int, for each layer of the lock that the image has a package of, bottom first, the
                positions in `ids` of the packages in it,
            added: list of int, the positions of the packages that the lock does not know and no wish binds to one,
            added_layers: int, how many layers these have above the others.
    """
    keys = _unit_keys(ids, groups, together)
    layer_of_id = {id: name for name, members in layers.items() for id in members}
    layer_of_key = {key: layer_of_id[id] for key, id in zip(keys, ids) if id in layer_of_id}
    kept = {name: [] for name in layers}
    added = []
    for position, key in enumerate(keys):
        if key in layer_of_key:
            kept[layer_of_key[key]].append(position)
        else:
            added.append(position)
    kept = [members for members in kept.values() if members]
    bundles = [members for members in kept if len(members) > 1]
    room = max(most - len(kept), 0 if bundles else 1)
    return struct(
        kept = kept,
        added = added,
        added_layers = min(len({keys[position]: None for position in added}), room),
    )
