// The check: what it takes for a proof, what it only warns of, and what it leaves alone.

import { checkFileSchema, describeChecked, formatCheckFile } from "../../src/check/check-file";
import type { FactsOfLayer } from "../../src/check/image-files";
import { moduleRemedy } from "../../src/check/standard-modules";
import { check, debianBase, packageLayer, said } from "./made-image";

const cv2 = packageLayer("opencv-python", {
  elf: { "cv2/cv2.abi3.so": { needed: ["libGL.so.1", "libc.so.6"] } },
  files: ["cv2/__init__.py"],
});
const cv2Modules = { "x/site-packages/cv2/__init__.py": { imports: [[5, ".cv2:imread"] as [number, string]] } };

test("the chain leads to a library that nothing has", () => {
  const found = check([cv2], [[3, "cv2"]], { modules: cv2Modules });
  expect(found.findings).toEqual([
    {
      level: "error",
      kind: "library",
      message:
        "app.py:3 imports cv2, then cv2/__init__.py:5 imports cv2.cv2: opencv-python's cv2/cv2.abi3.so needs libGL.so.1; nothing in the image has it",
      remedy:
        'add it to the base; on Debian: libgl1, or use opencv-python-headless, which does not need it; where it is added later, name it in allow_missing = ["libGL.so.1"]',
      package: "opencv-python",
      file: "x/site-packages/cv2/cv2.abi3.so",
      library: "libGL.so.1",
      chain: [
        { file: "app.runfiles/_main/app.py", line: 3, imports: "cv2" },
        { file: "x/site-packages/cv2/__init__.py", line: 5, imports: "cv2.cv2" },
      ],
    },
  ]);
  expect(checkFileSchema.parse(JSON.parse(formatCheckFile(found)))).toEqual(found);
  expect(describeChecked(found.checked)).toBe("1 package, 1 ELF file, glibc 2.36, Python 3.11");
});

test("the same without a certain import is a warning, and a note where it is added later", () => {
  expect(check([cv2], [], { modules: cv2Modules }).findings.map(({ level }) => level)).toEqual(["warning"]);
  expect(
    check([cv2], [[3, "cv2"]], { modules: cv2Modules, allowMissing: ["libGL.so.1"] }).findings.map(
      ({ level }) => level,
    ),
  ).toEqual(["note"]);
});

test("a library that another layer has somewhere is no more than a note", () => {
  const other = packageLayer("gl", { elf: { "gl/libGL.so.1": { soname: "libGL.so.1" } } });
  expect(said(check([cv2, other], [[3, "cv2"]], { modules: cv2Modules }))).toEqual([
    "note: app.py:3 imports cv2, then cv2/__init__.py:5 imports cv2.cv2: opencv-python's cv2/cv2.abi3.so needs libGL.so.1; the image has it where the loader does not look",
  ]);
});

test("drivers come with the machine, and LD_LIBRARY_PATH with libraries that are not known", () => {
  const cuda = packageLayer("gpu", { elf: { "gpu.abi3.so": { needed: ["libcuda.so.1"] } } });
  expect(check([cuda], [[1, "gpu"]]).findings.map(({ level }) => level)).toEqual(["note"]);
  expect(
    check([cv2], [[3, "cv2"]], { modules: cv2Modules, env: ["LD_LIBRARY_PATH=/opt/lib"] }).findings.map(
      ({ level }) => level,
    ),
  ).toEqual(["warning"]);
});

test("a version that the base's C library does not have", () => {
  const rust = packageLayer("cryptography", {
    elf: { "_rust.abi3.so": { needed: ["libc.so.6"], needs: [{ file: "libc.so.6", versions: ["GLIBC_2.38"] }] } },
  });
  expect(check([rust], [[1, "_rust"]]).findings).toMatchObject([
    {
      level: "error",
      kind: "version",
      message: "app.py:1 imports _rust: cryptography's _rust.abi3.so needs GLIBC_2.38; the base has glibc 2.36",
      remedy: "use a base with glibc 2.38 or later, or a version of cryptography for older ones",
    },
  ]);
});

