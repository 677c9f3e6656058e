"""Module extensions of package_layers, for MODULE.bazel files."""

load("//bazel/private:layer_lock_extension.bzl", _layer_lock = "layer_lock")
load("//bazel/private:node_extension.bzl", _node = "node")
load("//bazel/private:rules_img_extension.bzl", _rules_img = "rules_img")

layer_lock = _layer_lock
node = _node
rules_img = _rules_img
