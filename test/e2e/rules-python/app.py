"""Imports every package and a library of another repository, and says which Python runs it."""

import pathlib
import sys
from importlib.metadata import version

import jmespath
import markupsafe._speedups
from greeting import greet
from jaraco.classes.properties import NonDataProperty
from jaraco.context import suppress
from python.runfiles import runfiles
from tabulate import tabulate

template = pathlib.Path(runfiles.Create().Rlocation("rules_python_example/greeting.txt")).read_text()
rows = jmespath.search("[*].name", [{"name": greet(template, "layers")}])
with suppress(ZeroDivisionError):
    1 / 0
print("app ok", tabulate([rows], tablefmt="plain"), markupsafe._speedups.__name__, NonDataProperty.__name__, version("jinja2"))
print("prefix", sys.prefix)
