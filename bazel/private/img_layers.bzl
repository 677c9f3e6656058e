"""The rule that gives an image's layers in rules_img's own providers, so that nothing is hashed or compressed again."""

load("@package_layers_rules_img//:providers.bzl", "LayersInfo", "SINGLE_LAYER_FIELDS", "SingleLayerInfo")
load(":image_layers_info.bzl", "FixedLayersInfo")

def _single_layer(layer):
    """One layer as rules_img knows it, with every field that its version has (`img/private/providers/single_layer_info.bzl`)."""
    known = {
        "blob": layer.blob,
        "compact_stream": None,
        "estargz": False,
        "layer_input_files": None,
        "layer_input_files_cas": None,
        "media_type": layer.media_type,
        "metadata": layer.metadata,
        "mtree": None,
        "sources": [],
        "ztoc": layer.ztoc,
    }
    return SingleLayerInfo(**{field: known.get(field) for field in SINGLE_LAYER_FIELDS})

def _img_layers_impl(ctx):
    layers = ctx.attr.layers[FixedLayersInfo].layers
    return [
        DefaultInfo(files = depset([layer.blob for layer in layers])),
        OutputGroupInfo(metadata = depset([layer.metadata for layer in layers])),
        LayersInfo(layers = [_single_layer(layer) for layer in layers]),
    ]

img_layers = rule(
    implementation = _img_layers_impl,
    doc = """The layers of an image for `layers` of rules_img's `image_manifest`.

    load("@package_layers//bazel:rules_img.bzl", "img_layers")
    load("@rules_img//img:image.bzl", "image_manifest")

    img_layers(name = "app_img_layers", layers = ":app_layers.tars")

    image_manifest(name = "image", entrypoint = ["/app"], layers = [":app_img_layers"])

Their number is known at analysis; see `lock` of `package_layers`. Provides rules_img's LayersInfo.""",
    attrs = {
        "layers": attr.label(
            doc = "The image's layers, `:NAME.tars` of a `package_layers(name = \"NAME\")`.",
            mandatory = True,
            providers = [FixedLayersInfo],
        ),
    },
)
