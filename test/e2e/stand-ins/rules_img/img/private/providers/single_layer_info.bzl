"""The fields of rules_img 0.3.19's SingleLayerInfo."""

FIELDS = {
    "blob": "File, the layer.",
    "compact_stream": "File or None.",
    "estargz": "bool.",
    "layer_input_files": "depset of File or None.",
    "layer_input_files_cas": "File (directory) or None.",
    "media_type": "str.",
    "metadata": "File, JSON: diff_id, mediaType, digest, size, annotations, history.",
    "mtree": "File or None.",
    "sources": "list of struct(registry, repository).",
    "ztoc": "File or None.",
}

SingleLayerInfo = provider(
    doc = "One layer.",
    fields = FIELDS,
)
