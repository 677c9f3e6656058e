"""Test of the macro `package_layers`: every target that it makes has the attributes that are common to all rules."""

load("@bazel_skylib//lib:unittest.bzl", "asserts", "unittest")
load("//bazel/private:package_layers_macro.bzl", "package_layers")

_COMMON = {
    "deprecation": "take the other image",
    "exec_properties": {"pool": "large"},
    "features": ["a_feature"],
    "target_compatible_with": [":a_constraint"],
    "testonly": True,
    "visibility": ["//visibility:private"],
}
_SUFFIXES = ["", ".load", ".lock", ".lock_test", ".plan", ".push", ".tars"]

def _seen(name):
    """What the target has of the common attributes, and whether it has the tag."""
    rule = native.existing_rule(name)
    seen = {key: rule[key] for key in _COMMON}
    return json.encode({
        "common": {key: dict(value) if key == "exec_properties" else value for key, value in seen.items()},
        "tagged": "a_tag" in rule["tags"],
    })

def _handed_on_impl(ctx):
    env = unittest.begin(ctx)
    asserts.equals(env, _SUFFIXES, sorted(ctx.attr.seen))
    for suffix, seen in ctx.attr.seen.items():
        asserts.equals(env, json.decode(json.encode({"common": _COMMON, "tagged": True})), json.decode(seen), suffix)
    return unittest.end(env)

handed_on_test = unittest.make(_handed_on_impl, attrs = {"seen": attr.string_dict()})

def common_attributes_test_suite(name):
    """Declares the test.

    Args:
        name: str, of the suite; an image of the name NAME.image is made, which is never built.
    """
    image = name + ".image"

    # Nothing of it is analysed: its program is not there.
    package_layers(
        name = image,
        binary = ":no_such_program",
        lock = "no_such.lock.json",
        tags = ["a_tag", "manual"],
        **_COMMON
    )
    handed_on_test(
        name = name + ".handed_on",
        seen = {
            target.removeprefix(image): _seen(target)
            for target in native.existing_rules()
            if target.startswith(image)
        },
    )
    native.test_suite(name = name, tests = [name + ".handed_on"])
