"""Gives an image's layers to rules_img, 0.3.10 or later. Loading this file needs the extension `rules_img`."""

load("//bazel/private:img_layers.bzl", _img_layers = "img_layers")

img_layers = _img_layers