test("extension modules for another Python", () => {
  const core = packageLayer("pydantic-core", {
    elf: { "pydantic_core/_core.cpython-312-x86_64-linux-gnu.so": {} },
    files: ["pydantic_core/__init__.py"],
  });
  const modules = {
    "x/site-packages/pydantic_core/__init__.py": { imports: [[1, "._core:Some"] as [number, string]] },
  };
  expect(said(check([core], [[2, "pydantic_core"]], { modules }))).toEqual([
    "error: the image's Python is 3.11 (cpython-311-x86_64-linux-gnu), and pydantic_core._core is there only for cpython-312-x86_64-linux-gnu; app.py:2 imports pydantic_core, then pydantic_core/__init__.py:1 imports pydantic_core._core",
  ]);
  expect(check([core], [], { modules }).findings).toMatchObject([
    { level: "warning", kind: "python-tag", package: "pydantic-core" },
  ]);
});

test("an extension module for another machine, which its name does not say", () => {
  const arm = packageLayer("rust", { elf: { "rust.abi3.so": { machine: "aarch64" } } });
  expect(said(check([arm], [[1, "rust"]]))).toEqual([
    "error: app.py:1 imports rust: rust's rust.abi3.so is for aarch64, and the image's Python is for x86_64",
  ]);
});

test("the standard library of the base is part of the chain", () => {
  expect(said(check([], [[1, "ctypes"]]))).toEqual([
    "error: app.py:1 imports ctypes, then lib/python3.11/ctypes/__init__.py:3 imports _ctypes: the base's lib/python3.11/lib-dynload/_ctypes.cpython-311-x86_64-linux-gnu.so needs libffi.so.8; nothing in the image has it",
  ]);
});

/** A layer of the application that has no more than files and links. */
function filesLayer(files: readonly (readonly [string, ...unknown[]])[]): FactsOfLayer {
  const { facts } = packageLayer("environment", {});
  return {
    facts: { ...facts, kind: "application", name: "application", version: "", distributions: [] },
    files: files as FactsOfLayer["files"],
  };
}

describe("a virtual environment in the image", () => {
  const six = packageLayer("six", { files: ["six.py"] });
  const home = "app.runfiles/_main/.app/";
  const site = `${home}lib/python3.11/site-packages/`;
  const settings = { before: ["/app.runfiles/_main"] };
  const sixByLink = [`${site}six.py`, "../../../../../../x/site-packages/six.py"] as const;
  const environment = (...files: (readonly [string, ...unknown[]])[]) =>
    filesLayer([[`${home}pyvenv.cfg`, 1, 0], ...files]);

  test("is where its Python looks, for its links, too", () => {
    expect(said(check([six, environment(sixByLink)], [[1, "six"]], settings))).toEqual([]);
    expect(said(check([six, environment(sixByLink)], [[1, "seven"]], settings))).toEqual([
      "error: nothing in the image has the module seven; app.py:1 imports seven",
    ]);
  });

  test("may have more directories by its path files, but for the one of rules_python, whose directories are known", () => {
    const levels = (name: string) =>
      check([environment([`${site}${name}`, "elsewhere"])], [[1, "seven"]], settings).findings.map(
        ({ level }) => level,
      );
    expect(levels("first_party.pth")).toEqual(["warning"]);
    expect(levels("bazel.pth")).toEqual(["error"]);
  });

  test("of another Python than the image's has nothing for it", () => {
    const other = filesLayer([
      [`${home}pyvenv.cfg`, 1, 0],
      [`${home}lib/python3.12/site-packages/six.py`, 1, 0],
    ]);
    expect(check([other], [[1, "six"]], settings).findings.map(({ level }) => level)).toEqual(["warning"]);
  });
});

test("a module that is elsewhere in the image is no proof, unless it is a vendored one", () => {
  const six = packageLayer("six", { files: ["six.py"] });
  const settings = { before: ["/app.runfiles/_main"] };
  expect(said(check([six], [[1, "six"]], settings))).toEqual([
    "warning: the image's Python may not look where the module six is, which is /x/site-packages/six.py; app.py:1 imports six",
  ]);
  // Names come from what a package says that it imports, and may be anything.
  expect(check([six], [[1, "six)["]], settings).findings.map(({ level }) => level)).toEqual(["error"]);
  expect(check([six], [[1, "ix"]], settings).findings.map(({ level }) => level)).toEqual(["error"]);
  const vendored = packageLayer("pip", { files: ["pip/__init__.py", "pip/_vendor/__init__.py", "pip/_vendor/six.py"] });
  expect(check([vendored], [[1, "six"]]).findings.map(({ level }) => level)).toEqual(["error"]);
});

