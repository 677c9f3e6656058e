"""Imports the modules that it is given and prints their names."""

import importlib
import sys

for name in sys.argv[1:]:
    importlib.import_module(name)
print("imported", *sys.argv[1:])
