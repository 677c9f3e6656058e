"""A program of another module, which says of itself what libs/probe.py says of others."""

import json
import os
import sys

import idna

with open(os.environ["WORDS"], encoding="utf-8") as words:
    fact = "%s, idna is %s, started with one argument: %s" % (words.read().strip(), idna.__version__, len(sys.argv) == 2)
modules = {name: getattr(module, "__file__", None) for name, module in sorted(sys.modules.items())}
seen = {
    "fact": fact,
    "modules": {name: file for name, file in modules.items() if isinstance(file, str)},
    "path": sys.path,
    "directory": os.getcwd(),
}
print(json.dumps(seen))
