#!/usr/bin/python3 -I
"""Stands in for rules_py's program that unpacks a wheel: without its console scripts and patches."""

import argparse
import zipfile

parser = argparse.ArgumentParser()
parser.add_argument("--into")
parser.add_argument("--wheel")
parser.add_argument("--python-version-major")
parser.add_argument("--python-version-minor")
options = parser.parse_args()
python = f"python{options.python_version_major}.{options.python_version_minor}"
with zipfile.ZipFile(options.wheel) as wheel:
    wheel.extractall(f"{options.into}/lib/{python}/site-packages")
