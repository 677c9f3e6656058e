"""The macro that makes a layered image layout of a Python application."""

load("//bazel/private:package_layers_macro.bzl", _package_layers = "package_layers")

package_layers = _package_layers
