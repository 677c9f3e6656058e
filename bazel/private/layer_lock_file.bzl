"""Reads a layer lock at loading time, so that the number of layers is known before anything is built."""

def locked_layers(content):
    """The layers of a layer lock.

    Schema 1 of the lock, which `src/plan/layer-lock.ts` writes: `{"schema": 1, "layers": int, "packages": {id: {"layer":
    str, "bytes": int}}}`. One layer for each different `layer`.

    Args:
        content: str, the text of `package_layers.lock.json`.

    Returns:
        list of str, the layers' names in the order in which the plan lays them: packages alone by their bytes in the lock,
        descending; then bundles by number of packages, then bytes, descending; ties by name. Fails on any other schema.
    """
    lock = json.decode(content)
    if type(lock) != "dict" or lock.get("schema") != 1 or type(lock.get("packages")) != "dict":
        fail("package_layers: the layer lock is not of schema 1; write it anew with `bazel run` of the image's .lock target")
    members = {}
    for id, package in lock["packages"].items():
        if type(package) != "dict" or type(package.get("layer")) != "string" or type(package.get("bytes")) != "int":
            fail("package_layers: the layer lock's entry packages.%s has no `layer` (string) and `bytes` (int)" % id)
        members.setdefault(package["layer"], []).append(package["bytes"])
    places = []
    for layer, sizes in members.items():
        total = 0
        for size in sizes:
            total += size
        places.append((len(sizes) > 1, -len(sizes), -total, layer))
    return [place[3] for place in sorted(places)]
