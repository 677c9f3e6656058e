"""Deprecated: load `package_layers` from defs.bzl. Release 1.0 removes this file."""

load("//bazel/private:package_layers_macro.bzl", _package_layers = "package_layers")

package_layers = _package_layers
