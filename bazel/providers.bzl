"""The providers of package_layers, for rules of your own."""

load("//bazel/private:image_layers_info.bzl", _FixedLayersInfo = "FixedLayersInfo", _ImageLayersInfo = "ImageLayersInfo")
load("//bazel/private:package_layers_info.bzl", _PackageLayersInfo = "PackageLayersInfo")
load("//bazel/private:wheel_index.bzl", _WheelIndexInfo = "WheelIndexInfo")

FixedLayersInfo = _FixedLayersInfo
ImageLayersInfo = _ImageLayersInfo
PackageLayersInfo = _PackageLayersInfo
WheelIndexInfo = _WheelIndexInfo
