"""What rules_img's `image_manifest` does with layers (img/private/manifest.bzl): it reads their metadata, never a blob.

The image is the list of its layers' metadata.
"""

load("//img/private/providers:single_layer_info.bzl", "FIELDS")
load(":providers.bzl", "LayersInfo")

def _image_manifest_impl(ctx):
    layers = [layer for target in ctx.attr.layers for layer in target[LayersInfo].layers]
    for layer in layers:
        # A provider's instance gives no answer for a field that was not set.
        unset = [field for field in FIELDS if not hasattr(layer, field)]
        if unset:
            fail("a layer without " + ", ".join(unset))
    output = ctx.actions.declare_file(ctx.label.name + "_manifest.json")
    metadata = [layer.metadata for layer in layers]
    ctx.actions.run_shell(
        outputs = [output],
        inputs = metadata,
        command = 'out="$1"; shift; for file in "$@"; do cat "$file"; echo; done > "$out"',
        arguments = [output.path] + [file.path for file in metadata],
        mnemonic = "ImageManifest",
    )
    return [
        DefaultInfo(files = depset([output])),
        OutputGroupInfo(oci_layout = depset([layer.blob for layer in layers])),
    ]

image_manifest = rule(
    implementation = _image_manifest_impl,
    attrs = {
        "base": attr.label(),
        "entrypoint": attr.string_list(),
        "layers": attr.label_list(providers = [LayersInfo]),
    },
)
