"""The field of rules_img 0.3.19's LayersInfo."""

LayersInfo = provider(
    doc = "An ordered collection of layers.",
    fields = {"layers": "Iterable of SingleLayerInfo, from bottom to top."},
)
