// The program that reads what modules import, run as its action runs it.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type LayerImports, layerImportsSchema } from "../../src/facts/module-imports";

const PROGRAM = path.join(__dirname, "../../bazel/imports/read_imports.py");

function factsOf(modules: Readonly<Record<string, string>>): LayerImports {
  const folder = mkdtempSync(path.join(tmpdir(), "package-layers-imports-"));
  try {
    const flags = Object.entries(modules).map(([name, source], index) => {
      writeFileSync(path.join(folder, `${index}`), source);
      return `--file=${name}\t${path.join(folder, `${index}`)}`;
    });
    writeFileSync(
      path.join(folder, "flags"),
      [`--output=${path.join(folder, "out")}`, "--root=/srv/", ...flags].join("\n"),
    );
    const { status, stderr } = spawnSync(
      "python3",
      ["-S", "-s", "-B", "-W", "ignore", PROGRAM, `@${path.join(folder, "flags")}`],
      { encoding: "utf8" },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return layerImportsSchema.parse(JSON.parse(readFileSync(path.join(folder, "out"), "utf8")));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What one module imports for certain, without lines. */
function certain(source: string): string[] {
  const [facts] = Object.values(factsOf({ "m.py": source }).modules);
  return (facts?.imports ?? []).map(([, what, condition]) =>
    condition === undefined ? what : `${what} if ${condition}`,
  );
}

test.each([
  [
    "imports of every form",
    "import a.b as c, d\nfrom . import e\nfrom ..f.g import h, i as j\nfrom k import *\nfrom __future__ import annotations\n",
    ["a.b", "d", ".:e", "..f.g:h,i", "k:*"],
  ],
  ["none of functions", "def f():\n    import a\nclass C:\n    import b\n    def g(self):\n        import c\n", ["b"]],
  [
    "none that may be swallowed",
    "try:\n    import a\nexcept ImportError:\n    a = None\ntry:\n    import b\nexcept:\n    pass\ntry:\n    import c\nexcept Exception:\n    pass\n",
    [],
  ],
  [
    "those that are raised again",
    "try:\n    import a\nexcept ImportError as e:\n    raise ImportError('no a') from e\ntry:\n    import b\nexcept ImportError:\n    print()\n    raise\n",
    ["a", "b"],
  ],
  [
    "those that other errors are caught of",
    "try:\n    import a\nexcept (AttributeError, OSError):\n    pass\nfinally:\n    import b\n",
    ["a", "b"],
  ],
  ["none of an `if` that nobody can decide", "if DEBUG:\n    import a\nelse:\n    import b\n", []],
  [
    "those of an `if` that is decided",
    "import sys\nif TYPE_CHECKING:\n    import a\nif sys.platform == 'win32':\n    import b\nelif sys.platform.startswith('linux'):\n    import c\nif not True:\n    import d\n",
    ["sys", "c"],
  ],
  [
    "those of a Python version",
    "import sys\nif sys.version_info >= (3, 12):\n    import a\nelse:\n    import b\nif sys.version_info[:2] < (3,):\n    import c\nif sys.version_info[0] == 2:\n    import d\n",
    ["sys", "a if >=3.12", "b if <3.12", "c if <3.0"],
  ],
  ["those of a program", "if __name__ == '__main__':\n    import a\n", ["a if main"]],
  ["none after the end", "import a\nraise SystemExit\nimport b\n", ["a", "!"]],
  [
    "none after what may be the end, unless that is a failure by itself",
    "import a, sys\nif a.ready:\n    sys.exit('no')\nimport b\nfor c in a.all:\n    sys.exit()\nimport d\n",
    ["a", "sys", "b", "!"],
  ],
  [
    "those of a function, a method or a lambda end nothing",
    "import sys\nif DEBUG:\n    def f():\n        sys.exit(0)\n    g = lambda: sys.exit(0)\nimport a\n",
    ["sys", "a"],
  ],
  [
    "none after a program may have started another in its place",
    "import os\nif 'A' not in os.environ:\n    os.execv('b', [])\nimport a\n",
    ["os", "!"],
  ],
  [
    "those that the program ends without",
    "import sys\ntry:\n    import a\nexcept ImportError:\n    sys.exit('install a')\ntry:\n    import b\nexcept ImportError:\n    sys.exit(0)\nimport c\n",
    ["sys", "a", "!"],
  ],
  [
    "those that are imported by name",
    "import importlib\nfrom importlib import import_module as load\na = importlib.import_module('a.b')\nload('.c', __package__)\n__import__('d')\nload(name)\nload('.e', other)\nimport_module('f')\n",
    ["importlib", "importlib:import_module", "a.b", ".c:*", "d"],
  ],
  [
    "those that SWIG writes",
    "if __package__ or '.' in __name__:\n    from . import _a\nelse:\n    import _a\nif not '.' in __name__:\n    import b\nelse:\n    import c\n",
    [".:_a if package", "_a if not package", "b if not dotted", "c if dotted"],
  ],
  [
    "the backend of cffi where it is made",
    "import cffi\nfrom cffi import FFI as Made\nffi = Made()\nother = cffi.FFI(backend=own)\n",
    ["cffi", "cffi:FFI", "_cffi_backend"],
  ],
  [
    "none of a comparison of the major version alone",
    "import sys\nif sys.version_info[:1] >= (3, 8):\n    import a\nif sys.version_info >= (3, 8, 1):\n    import b\n",
    ["sys"],
  ],
  [
    "those of a context that swallows nothing",
    "with warnings.catch_warnings():\n    import a\nwith suppress(ImportError):\n    import b\n",
    ["a"],
  ],
])("%s", (_, source, expected) => {
  expect(certain(source)).toEqual(expected);
});

test.each([
  ["a text that looks like code", 'def f():\n    """\nimport b\n    """\n    import c\nimport a\n'],
  ["a text that looks like a function", 'x = """\ndef f():\n    import b\n"""\nimport a\n'],
  ["a bracket that closes further out", "def f():\n    x = [\n1,\n]\n    import b\nimport a\n"],
  ["a line that goes on further out", "def f():\n    x = 1 + \\\n2\n    import b\nimport a\n"],
  ["a signature of several lines", "def f(\n    x,\n) -> int:\n    import b\nimport a\n"],
  ["a body in the first line", "def f(): import b\nimport a\n"],
  ["a comment further out", "def f():\n    import b\n# no end\n    import c\nimport a\n"],
  ["quotes in a comment", 'def f():\n    pass  # it\'s """\nimport a\n'],
  ["another encoding", "# coding: latin-1\ndef f():\n    import b\nimport a\n"],
  ["lines that end as on Windows", "def f():\r\n\r\n    import b\r\nimport a\r\n"],
])("none of a function's body with %s", (_, source) => {
  expect(certain(source)).toEqual(["a"]);
});

test("lines are counted as in the file", () => {
  const { modules } = factsOf({ "m.py": 'def f():\n    """\n    text\n    """\n\n    return 1\n\nimport a\n' });
  expect(modules["srv/m.py"]?.imports).toEqual([[8, "a"]]);
});

test("Python's own modules are read as if their functions' bodies were", () => {
  const script = path.join(__dirname, "same_without_bodies.py");
  const library = spawnSync("python3", ["-c", "import os; print(os.path.dirname(os.__file__))"], { encoding: "utf8" });
  const args = ["-S", "-W", "ignore", script, PROGRAM, path.join(library.stdout.trim())];
  const { status, stdout, stderr } = spawnSync("python3", args, { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(Number(stdout)).toBeGreaterThan(500);
});

test("what a package gives its names, and what changes how modules are found", () => {
  const { modules, unparsed } = factsOf({
    "p/__init__.py": "from .a import b\nc = 1\ndef d(): pass\nfor e in f: pass\n",
    "p/q.py": "import sys\nsys.path.append('x')\nsys.modules['y'] = None\n",
    "p/old.py": "print 'Python 2'\n",
    "p/other.py": "# -*- coding: latin-1 -*-\nimport \u00e4\n",
  });
  expect(modules["srv/p/__init__.py"]).toEqual({ imports: [[1, ".a:b"]], binds: ["b", "c", "d", "e"] });
  expect(modules["srv/p/q.py"]?.changes).toEqual(["modules", "path"]);
  expect(unparsed).toContain("srv/p/old.py");
});
