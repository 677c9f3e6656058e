"""Deprecated: load `package_layers_aspect` from defs.bzl and `PackageLayersInfo` from providers.bzl. Release 1.0 removes this file."""

load("//bazel/private:package_layers_aspect.bzl", _package_layers_aspect = "package_layers_aspect")
load("//bazel/private:package_layers_info.bzl", _PackageLayersInfo = "PackageLayersInfo")

package_layers_aspect = _package_layers_aspect
PackageLayersInfo = _PackageLayersInfo
