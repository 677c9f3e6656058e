"""Deprecated: load `package_layers` from defs.bzl. This file goes with release 1.0."""

load("//bazel/private:package_layers_macro.bzl", _package_layers = "package_layers")

package_layers = _package_layers