test("a module that nothing has is an error, unless something may bring it", () => {
  expect(said(check([], [[1, "tkinter"]]))).toEqual([
    "error: nothing in the image has the module tkinter; app.py:1 imports tkinter",
  ]);
  // One in C may be built in, and one after a change of the path may be anywhere.
  expect(
    said(
      check(
        [],
        [
          [1, "_elementtree"],
          [2, "math"],
        ],
      ),
    ).filter((line) => line.startsWith("error")),
  ).toEqual([]);
  const hook = packageLayer("hook", { files: ["hook.py"] });
  const modules = { "x/site-packages/hook.py": { changes: ["path" as const] } };
  expect(
    check(
      [hook],
      [
        [1, "hook"],
        [2, "late"],
      ],
      { modules },
    ).findings.map(({ level }) => level),
  ).toEqual(["warning"]);
});

test("a package without the extension module that is taken from it, and the standard library after a change of the path", () => {
  const etree = packageLayer("lxml", {
    elf: { "lxml/etree.cpython-312-x86_64-linux-gnu.so": {} },
    files: ["lxml/__init__.py"],
  });
  const modules = { "x/site-packages/lxml/__init__.py": { changes: ["path" as const] } };
  expect(check([etree], [[1, "lxml:etree"]], { modules }).findings).toMatchObject([
    { level: "error", kind: "python-tag", library: "lxml.etree" },
  ]);
  expect(
    check(
      [etree],
      [
        [1, "lxml"],
        [2, "gzip"],
        [3, "unknown"],
      ],
      { modules },
    ).findings.map(({ level, library }) => `${level} ${library}`),
  ).toEqual(["error gzip", "warning unknown", "warning undefined"]);
});

test("what a Python has built in is known where it says so", () => {
  const base = debianBase();
  const named = base.elf.map(([file, facts]): (typeof base.elf)[number] => [
    file,
    file === "usr/bin/python3.11" ? { ...facts, builtIn: ["math", "posix"] } : facts,
  ]);
  const found = check(
    [],
    [
      [1, "math"],
      [2, "sys"],
      [3, "resource"],
    ],
    { base: { ...base, elf: named } },
  );
  expect(said(found)).toEqual(["error: nothing in the image has the module resource; app.py:3 imports resource"]);
});

test("conditions are those of the image's Python, and nothing is certain after the end", () => {
  expect(
    check(
      [],
      [
        [1, "old", "<3.11"],
        [2, "ssl", ">=3.11"],
      ],
    ).findings,
  ).toEqual([]);
  expect(check([], [[1, "new", ">=3.11"]]).findings.map(({ level }) => level)).toEqual(["error"]);
  expect(
    check(
      [],
      [
        [1, "!"],
        [2, "gone"],
      ],
    ).findings,
  ).toEqual([]);
  expect(check([], [[1, "gone", "main"]]).findings.map(({ level }) => level)).toEqual(["error"]);
});

test("what a package imports of itself is its module, and what another imports of it may be any value", () => {
  const swig = packageLayer("swig", {
    elf: { "swig/_swig.abi3.so": { needed: ["libstdc++.so.6"] } },
    files: ["swig/__init__.py"],
  });
  const own = { imports: [[3, ".:_swig"] as [number, string]], binds: ["_swig"] };
  expect(said(check([swig], [[1, "swig"]], { modules: { "x/site-packages/swig/__init__.py": own } }))).toEqual([
    "error: app.py:1 imports swig, then swig/__init__.py:3 imports swig._swig: swig's swig/_swig.abi3.so needs libstdc++.so.6; nothing in the image has it",
  ]);
  const value = { "x/site-packages/swig/__init__.py": { binds: ["_swig"] } };
  expect(check([swig], [[1, "swig:_swig"]], { modules: value }).findings.map(({ level }) => level)).toEqual([
    "warning",
  ]);
});

