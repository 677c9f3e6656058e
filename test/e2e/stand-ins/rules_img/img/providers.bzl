"""The providers that other rule sets may load."""

load("//img/private/providers:layers_info.bzl", _LayersInfo = "LayersInfo")
load("//img/private/providers:single_layer_info.bzl", _SingleLayerInfo = "SingleLayerInfo")

LayersInfo = _LayersInfo
SingleLayerInfo = _SingleLayerInfo
