"""Compares what is read from modules without their functions' bodies with what is read from whole ones.

usage: same_without_bodies.py READ_IMPORTS FOLDER; prints how many modules were the same, and the first that was not.
"""

import ast
import importlib.util
import os
import sys


def load(file):
    spec = importlib.util.spec_from_file_location("read_imports", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


program, folder = sys.argv[1:]
read = load(program)
whole = load(program)
whole.parse = lambda path, source: ast.parse(source)
sys.setrecursionlimit(10000)

same = 0
for directory, folders, names in os.walk(folder):
    folders[:] = [one for one in folders if one != "site-packages"]
    for path in [os.path.join(directory, name) for name in names if name.endswith(".py")]:
        with open(path, "rb") as module:
            source = module.read()
        try:
            expected = whole.module_facts(path, source)
        except (SyntaxError, ValueError, RecursionError):
            continue
        if read.module_facts(path, source) != expected:
            sys.exit("%s is read in another way without the bodies of its functions" % path)
        same += 1
print(same)