test("a module knows whether it is in a package", () => {
  const swig = packageLayer("swig", { files: ["swig/__init__.py", "swig/inner.py", "alone.py"] });
  const both: [number, string, string][] = [
    [1, "_in", "package"],
    [2, "_out", "not package"],
    [3, "_dot", "dotted"],
  ];
  const modules = Object.fromEntries(
    ["swig/__init__", "swig/inner", "alone"].map((name) => [`x/site-packages/${name}.py`, { imports: both }]),
  );
  const base = debianBase();
  const builtIn = base.elf.map(([file, facts]): (typeof base.elf)[number] => [
    file,
    file === "usr/bin/python3.11" ? { ...facts, builtIn: ["posix"] } : facts,
  ]);
  const missing = (imports: [number, string][]) =>
    check([swig], imports, { modules, base: { ...base, elf: builtIn } }).findings.map(({ library }) => library);
  expect(missing([[1, "alone"]])).toEqual(["_out"]);
  expect(missing([[1, "swig"]])).toEqual(["_in"]);
  expect(missing([[1, "swig.inner"]])).toEqual(["_in", "_dot"]);
});

test.each([
  ["/usr/bin/env python3", []],
  ["/bin/dash", []],
  [
    "/bin/bash",
    ["error: the image cannot start: /app begins with a line that asks for /bin/bash, and the image has no /bin/bash"],
  ],
  [
    "/usr/bin/env node",
    ["error: the image cannot start: /app begins with a line that asks for node, and the image has no node"],
  ],
])("a launcher that begins with %s", (launcher, expected) => {
  expect(said(check([], [], { launcher }))).toEqual(expected);
});

test("a base without a Python, without a loader, and with musl alone", () => {
  const withoutPython = debianBase({
    programs: [["usr/bin/env"]],
    links: debianBase().links.filter(([path]) => !path.includes("python")),
  });
  expect(said(check([], [], { base: withoutPython }))).toEqual([
    "error: the image cannot start: /app begins with a line that asks for python3, and the image has no python3",
  ]);
  const withoutLoader = debianBase({ links: debianBase().links.filter(([path]) => !path.startsWith("lib64")) });
  expect(said(check([], [], { base: withoutLoader }))[0]).toBe(
    "error: the image cannot start: the base's usr/bin/env is started by /lib64/ld-linux-x86-64.so.2, which the image does not have",
  );
});

test.each([
  ["", {}],
  [", and no imports are read for it", { imports: [] }],
])("what an image without a base will find is not known%s", (_, more) => {
  expect(said(check([cv2], [[3, "cv2"]], { modules: cv2Modules, base: undefined, ...more }))).toEqual([
    "note: the image has no base, so nothing is known about the libraries and the Python that it will find",
  ]);
});

test("without a Python toolchain no imports are followed, and it says so", () => {
  expect(said(check([cv2], [[3, "cv2"]], { imports: [] }))).toEqual([
    "warning: opencv-python's cv2/cv2.abi3.so needs libGL.so.1; nothing in the image has it",
    "note: there is no Python toolchain, so no imports are followed",
  ]);
});

test.each([
  [">=3.12", "warning"],
  [">=3.8,<3.11", "warning"],
  [">=3.8", undefined],
  ["!=3.11.4,>=3.11.2", undefined],
])("a package that wants Python %s", (requiresPython, level) => {
  const pure = packageLayer("pure", { files: ["pure.py"], requiresPython });
  const { findings } = check([pure], [[1, "pure"]], { modules: { "x/site-packages/pure.py": {} } });
  expect(findings.map((finding) => finding.level)).toEqual(level === undefined ? [] : [level]);
});

test("a user whom the base does not have", () => {
  expect(said(check([], [], { user: "app" }))).toEqual([
    "error: the image runs as the user app, whom the base's /etc/passwd does not have",
  ]);
  expect(said(check([], [], { user: "1000:1000" }))).toEqual([]);
  expect(said(check([], [], { user: "root" }))).toEqual([]);
});

test("libraries that packages open by name, and certificates, are notes", () => {
  const magic = packageLayer("python-magic", { files: ["magic.py"] });
  expect(said(check([magic], [[1, "ssl"]], { base: debianBase({ certificates: [] }) }))).toEqual([
    "note: python-magic opens libmagic.so.1 by its name when it is used; nothing in the image has it",
    "note: the application imports ssl, and the base has no certificates that connections are checked against",
  ]);
});

