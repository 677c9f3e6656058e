"""Reads a layer lock at loading time, so that the number of layers is known before anything is built."""

def read_lock(content, path):
    """The layers of a layer lock.

    Schema 2 of the lock, which `src/plan/layer-lock.ts` describes and writes: `{"schema": 2, "mostLayers": int, "layers":
    [str], "packages": {id: layer}}`.

    Args:
        content: str, the lock's text.
        path: str, names the lock in errors.

    Returns:
        struct:
            most: int, how many layers the packages may have,
            layers: dict of layer's name (str) to ids of its packages (list of str), bottom first.
        Fails on any other schema.
    """
    lock = json.decode(content, default = None)
    if type(lock) != "dict" or lock.get("schema") != 2 or type(lock.get("mostLayers")) != "int" or type(lock.get("layers")) != "list" or type(lock.get("packages")) != "dict":
        fail("package_layers: %s is not a layer lock of schema 2; remove it and run the image's .lock target, which writes it again" % path)
    layers = {name: [] for name in lock["layers"]}
    for id, layer in lock["packages"].items():
        if layer not in layers:
            fail("package_layers: %s: packages.%s: %s is not in layers; remove the file and run the image's .lock target" % (path, id, repr(layer)))
        layers[layer].append(id)
    return struct(most = lock["mostLayers"], layers = {name: sorted(ids) for name, ids in layers.items()})
