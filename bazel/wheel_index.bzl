"""Deprecated: load `wheel_index` from defs.bzl. This file goes with release 1.0."""

load("//bazel/private:wheel_index.bzl", _wheel_index = "wheel_index")

wheel_index = _wheel_index