test("a package of which it is known that it cannot do without its extension", () => {
  const numpy = packageLayer("numpy", {
    elf: { "numpy/_core/_multiarray_umath.cpython-312-x86_64-linux-gnu.so": {} },
    files: ["numpy/__init__.py", "numpy/_core/__init__.py"],
  });
  // How it is imported is nothing that can be followed.
  expect(
    check([numpy], [[1, "numpy"]], { modules: { "x/site-packages/numpy/__init__.py": {} } }).findings,
  ).toMatchObject([{ level: "error", kind: "python-tag" }]);
});

test("what an extension module of which that is known imports itself", () => {
  const etree = packageLayer("lxml", { elf: { "lxml/etree.abi3.so": {} }, files: ["lxml/__init__.py"] });
  const found = check([etree], [[1, "lxml:etree"]], { modules: { "x/site-packages/lxml/__init__.py": {} } });
  expect(said(found)).toEqual([
    "error: nothing in the image has the module gzip; app.py:1 imports lxml.etree, then lxml/etree.abi3.so imports gzip",
  ]);
});

test("packages of a virtual environment for another Python", () => {
  const pure = packageLayer("pure", { files: ["pure/__init__.py", "other.py", "top.so"] });
  const moved = {
    ...pure,
    files: pure.files.map(([file]) => [file.replace("x/", "venv/lib/python3.13/"), 1, 0] as [string, number, number]),
  };
  const found = (version: string, name = "pure") =>
    said(check([moved], [[1, name]], { before: [], after: [`/venv/lib/python${version}/site-packages`] }));
  expect(found("3.13")).toEqual([
    "error: the image's Python is 3.11, and its packages are in venv/lib/python3.13/site-packages, where it does not look; app.py:1 imports pure",
  ]);
  expect(found("3.13", "top")[0]).toContain("where it does not look; app.py:1 imports top");
});

const remediesOf = (found: ReturnType<typeof check>) =>
  found.findings.map(({ level, remedy }) => `${level}: ${remedy}`);

test.each([
  [["libpython3.11.so.1.0"], "libpython3.11.so.1.0"],
  [["libz.so.1"], "libz.so.1"],
])("a Python that lacks %s", (needed, library) => {
  const base = debianBase();
  const found = check([], [], {
    base: {
      ...base,
      elf: base.elf.map(([file, facts]): (typeof base.elf)[number] => [
        file,
        file === "usr/bin/python3.11" ? { ...facts, needed } : facts,
      ]),
    },
  });
  expect(said(found)).toEqual([
    `error: the image cannot start: the base's usr/bin/python3.11 needs ${library}; nothing in the image has it`,
  ]);
});

test("packages of the base are found where its Python looks among them", () => {
  const base = debianBase();
  const modules = {
    ...base.modules,
    "usr/lib/python3/dist-packages/yaml": ["__init__.py"],
    "opt/venv/lib/python3.11/site-packages": ["six.py"],
    "usr/lib/python3.12/dist-packages": ["late.py"],
  };
  const imports: [number, string][] = [
    [1, "yaml"],
    [2, "six"],
    [3, "late"],
  ];
  const late = "error: nothing in the image has the module late; app.py:3 imports late";
  expect(said(check([], imports, { base: { ...base, modules } }))).toEqual([late]);
  expect(said(check([], imports, { base: { ...base, modules }, basePackages: false }))).toHaveLength(3);
  const levels = (pathFiles: string[], env: string[] = []) =>
    check([], imports, { base: { ...base, modules, pathFiles }, env }).findings.map(({ level }) => level);
  // A path configuration file may name more directories, and so may the environment.
  expect(levels(["usr/lib/python3/dist-packages/more.pth"])).toEqual(["warning"]);
  expect(levels(["usr/lib/python3/dist-packages/distutils-precedence.pth"])).toEqual(["error"]);
  expect(levels([], ["PYTHONPATH=/opt/more"])).toEqual(["warning"]);
  expect(levels([], ["PYTHONHOME=/opt/python"])).toEqual([]);
});

test("an entry point that is the place of the binary in another recipe", () => {
  const { findings } = check([], [], { entrypoint: ["/services/api/server"] });
  expect(findings.filter(({ kind }) => kind === "start")).toEqual([
    expect.objectContaining({
      message:
        "the image cannot start: its entry point is /services/api/server, and the image has no /services/api/server",
      remedy:
        'leave entrypoint out, so that the image starts its binary (path = "/services/api/server" gives that this name, too), or use a base with /services/api/server',
    }),
  ]);
});

