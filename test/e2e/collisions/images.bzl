"""An image in each of the two layouts."""

load("@package_layers//bazel:package_layers.bzl", "package_layers")

def images(name, **kwargs):
    """Makes NAME_runfiles and NAME_venv.

    Args:
        name: str.
        **kwargs: attributes of `package_layers`.
    """
    for layout in ["runfiles", "venv"]:
        package_layers(
            name = "%s_%s" % (name, layout),
            layout = layout,
            **kwargs
        )
