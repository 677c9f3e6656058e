#!/usr/bin/env python3
"""Make a Bazel 7.7.1 that rule sets take for a later version; prints the command to run.

usage: provision.py VERSION      for example 8.7.0

Reads $PACKAGE_LAYERS_BAZEL_HOME (default ${XDG_CACHE_HOME:-~/.cache}/package_layers), as written by provision-bazel.sh,
and writes later/VERSION/ there: an install base of hard links (no second copy on disk but the server's 30 MB), in which

  - the server's label is VERSION: `native.bazel_version`, `bazel_features` and all that rule sets choose by them;
  - bazel_tools asks for the versions of modules that Bazel 8 asks for at least;
  - bazel_tools has the targets of later versions that rule sets name.

Does nothing when it is there. What a later version has and 7.7.1 cannot be given: `File.is_symlink`, CcInfo and Java in Starlark,
symbolic macros, sets, the compact repository mapping. testbed/later/overrides.bazel keeps rule sets from using them.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile

HOME = pathlib.Path(
    os.environ.get("PACKAGE_LAYERS_BAZEL_HOME")
    or pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "package_layers"
)

# Of bazelbuild/bazel, src/MODULE.tools of 8.x; 9.x asks for later ones, which few registries beside the central one have.
MINIMUM = {
    "bazel_features": "1.21.0",
    "platforms": "0.0.10",
    "protobuf": "29.0",
    "rules_cc": "0.0.17",
    "rules_license": "1.0.0",
    "rules_proto": "7.0.2",
    "rules_python": "0.40.0",
}

# rules_python names it from Bazel 9 on; only a build for Windows needs a toolchain of it.
LATER_TARGETS = """
toolchain_type(
    name = "launcher_maker_toolchain_type",
    visibility = ["//visibility:public"],
)
"""


def replace(file: pathlib.Path, content: bytes) -> None:
    """Write FILE again; its old content stays where else it is linked."""
    mode = file.stat().st_mode
    file.unlink()
    file.write_bytes(content)
    file.chmod(mode)


def label_server(jar: pathlib.Path, version: str) -> None:
    """Have the server of JAR say that it is VERSION."""
    with zipfile.ZipFile(jar) as archive:
        entries = [(info, archive.read(info)) for info in archive.infolist()]
    jar.unlink()
    with zipfile.ZipFile(jar, "w") as archive:
        for info, content in entries:
            if info.filename == "build-data.properties":
                content = f"build.label={version}\nbuild.target=bazel\n".encode()
            archive.writestr(info, content, compresslevel=1)


def with_minimum(module: str) -> str:
    """A MODULE.bazel that asks for at least the modules of MINIMUM."""
    for name, version in MINIMUM.items():
        found = re.compile(rf'(bazel_dep\(name = "{name}", version = ")[^"]+')
        module = found.sub(rf"\g<1>{version}", module) if found.search(module) else (
            module + f'bazel_dep(name = "{name}", version = "{version}")\n'
        )
    return module


def main(version: str) -> None:
    original = HOME / "host" / "share" / "bazel"
    folder = HOME / "later" / version
    stamp = folder / ".made"
    # What is there is of no use once the Bazel that it comes from, or this program, is another.
    state = f"{(HOME / '.recipe').read_text()}{pathlib.Path(__file__).read_text()}"
    launcher = folder / "bazel"
    if not (stamp.exists() and stamp.read_text() == state):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        base = folder / "base"
        subprocess.run(["cp", "--archive", "--link", original, base], check=True)
        label_server(base / "A-server.jar", version)
        replace(base / "build-label.txt", f"{version}\n".encode())
        module = base / "embedded_tools" / "MODULE.bazel"
        replace(module, with_minimum(module.read_text()).encode())
        launchers = base / "embedded_tools" / "tools" / "launcher" / "BUILD"
        replace(launchers, launchers.read_bytes() + LATER_TARGETS.encode())
        launcher.write_text((HOME / "bin" / "bazel").read_text().replace(str(original), str(base)))
        launcher.chmod(0o755)
        stamp.write_text(state)
    print(launcher)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not re.fullmatch(r"\d+\.\d+\.\d+", sys.argv[1]):
        sys.exit(__doc__)
    main(sys.argv[1])
