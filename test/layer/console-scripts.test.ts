import { consoleScripts, withFirstLineOf, withInterpreter } from "../../src/layer/console-scripts";

const PYTHON = "/venv/bin/python";

test("an entry point becomes a program that calls its object", () => {
  const scripts = consoleScripts("[console_scripts]\nf2py = numpy.f2py.f2py2e:main\n", PYTHON);
  expect([...scripts]).toEqual([
    [
      "f2py",
      '#!/venv/bin/python\nimport sys\nfrom numpy.f2py.f2py2e import main\nif __name__ == "__main__":\n    sys.exit(main())\n',
    ],
  ]);
});

test("an attribute of an object is called through the object", () => {
  const text = consoleScripts("[gui_scripts]\napp=pkg.mod:App.run [extra1, extra2]\r\n", PYTHON).get("app");
  expect(text).toContain("from pkg.mod import App\n");
  expect(text).toContain("sys.exit(App.run())\n");
});

test.each([
  ["a group of another kind", "[array_api]\nnumpy = numpy:main"],
  ["a line before any group", "numpy = numpy:main"],
  ["a comment", "[console_scripts]\n# a = b:c\n; d = e:f"],
  ["no object", "[console_scripts]\na = b"],
  ["a name that leaves the directory", "[console_scripts]\n../a = b:c"],
  ["an object that is no name", "[console_scripts]\na = b:c()"],
  ["a module that is more than a name", "[console_scripts]\na = os; import b:c"],
])("%s makes no program", (_name, entryPoints) => {
  expect(consoleScripts(entryPoints, PYTHON).size).toBe(0);
});

test.each([
  ["a wheel's own placeholder", "#!python\nimport sys\n", "#!/venv/bin/python\nimport sys\n"],
  ["all of its line, as installers do", "#!python3.11 -E\r\nx\r\n", "#!/venv/bin/python\nx\r\n"],
  ["a line alone", "#!python", "#!/venv/bin/python\n"],
  ["a name that only begins so, as for pip", "#!python-launcher\nx", "#!/venv/bin/python\nx"],
  ["a path that only begins so", "#!/dev/null/x\n", "#!/dev/null/x\n"],
  [
    "uv's search beside the script, which rules_py has",
    `#!/bin/sh\n'''exec' "$(dirname -- "$(realpath -- "$0")")"/'python3' "$0" "$@"\n' '''\nimport sys\n`,
    "#!/venv/bin/python\nimport sys\n",
  ],
  [
    "a search that the author wrote",
    `#!/bin/sh\n'''exec' /opt/python3 "$0" "$@"\n' '''\nimport sys\n`,
    `#!/bin/sh\n'''exec' /opt/python3 "$0" "$@"\n' '''\nimport sys\n`,
  ],
  ["a program with a window", "#!pythonw\n", "#!/venv/bin/python\n"],
  [
    "rules_python's installer",
    "#!/dev/null\n# -*- coding: utf-8 -*-\n",
    "#!/venv/bin/python\n# -*- coding: utf-8 -*-\n",
  ],
  [
    "rules_python's search beside the script",
    "#!/bin/sh\n'''exec' \"$(dirname \"$0\")/python3\" \"$0\" \"$@\"\n' '''\nimport sys\n",
    "#!/venv/bin/python\nimport sys\n",
  ],
  ["a program named by the script", "#!/usr/bin/env python\n", "#!/usr/bin/env python\n"],
  ["another language", "#!/bin/sh\nexec true\n", "#!/bin/sh\nexec true\n"],
])("%s", (_name, content, expected) => {
  expect(withInterpreter(content, PYTHON)).toBe(expected);
});

test.each([
  [
    "another first line",
    "#!/bin/sh\nexec x\nimport sys\n",
    "#!python -E\r\nimport sys\n",
    "#!/venv/bin/python\nimport sys\n",
  ],
  ["changes elsewhere", "#!/bin/sh\nimport os\n", "#!python\nimport sys\n", undefined],
  ["an original without a placeholder", "#!/bin/sh\nx\n", "#!/bin/bash\nx\n", undefined],
  ["no first line for a program", "x\n", "#!python\nx\n", undefined],
])("a script with %s is held against its original", (_name, content, original, expected) => {
  expect(withFirstLineOf(content, original, PYTHON)).toBe(expected);
});
