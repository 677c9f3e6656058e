"""Deprecated: load `wheel_index` from defs.bzl. Release 1.0 removes this file."""

load("//bazel/private:wheel_index.bzl", _wheel_index = "wheel_index")

wheel_index = _wheel_index
