"""Installs a wheel into a folder as an environment, with the library that the Python Packaging Authority has for it."""

import os
import sys

import installer
from installer.destinations import SchemeDictionaryDestination
from installer.sources import WheelFile

wheel, folder = sys.argv[1:]
with WheelFile.open(wheel) as source:
    packages = os.path.join(folder, "lib/python3.11/site-packages")
    headers = os.path.join(folder, "include/site/python3.11", source.distribution)
    schemes = {
        "purelib": packages,
        "platlib": packages,
        "headers": headers,
        "scripts": os.path.join(folder, "bin"),
        "data": folder,
    }
    destination = SchemeDictionaryDestination(
        schemes, interpreter="/venv/bin/python", script_kind="posix", bytecode_optimization_levels=[]
    )
    installer.install(source, destination, {"INSTALLER": b"by hand\n"})
