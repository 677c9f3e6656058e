"""Reads a layer lock at loading time, so that the number of layers is known before anything is built."""

def _class_weight(bytes):
    """What a package counts for in the order of layers: the greatest power of two that is not above its bytes (split.ts)."""
    weight = 1
    for _ in range(53):
        if weight * 2 > bytes:
            break
        weight *= 2
    return weight

def locked_layers(content, path):
    """The layers of a layer lock.

    Schema 1 of the lock, which `src/plan/layer-lock.ts` writes: `{"schema": 1, "layers": int, "packages": {id: {"layer":
    str, "bytes": int}}}`. One layer for each different `layer`.

    Args:
        content: str, the text of `package_layers.lock.json`.
        path: str, names the lock in errors.

    Returns:
        struct:
            most: int, how many layers the packages may have,
            layers: dict of layer's name (str) to ids of its packages (list of str), in the order in which the plan lays
                them (`src/plan/plan.ts`) when sizes are those of the lock: packages alone by size class, descending; then
                bundles by number of packages, then the sum of their classes' weights, descending; ties by first id.
        Fails on any other schema.
    """
    lock = json.decode(content, default = None)
    if type(lock) != "dict" or lock.get("schema") != 1 or type(lock.get("packages")) != "dict" or type(lock.get("layers")) != "int":
        fail("package_layers: %s is no layer lock of schema 1; write it anew with `bazel run` of the image's .lock target" % path)
    members = {}
    weight = {}
    for id, package in lock["packages"].items():
        if type(package) != "dict" or type(package.get("layer")) != "string" or type(package.get("bytes")) != "int":
            fail("package_layers: %s: packages.%s has no `layer` (string) and `bytes` (int)" % (path, id))
        layer = package["layer"]
        members.setdefault(layer, []).append(id)
        weight[layer] = weight.get(layer, 0) + _class_weight(package["bytes"])
    places = sorted([
        (len(ids) > 1, -len(ids), -weight[layer], sorted(ids)[0], layer)
        for layer, ids in members.items()
    ])
    return struct(most = lock["layers"], layers = {place[4]: sorted(members[place[4]]) for place in places})
