"""The rules that the programs are made with, of rules_py."""

load("@aspect_rules_py//py:defs.bzl", _py_binary = "py_binary", _py_library = "py_library", _py_test = "py_test")
load("@aspect_rules_py//py/unstable:defs.bzl", "py_venv_binary")

_RULES = {
    "py_binary": _py_binary,
    "py_venv_binary": py_venv_binary,
}

_RULE = "py_binary"

py_library = _py_library

def _program(rule, name, main = None, legacy_create_init = None, **kwargs):
    # rules_py has no such attribute, and never makes those files.
    if legacy_create_init:
        return
    rule(
        name = name,
        main = main or name + ".py",
        **kwargs
    )

def py_binary(**kwargs):
    """A program of the rule that the test chooses.

    Args:
        **kwargs: attributes of rules_python's py_binary.
    """
    _program(_RULES[_RULE], **kwargs)

def py_test(**kwargs):
    """A test.

    Args:
        **kwargs: attributes of rules_python's py_test.
    """
    _program(_py_test, **kwargs)
