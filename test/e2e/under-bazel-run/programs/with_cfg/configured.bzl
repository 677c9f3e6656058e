"""Rules of rules_python with settings of their own, made by with_cfg.bzl."""

load("@rules_python//python:defs.bzl", "PyInfo", "py_binary", "py_library")
load("@with_cfg.bzl", "with_cfg")

configured_binary, _configured_binary_internal = with_cfg(py_binary).set("compilation_mode", "opt").build()

configured_library, _configured_library_internal = with_cfg(
    py_library,
    extra_providers = [PyInfo],
).set("compilation_mode", "opt").build()
