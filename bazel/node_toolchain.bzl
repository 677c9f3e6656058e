"""Deprecated: load `node_toolchain` from defs.bzl. This file goes with release 1.0."""

load("//bazel/private:node_toolchain.bzl", _node_toolchain = "node_toolchain")

node_toolchain = _node_toolchain
