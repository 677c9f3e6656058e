"""Imports every package and says where each came from."""

import pathlib
import sys
from importlib.metadata import version

import jmespath
import markupsafe._speedups
from greeting import greet
from jaraco.classes.properties import NonDataProperty
from jaraco.context import suppress
from tabulate import tabulate

rows = jmespath.search("[*].name", [{"name": greet(pathlib.Path(__file__).with_name("greeting.txt").read_text(), "layers")}])
with suppress(ZeroDivisionError):
    1 / 0
print("app ok", tabulate([rows], tablefmt="plain"), markupsafe._speedups.__name__, NonDataProperty.__name__, version("jinja2"))
print("prefix", sys.prefix)
