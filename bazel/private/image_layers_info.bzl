"""What an image is made of before its layers are placed, for routes that must know their number at analysis."""

ImageLayersInfo = provider(
    doc = "The layers of an image whose packages are not yet placed.",
    fields = {
        "application": "struct of File: blob, descriptor, ztoc; the layer that comes last",
        "below": "list of struct of File: blob, descriptor, ztoc; the layers that come before the packages",
        "bundles": "File, the directory of the plan's bundles",
        "has_base": "bool, whether the plan counts layers of a base image",
        "has_lock": "bool, whether the plan follows a lock",
        "has_shared_plan": "bool, whether a shared plan decides the layers of packages",
        "max_layers": "int, the most layers of the image",
        "packages": "list of struct, as in PackageLayersInfo",
        "plan": "File, the plan (JSON)",
    },
)

FixedLayersInfo = provider(
    doc = "The layers of an image whose number is known at analysis.",
    fields = {
        "layers": """list of struct, bottom first:
            blob: File, the compressed tar,
            metadata: File, JSON with what a manifest and a config need: diff_id, mediaType, digest, size, history;
                the keys are those of rules_img's layer metadata,
            media_type: str,
            ztoc: File, from which SOCI reads single files of the layer; None unless it is of gzip""",
    },
)
