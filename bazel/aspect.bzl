"""Deprecated: load `package_layers_aspect` from defs.bzl and `PackageLayersInfo` from providers.bzl. This file goes with release 1.0."""

load("//bazel/private:package_layers_aspect.bzl", _package_layers_aspect = "package_layers_aspect")
load("//bazel/private:package_layers_info.bzl", _PackageLayersInfo = "PackageLayersInfo")

package_layers_aspect = _package_layers_aspect
PackageLayersInfo = _PackageLayersInfo
