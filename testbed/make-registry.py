#!/usr/bin/env python3
"""Lay out an offline Bzlmod registry over the rule sets of a provisioned Debian root.

usage: make-registry.py OUT_DIR [MODULE_FILE ...]

Reads $PACKAGE_LAYERS_BAZEL_HOME (default ${XDG_CACHE_HOME:-~/.cache}/package_layers), as written by
provision-bazel.sh, and writes OUT_DIR:

  registry/bazel_registry.json, registry/modules/NAME/VERSION/{MODULE.bazel,source.json}
  stubs/NAME/…        empty modules for what is only declared as a dependency; their names are printed
  bazelrc             the flags that make a build use the registry alone (import it from a .bazelrc)

A version that one of the MODULE_FILEs (MODULE.bazel) asks for is there too.

Every source is a `local_path`; nothing is copied and nothing is fetched. A version that a dependency asks for and
Debian lacks resolves to the one Debian has. Prints one `NAME VERSION real|stub` line per registry entry.
"""
import json
import os
import pathlib
import re
import sys

HOME = pathlib.Path(
    os.environ.get("PACKAGE_LAYERS_BAZEL_HOME")
    or pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "package_layers"
)
SHARE = HOME / "host" / "share" / "bazel"

# What a stub must still offer, as bazel_tools' own module file loads it.
STUB_FILES = {
    "buildozer": {
        "buildozer_binary.bzl": '''"""Stub: declares the repository, empty."""

def _repo_impl(rctx):
    rctx.file("BUILD.bazel", "")

_repo = repository_rule(implementation = _repo_impl)

def _impl(_mctx):
    _repo(name = "buildozer_binary")

buildozer_binary = module_extension(implementation = _impl)
''',
    },
}


def attribute(call: str, name: str) -> str | None:
    """The string value of attribute NAME in the text of one Starlark CALL."""
    match = re.search(rf'\b{name}\s*=\s*"([^"]*)"', call)
    return match[1] if match else None


def calls(text: str, function: str) -> list[str]:
    """The argument texts of FUNCTION's calls in a MODULE.bazel (literal arguments only)."""
    text = re.sub(r"(?m)#.*$", "", text)
    return re.findall(rf"(?m)^\s*{function}\(([^)]*)\)", text)


def dependencies(text: str) -> list[tuple[str, str]]:
    """(name, version) of every non-dev bazel_dep."""
    return [
        (attribute(call, "name"), attribute(call, "version") or "")
        for call in calls(text, "bazel_dep")
        if not re.search(r"dev_dependency\s*=\s*(True|IS_RELEASE)", call)
    ]


def main(out: pathlib.Path, module_files: list[pathlib.Path]) -> None:
    registry = out / "registry"
    available: dict[str, tuple[str, pathlib.Path]] = {}
    for module_file in sorted([*SHARE.glob("rules/*/MODULE.bazel"), *SHARE.glob("tools/*/MODULE.bazel")]):
        declared = calls(module_file.read_text(), "module")
        if declared and attribute(declared[0], "name"):
            available[attribute(declared[0], "name")] = (
                attribute(declared[0], "version") or "0",
                module_file.parent,
            )
    todo = [(name, version) for name, (version, _) in available.items()]
    todo += dependencies((SHARE / "embedded_tools" / "MODULE.bazel").read_text())
    todo.append(("platforms", "0.0.7"))  # of Bazel's built-in module local_config_platform
    for module_file in module_files:
        overridden = [attribute(call, "module_name") for call in calls(module_file.read_text(), "local_path_override")]
        todo += [(name, version) for name, version in dependencies(module_file.read_text()) if name not in overridden]
    done = set()
    while todo:
        name, version = todo.pop()
        version = version or available.get(name, ("0",))[0]
        if (name, version) in done:
            continue
        done.add((name, version))
        if name in available:
            path = available[name][1]
            # The registry's copy must carry the version asked for.
            text = (path / "MODULE.bazel").read_text()
            head = re.search(r"module\([^)]*\)", text)[0]
            new = re.sub(r'version\s*=\s*"[^"]*"', f'version = "{version}"', head)
            if "version" not in head:
                new = re.sub(r",?\s*\)$", f',\n    version = "{version}",\n)', head)
            text = text.replace(head, new)
        else:
            path = out / "stubs" / name
            path.mkdir(parents=True, exist_ok=True)
            text = f'module(name = "{name}", version = "{version}")\n'
            (path / "MODULE.bazel").write_text(text)
            for file, content in {"BUILD.bazel": "", **STUB_FILES.get(name, {})}.items():
                (path / file).write_text(content)
        todo += dependencies(text)
        entry = registry / "modules" / name / version
        entry.mkdir(parents=True, exist_ok=True)
        (entry / "MODULE.bazel").write_text(text)
        (entry / "source.json").write_text(json.dumps({"type": "local_path", "path": str(path)}) + "\n")
        print(name, version, "real" if name in available else "stub")
    (registry / "bazel_registry.json").write_text("{}\n")
    (out / "bazelrc").write_text(
        f"common --registry=file://{registry}\n"
        "common --lockfile_mode=off\n"
        "common --noenable_workspace\n"
    )


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]).resolve(), [pathlib.Path(file) for file in sys.argv[2:]])
