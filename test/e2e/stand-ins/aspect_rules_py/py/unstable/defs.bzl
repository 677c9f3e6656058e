"""Where rules_py has the rules that may still change."""

load("//py:defs.bzl", _py_venv_binary = "py_venv_binary")

py_venv_binary = _py_venv_binary
