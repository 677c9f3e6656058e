"""Names the wheels that packages come from, so that layers take their compressed files over."""

load("//bazel/private:wheel_index.bzl", _wheel_index = "wheel_index")

wheel_index = _wheel_index
