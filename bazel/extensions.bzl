"""Module extensions of package_layers, for MODULE.bazel files."""

load("//bazel/private:layer_lock_extension.bzl", _layer_lock = "layer_lock")
load("//bazel/private:node_extension.bzl", _node = "node")

layer_lock = _layer_lock
node = _node