test("an entry point whose interpreter is a link to nothing, and one at the end of a chain of links", () => {
  const base = debianBase();
  const linked = (...links: [string, string][]) => {
    const others = base.links.filter(([path]) => path !== "usr/bin/python3");
    return said(
      check([], [], {
        base: { ...base, links: [...others, ...links], users: base.users },
        entrypoint: ["/usr/bin/python3"],
        python: "/usr/bin/python3",
      }),
    );
  };
  expect(
    linked(["usr/bin/python3", "/etc/alternatives/python3"], ["etc/alternatives/python3", "/usr/bin/python3.11"]),
  ).toEqual([]);
  expect(linked(["usr/bin/python3", "python3.12"])).toEqual([
    "error: the image cannot start: its entry point is /usr/bin/python3, a link to python3.12, which the image does not have",
  ]);
});

test.each([
  [
    "/usr/bin/env python3 -u",
    'let the line begin with "#!/usr/bin/env -S", since the kernel takes "python3 -u" for one name',
  ],
  [
    "/usr/bin/env python3\r",
    "give the file the line ends of Unix; the carriage return is taken for a part of the name",
  ],
])("a launcher that begins with %j", (launcher, remedy) => {
  expect(remediesOf(check([], [], { launcher }))).toEqual([`error: ${remedy}`]);
  expect(said(check([], [], { launcher: "/usr/bin/env -S python3 -u" }))).toEqual([]);
});

test("a Python without its standard library", () => {
  expect(said(check([], [], { base: debianBase({ modules: {} }) }))).toEqual([
    "error: the image cannot start: its Python is usr/bin/python3.11, and the image has no standard library for Python 3.11 (lib/python3.11/os.py)",
  ]);
  expect(
    said(check([], [], { base: debianBase({ modules: { "opt/lib/python3.11/encodings": ["__init__.py"] } }) })),
  ).toEqual([]);
});

test.each([
  [
    "cpython-311-aarch64-linux-gnu",
    "build for the platform of the base (--platforms), so that the wheels are those of its architecture",
  ],
  ["cpython-311-x86_64-linux-musl", "use the wheel for glibc (manylinux), or a base with musl, such as Alpine"],
  [
    "cpython-312-x86_64-linux-gnu",
    "build for the Python of the image, or use a base with the Python that the wheel is for",
  ],
])("a module that is there only for %s", (tag, remedy) => {
  const core = packageLayer("core", { elf: { [`core.${tag}.so`]: {} } });
  expect(remediesOf(check([core], [[1, "core"]]))).toEqual([`error: ${remedy}`]);
  expect(remediesOf(check([core], []))).toEqual([`warning: ${remedy}`]);
});

test("a module for musl that its name does not say to be one", () => {
  const rust = packageLayer("rust", { elf: { "rust.abi3.so": { needed: ["libc.musl-x86_64.so.1"] } } });
  const found = check([rust], [[1, "rust"]]);
  expect(said(found)).toEqual([
    "error: app.py:1 imports rust: rust's rust.abi3.so is made for musl (musllinux), and the base has glibc 2.36",
  ]);
  expect(remediesOf(found)).toEqual([
    "error: use the wheel for glibc (manylinux), or a base with musl, such as Alpine",
  ]);
});

test.each([
  ["asyncio", "3.11", "libpython3.11-stdlib"],
  ["tkinter", "3.11", "python3-tk"],
  ["cgi", "3.13", "a base with a Python before 3.13"],
  ["requests", "3.13", "add the distribution that has requests to the deps"],
])("where %s comes from with Python %s", (module, version, remedy) => {
  expect(moduleRemedy(module, version, debianBase())).toContain(remedy);
});

test.each(["constructor", "__proto__", "toString"])(
  "a package, a module and a library with the name of a JavaScript property: %s",
  (name) => {
    const layer = packageLayer(name, {
      elf: { [`${name}.so`]: { needed: [name, "libc.so.6"] } },
      files: [`${name}.py`],
    });
    expect(check([layer], [[3, name]]).findings.map(({ kind, library }) => [kind, library])).toEqual([
      ["library", name],
    ]);
    expect(moduleRemedy(name, "3.11", undefined)).toContain(`add the distribution that has ${name}`);
  },
);
