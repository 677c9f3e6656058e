"""Shows that all packages can be imported."""

import importlib

COUNT = 120

print(sum(len(vars(importlib.import_module("package_%d" % index))) > 20 for index in range(COUNT)), "packages")
