"""Module extensions of package_layers, for MODULE.bazel files."""

load("//bazel/private:node_extension.bzl", _node = "node")

node = _node
