import { isNamespaceFile } from "../../src/layer/namespace-file";

test.each<[string, string]>([
  ["an empty file", ""],
  ["white space", "\n \n"],
  ["a comment", "# Copyright\n"],
  ["a docstring", '"""A namespace."""\n'],
  ["a docstring of several lines after comments", "# -*- coding: utf-8 -*-\n'''A\nnamespace.\n'''\n\n"],
  ["backports.tarfile", "__path__ = __import__('pkgutil').extend_path(__path__, __name__)  # type: ignore\n"],
  ["backports.cached-property", '__path__ = __import__("pkgutil").extend_path(__path__, __name__)\n'],
  ["setuptools", "__import__('pkg_resources').declare_namespace(__name__)\n"],
  [
    "google",
    `# Copyright 2016 Google LLC
try:
    import pkg_resources

    pkg_resources.declare_namespace(__name__)
except ImportError:
    import pkgutil

    __path__ = pkgutil.extend_path(__path__, __name__)
`,
  ],
  [
    "a type checker's",
    "from pkgutil import extend_path\n__path__: list[str] = extend_path(__path__, __name__)  # noqa\n",
  ],
  [
    "rules_python's own",
    `# __path__ manipulation added by bazel-contrib/rules_python to support namespace pkgs.
__path__ = __import__('pkgutil').extend_path(__path__, __name__)
`,
  ],
  ["two statements on one line", "import pkgutil; __path__ = pkgutil.extend_path(__path__, __name__)"],
  ["lines of Windows", "from pkgutil import extend_path\r\n__path__ = extend_path(__path__, __name__)\r\n"],
])("%s declares a namespace at most", (_name, text) => {
  expect(isNamespaceFile(text)).toBe(true);
});

test.each<[string, string]>([
  ["a version", '__version__ = "1.0"\n'],
  ["an import", "from .core import *\n"],
  ["a namespace and more", "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\nfrom .core import run\n"],
  ["a namespace of another name", "__path__ = __import__('pkgutil').extend_path(__path__, 'other')\n"],
  ["a docstring and code on one line", '"""A module."""; import os\n'],
  ["a docstring that is used", '"""A""" + run()\n'],
  ["code in a comment's place", "#\nrun()  # __path__\n"],
])("%s is code", (_name, text) => {
  expect(isNamespaceFile(text)).toBe(false);
});
