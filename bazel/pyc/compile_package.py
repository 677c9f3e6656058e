"""Compiles the modules of one package into .pyc files that stay valid whatever the modification times are.

usage: compile_package.py @FLAG_FILE

A line of the flag file is one of

  --output=DIRECTORY               gets the .pyc files at their paths in the image
  --root=PREFIX                    what the image has before every path; only tracebacks show it
  --python=X.Y                     the version that the image is for, when it is known
  --file=IMAGE_PATH<TAB>FILE       a module (repeated)

The files are PEP 552's unchecked hash-based ones. Equal modules give equal files: the caller starts a new process for each
package, with a fixed hash seed, and the modules are compiled in the order of their paths. A module that this Python cannot
compile (templates, Python 2, test data) is left out, as pip does.
"""

import os
import py_compile
import sys


def main(flag_file):
    root, python, output, modules = "", "", "", []
    with open(flag_file, encoding="utf-8") as lines:
        for line in lines.read().split("\n"):
            name, _, value = line.partition("=")
            if name == "--output":
                output = value
            elif name == "--root":
                root = value
            elif name == "--python":
                python = value
            elif name == "--file":
                modules.append(tuple(value.split("\t")))

    own = "%d.%d%s" % (*sys.version_info[:2], "t" if "t" in sys.abiflags else "")
    if python and python != own:
        return (
            "the Python that runs actions is %s and the image's is %s, which would not read its .pyc files; "
            "register a toolchain of %s for the execution platform, or leave --@package_layers//bazel/settings:pyc off"
            % (own, python, python)
        )
    if sys.version_info < (3, 11):
        return (
            "Python %s writes sets into .pyc files in an order that changes (bpo-37596); "
            "use 3.11 or later, or leave --@package_layers//bazel/settings:pyc off" % own
        )
    for image_path, file in sorted(modules):
        folder, name = os.path.split(image_path)
        compiled = os.path.join(output, folder, "__pycache__", "%s.%s.pyc" % (name[: -len(".py")], sys.implementation.cache_tag))
        try:
            py_compile.compile(
                file,
                cfile=compiled,
                dfile="/".join(["", *filter(None, root.split("/")), image_path]),
                doraise=True,
                invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
            )
        except (py_compile.PyCompileError, RecursionError, ValueError):
            continue
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1][1:]))
