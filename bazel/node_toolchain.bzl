"""Deprecated: load `node_toolchain` from defs.bzl. Release 1.0 removes this file."""

load("//bazel/private:node_toolchain.bzl", _node_toolchain = "node_toolchain")

node_toolchain = _node_toolchain
