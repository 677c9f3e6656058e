"""Prints every text that a `fail(...)` of the .bzl files below a folder may have, as JSON: [{"file", "text"}].

Starlark's grammar is close enough to Python's for Python's own parser. What a rule fills in is `…`.
"""

import ast
import json
import pathlib
import re
import sys

UNKNOWN = "…"


def texts(node, scope):
    """The texts that an expression may have."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return [filled(text, node.right, scope) for text in texts(node.left, scope)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [left + right for left in texts(node.left, scope) for right in texts(node.right, scope)]
    if isinstance(node, ast.IfExp):
        return texts(node.body, scope) + texts(node.orelse, scope)
    if isinstance(node, ast.Name):
        return scope.get(node.id, [UNKNOWN])
    return [UNKNOWN]


def filled(text, values, scope):
    """A text whose first %s are what is known to be filled in, and all others `…`."""
    values = values.elts if isinstance(values, ast.Tuple) else [values]
    known = iter([texts(value, scope)[0] for value in values])
    return re.sub(r"%[sdr]", lambda _: next(known, UNKNOWN), text).replace("%%", "%")


def failures(tree):
    """Each call of fail() with the names that were given a text before it in the same function."""
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        scope = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                scope[node.targets[0].id] = texts(node.value, scope)
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "fail":
                yield from texts(node.args[0], scope)


def main(root):
    found = []
    for file in sorted(pathlib.Path(root).rglob("*.bzl")):
        if "test" in file.parts:
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        constants = {node.targets[0].id: texts(node.value, {}) for node in tree.body if isinstance(node, ast.Assign)}
        # A failure that is written into a file of another repository: _TEMPLATE.format(message = _TEXT).
        for node in ast.walk(tree):
            for keyword in node.keywords if isinstance(node, ast.Call) else []:
                if keyword.arg == "message" and isinstance(keyword.value, ast.Name) and keyword.value.id in constants:
                    found += [{"file": file.as_posix(), "text": text} for text in constants[keyword.value.id]]
        found += [{"file": file.as_posix(), "text": text} for text in failures(tree)]
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1)


main(sys.argv[1])
