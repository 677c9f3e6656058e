// Where the loaders of glibc and musl look for libraries, and what they refuse.

import type { BaseFacts } from "../../src/base/base-facts";
import { imageTree } from "../../src/check/image-files";
import { LoadingProcess, type LoadProblem } from "../../src/check/loader";
import type { ElfFacts } from "../../src/facts/elf";
import { debianBase, elf, packageLayer } from "./made-image";

type Files = Readonly<Record<string, Partial<ElfFacts>>>;

/** Loads `x/site-packages/a.so` and says what is wrong, each problem in a few words. */
function load(files: Files, changes: Partial<BaseFacts> = {}, program = "usr/bin/python3.11"): string[] {
  const base = debianBase(changes);
  const tree = imageTree(base, [packageLayer("a", { elf: files })]);
  const process = LoadingProcess.start({ tree, base, steered: false }, program);
  if (!(process instanceof LoadingProcess)) {
    throw new Error("the program does not start");
  }
  return process.open("/x/site-packages/a.so").problems.map(inShort);
}

function inShort(problem: LoadProblem): string {
  const file = problem.file.replace(/^.*\//, "");
  switch (problem.kind) {
    case "library":
      return `${file} lacks ${problem.library}${problem.foreign === undefined ? "" : ` (${problem.foreign})`}`;
    case "version":
      return `${file} lacks ${problem.version} of ${problem.library}`;
    case "symbols":
      return `${file} lacks ${problem.symbols.join()}`;
    case "relocations":
      return `${file} wants a loader since ${problem.since}`;
    case "python-symbols":
      return `${file} wants ${problem.symbols.join()} of Python`;
    case "machine":
      return `${file} is for ${problem.machine}`;
    case "loader":
      return `${file} lacks ${problem.loader}`;
  }
}

const b: Files = { "libs/libb.so.1": { soname: "libb.so.1" } };

test.each<[string, Files, string[]]>([
  ["nothing says where", { "a.so": { needed: ["libb.so.1"] }, ...b }, ["a.so lacks libb.so.1"]],
  ["RPATH says where", { "a.so": { needed: ["libb.so.1"], rpath: "/opt:$ORIGIN/libs" }, ...b }, []],
  ["RUNPATH says where", { "a.so": { needed: ["libb.so.1"], runpath: "$\u007bORIGIN}/libs" }, ...b }, []],
  [
    "RUNPATH makes RPATH void",
    { "a.so": { needed: ["libb.so.1"], rpath: "$ORIGIN/libs", runpath: "/opt" }, ...b },
    ["a.so lacks libb.so.1"],
  ],
  [
    "RPATH is that of the whole chain of loaders",
    { "a.so": { needed: ["libc1.so"], rpath: "$ORIGIN/libs" }, "libs/libc1.so": { needed: ["libb.so.1"] }, ...b },
    [],
  ],
  [
    "RUNPATH is that of one file",
    { "a.so": { needed: ["libc1.so"], runpath: "$ORIGIN/libs" }, "libs/libc1.so": { needed: ["libb.so.1"] }, ...b },
    ["libc1.so lacks libb.so.1"],
  ],
  [
    "what is loaded already is found by its name",
    {
      "a.so": { needed: ["libb.so.1", "libc1.so"], runpath: "$ORIGIN/libs" },
      "libs/libc1.so": { needed: ["libb.so.1"] },
      ...b,
    },
    [],
  ],
  [
    "a file under another name counts with its SONAME",
    {
      "a.so": { needed: ["renamed.so", "libc1.so"], runpath: "$ORIGIN/libs" },
      "libs/renamed.so": { soname: "libb.so.1" },
      "libs/libc1.so": { needed: ["libb.so.1"] },
    },
    [],
  ],
  [
    "a file of another machine is passed over",
    { "a.so": { needed: ["libb.so.1"], rpath: "$ORIGIN/libs" }, "libs/libb.so.1": { machine: "aarch64" } },
    ["a.so lacks libb.so.1 (aarch64)"],
  ],
  ["a name with a slash is a path", { "a.so": { needed: ["/x/site-packages/libs/libb.so.1"] }, ...b }, []],
  [
    "what the program has loaded has its versions",
    { "a.so": { needed: ["libc.so.6"], needs: [{ file: "libc.so.6", versions: ["GLIBC_2.34"] }] } },
    [],
  ],
  [
    "a version that is not defined",
    { "a.so": { needed: ["libc.so.6"], needs: [{ file: "libc.so.6", versions: ["GLIBC_2.99"] }] } },
    ["a.so lacks GLIBC_2.99 of libc.so.6"],
  ],
  [
    "a library without versions is taken as it is",
    { "a.so": { needed: ["libm.so.6"], needs: [{ file: "libm.so.6", versions: ["ANY_1"] }] } },
    [],
  ],
  [
    "libraries that need each other",
    { "a.so": { needed: ["libc1.so"], rpath: "$ORIGIN" }, "libc1.so": { needed: ["a.so"] } },
    [],
  ],
])("glibc: %s", (_, files, expected) => {
  expect(load(files)).toEqual(expected);
});

test("glibc: the cache and the built-in directories, unless the file forbids them", () => {
  const cached: Partial<BaseFacts> = {
    cache: [["libz.so.1", "/opt/z/libz.so.1", false]],
    elf: [...debianBase().elf, ["opt/z/libz.so.1", elf()], ["usr/lib/liby.so.1", elf()]],
  };
  expect(load({ "a.so": { needed: ["libz.so.1", "liby.so.1"] } }, cached)).toEqual([]);
  expect(load({ "a.so": { needed: ["libz.so.1", "liby.so.1"], noDefaultDirectories: true } }, cached)).toEqual([
    "a.so lacks liby.so.1",
  ]);
});

test("what fails leaves nothing loaded", () => {
  const base = debianBase();
  const tree = imageTree(base, [
    packageLayer("a", {
      elf: {
        "a.so": { needed: ["libb.so.1", "gone.so"], rpath: "$ORIGIN/libs" },
        "later.so": { needed: ["libb.so.1"] },
        ...b,
      },
    }),
  ]);
  const process = LoadingProcess.start({ tree, base, steered: false }, "usr/bin/python3.11") as LoadingProcess;
  expect(process.open("/x/site-packages/a.so").problems).toHaveLength(1);
  expect(process.open("/x/site-packages/later.so").problems.map(inShort)).toEqual(["later.so lacks libb.so.1"]);
});

test("packed relocations are for loaders that read them", () => {
  const files: Files = {
    "a.so": { needed: ["libb.so.1"], rpath: "$ORIGIN/libs" },
    "libs/libb.so.1": { packedRelocations: true },
  };
  const [loader] = debianBase().loaders;
  expect(load(files, { loaders: [{ ...loader!, version: "2.31" }] })).toEqual(["libb.so.1 wants a loader since 2.36"]);
  expect(load(files)).toEqual([]);
  const marked = { packedRelocations: true, needs: [{ file: "libc.so.6", versions: ["GLIBC_ABI_DT_RELR"] }] } as const;
  expect(
    load(
      { "a.so": { ...marked, needed: ["libc.so.6"], needs: [...marked.needs] } },
      { loaders: [{ ...loader!, version: "2.31" }] },
    ),
  ).toEqual(["a.so lacks GLIBC_ABI_DT_RELR of libc.so.6"]);
});

test("an extension module for several Pythons wants what a later one has", () => {
  const files: Files = { "a.so": { pythonSymbols: ["PyList_New", "PyType_GetName"], needed: ["libpython3.so"] } };
  const python = (exports: readonly string[]) => {
    const base = debianBase();
    return {
      elf: [
        ...base.elf.map(([file, facts]): (typeof base.elf)[number] => [
          file,
          file === "usr/bin/python3.11" ? { ...facts, pythonExports: [...exports] } : facts,
        ]),
        ["usr/lib/libpython3.so", elf({ soname: "libpython3.so" })] as (typeof base.elf)[number],
      ],
    };
  };
  expect(load(files, python(["PyList_New", "PyObject_Call"]))).toEqual(["a.so wants PyType_GetName of Python"]);
  expect(load(files, python(["PyList_New", "PyObject_Call", "PyType_GetName"]))).toEqual([]);
  // What exports nothing may have it all the same.
  expect(load(files, python([]))).toEqual([]);
});

test("what is for some processors alone may be there", () => {
  const base = debianBase({ cache: [["libf.so.1", "/lib/glibc-hwcaps/x86-64-v3/libf.so.1", true]] });
  const tree = imageTree(base, [packageLayer("a", { elf: { "a.so": { needed: ["libf.so.1"] } } })]);
  const process = LoadingProcess.start({ tree, base, steered: false }, "usr/bin/python3.11") as LoadingProcess;
  expect(process.open("/x/site-packages/a.so")).toMatchObject({ certain: false });
});

const alpine: Partial<BaseFacts> = {
  loaders: [
    {
      path: "lib/ld-musl-x86_64.so.1",
      kind: "musl",
      version: "1.2.5",
      directories: ["/lib", "/usr/lib"],
      exports: ["malloc"],
    },
  ],
  links: [["lib/libc.musl-x86_64.so.1", "ld-musl-x86_64.so.1"]],
  elf: [
    ["lib/ld-musl-x86_64.so.1", elf({ soname: "libc.musl-x86_64.so.1" })],
    ["usr/bin/python3.11", elf({ interpreter: "/lib/ld-musl-x86_64.so.1", needed: ["libc.musl-x86_64.so.1"] })],
  ],
  programs: [["usr/bin/python3.11"]],
};

test.each<[string, Files, string[]]>([
  ["its own library", { "a.so": { needed: ["libc.musl-x86_64.so.1"] } }, []],
  [
    "names of glibc's libraries are its own library",
    { "a.so": { needed: ["libc.so.6", "libm.so.6", "libpthread.so.0"] } },
    [],
  ],
  [
    "glibc's loader is a library that it does not have",
    { "a.so": { needed: ["ld-linux-x86-64.so.2"] } },
    ["a.so lacks ld-linux-x86-64.so.2"],
  ],
  [
    "glibc's symbols",
    { "a.so": { needed: ["libc.so.6"], libcSymbols: ["__memcpy_chk", "malloc"] } },
    ["a.so lacks __memcpy_chk"],
  ],
  [
    "RUNPATH is that of the whole chain",
    { "a.so": { needed: ["libc1.so"], runpath: "$ORIGIN/libs" }, "libs/libc1.so": { needed: ["libb.so.1"] }, ...b },
    [],
  ],
])("musl: %s", (_, files, expected) => {
  expect(load(files, alpine)).toEqual(expected);
});
