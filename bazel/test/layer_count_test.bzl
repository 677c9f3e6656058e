"""Tests of layer_count.bzl and layer_lock_file.bzl."""

load("@bazel_skylib//lib:unittest.bzl", "asserts", "unittest")
load("//bazel/private:layer_count.bzl", "locked_places", "package_ids", "recipe_count", "unlocked_count")
load("//bazel/private:layer_lock_file.bzl", "read_lock")

def _package(name, version = "1"):
    return struct(name = name, version = version)

def _ids_impl(ctx):
    env = unittest.begin(ctx)
    packages = [_package("Flask_Login"), _package("six", "1"), _package("six", "2"), _package("ruamel.yaml")]
    asserts.equals(env, ["flask-login", "six@1", "six@2", "ruamel-yaml"], package_ids(packages))
    asserts.equals(env, [], package_ids([]))
    return unittest.end(env)

ids_test = unittest.make(_ids_impl)

def _counts_impl(ctx):
    env = unittest.begin(ctx)
    ids = ["numpy", "nvidia-a", "nvidia-b", "six"]
    asserts.equals(env, 4, unlocked_count(ids, 100, {}, []))
    asserts.equals(env, 2, unlocked_count(ids, 2, {}, []))
    asserts.equals(env, 3, unlocked_count(ids, 100, {"NVIDIA_*": "cuda"}, []))
    asserts.equals(env, 3, unlocked_count(ids, 100, {}, ["six, numpy"]))
    asserts.equals(env, 1, recipe_count(ids, "three", [], {}))
    asserts.equals(env, 0, recipe_count([], "three", [], {}))
    asserts.equals(env, 3, recipe_count(ids, "heavy", ["numpy", "torch"], {}))
    asserts.equals(env, 2, recipe_count(ids, "groups", [], {"nvidia-?": "cuda"}))
    return unittest.end(env)

counts_test = unittest.make(_counts_impl)

def _locked_impl(ctx):
    env = unittest.begin(ctx)
    layers = {"gone": ["torch"], "numpy": ["numpy"], "bundle": ["attrs", "six"]}
    ids = ["attrs", "click", "numpy", "six", "tqdm"]

    # Layers of the lock keep its order, a layer of which nothing is left is absent, and new packages take the room that is left.
    places = locked_places(ids, layers, 3, {}, [])
    asserts.equals(env, [[2], [0, 3]], places.kept)
    asserts.equals(env, [1, 4], places.added)
    asserts.equals(env, 1, places.added_layers)
    asserts.equals(env, 0, locked_places(ids, layers, 2, {}, []).added_layers)
    asserts.equals(env, 2, locked_places(ids, layers, 100, {}, []).added_layers)

    # A wish binds a new package to one that the lock knows, and new ones to each other.
    places = locked_places(ids, layers, 100, {}, ["numpy,click"])
    asserts.equals(env, [[1, 2], [0, 3]], places.kept)
    asserts.equals(env, [4], places.added)
    asserts.equals(env, 1, locked_places(ids, layers, 100, {"click": "new", "tqdm": "new"}, []).added_layers)

    # If no layer of several packages is left, new packages have a layer in any case.
    asserts.equals(env, 1, locked_places(["click", "numpy", "tqdm"], layers, 1, {}, []).added_layers)
    asserts.equals(env, 0, locked_places(["numpy"], layers, 9, {}, []).added_layers)
    return unittest.end(env)

locked_test = unittest.make(_locked_impl)

def _lock_impl(ctx):
    env = unittest.begin(ctx)
    text = json.encode({
        "layers": ["z", "bundle a"],
        "mostLayers": 6,
        "packages": {"a": "bundle a", "b": "bundle a", "z": "z"},
        "schema": 2,
    })
    lock = read_lock(text, "x.lock.json")
    asserts.equals(env, 6, lock.most)
    asserts.equals(env, ["z", "bundle a"], lock.layers.keys())
    asserts.equals(env, ["a", "b"], lock.layers["bundle a"])
    return unittest.end(env)

lock_test = unittest.make(_lock_impl)

def layer_count_test_suite(name):
    """Makes the tests.

    Args:
        name: str.
    """
    unittest.suite(name, ids_test, counts_test, locked_test, lock_test)
