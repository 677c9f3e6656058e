#!/usr/bin/python3 -I
"""Stands in for rules_py's program that makes an environment of links: in an action, or when a program starts."""

import argparse
import os
import shutil
import sys
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("--location", type=Path)
parser.add_argument("--python")
parser.add_argument("--pth-file", type=Path)
# Of an action only: its links are relative, from output to output.
parser.add_argument("--bin-dir", type=Path)
parser.add_argument("--venv-shim")
parser.add_argument("--env-file", type=Path)
options, _ = parser.parse_known_args()

site_packages = options.location / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
programs = options.location / "bin"
shutil.rmtree(options.location, ignore_errors=True)
site_packages.mkdir(parents=True)
programs.mkdir()
(options.location / "pyvenv.cfg").write_text("home = /usr/bin\n")


def output(import_path):
    """The directory of an entry, which an action is given as a path below the runfiles."""
    repository, _, rest = import_path.partition("/")
    if options.bin_dir is None:
        return site_packages / import_path
    return options.bin_dir / ("." if repository == "_main" else f"external/{repository}") / rest


if options.bin_dir is None:
    (programs / "python").symlink_to(options.python)
    to_runfiles = ""
else:
    shutil.copy(options.venv_shim, programs / "python")
    home = 'VIRTUAL_ENV="$(dirname "$(dirname "${BASH_SOURCE}")")"\nexport VIRTUAL_ENV\n'
    (programs / "activate").write_text(home + options.env_file.read_text() + "\n")
    to_runfiles = os.path.relpath(options.bin_dir, site_packages) + "/../"
(programs / "python3").symlink_to("python")

paths = []
for line in options.pth_file.read_text().splitlines():
    if not line.endswith("/site-packages"):
        paths.append(to_runfiles + line)
        continue
    wheel = output(line)
    for folder, _, names in os.walk(wheel):
        for name in names:
            file = Path(folder) / name
            link = site_packages / file.relative_to(wheel)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(os.path.relpath(file, link.parent))
(site_packages / "first_party.pth").write_text("".join(f"{path}\n" for path in paths))
