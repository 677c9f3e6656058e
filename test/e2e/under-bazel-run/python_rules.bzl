"""The rules that the programs are made with: those of rules_python, or what rules_py.bzl has once the test puts it here."""

load("@rules_python//python:defs.bzl", _py_binary = "py_binary", _py_library = "py_library", _py_test = "py_test")

py_binary = _py_binary
py_library = _py_library
py_test = _py_test
