"""A Node of your own for the worker, for example that of rules_nodejs."""

load("//bazel/private:node_toolchain.bzl", _node_toolchain = "node_toolchain")

node_toolchain = _node_toolchain
