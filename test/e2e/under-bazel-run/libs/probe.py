"""Prints what a program finds: its own facts, its modules, its path and where it started, as JSON."""

import json
import os
import sys

from python.runfiles import runfiles


def tell(fact):
    modules = {name: getattr(module, "__file__", None) for name, module in list(sys.modules.items())}
    seen = {
        "fact": fact,
        "modules": {name: file for name, file in sorted(modules.items()) if isinstance(file, str)},
        "path": sys.path,
        "directory": os.getcwd(),
    }
    print(json.dumps(seen))


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read().strip()


def rlocation(path):
    return runfiles.Create().Rlocation(path, source_repo="")
