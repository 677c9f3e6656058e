"""The aspect that gives every third-party package one layer, for rules of your own."""

load("//bazel/private:package_layers_aspect.bzl", _package_layers_aspect = "package_layers_aspect")
load("//bazel/private:package_layers_info.bzl", _PackageLayersInfo = "PackageLayersInfo")

package_layers_aspect = _package_layers_aspect
PackageLayersInfo = _PackageLayersInfo
