// Makes images for tests of the check: a base and packages, of as few facts as the test needs.

import type { BaseFacts } from "../../src/base/base-facts";
import type { CheckFile } from "../../src/check/check-file";
import { type CheckInput, checkImage } from "../../src/check/check-image";
import type { FactsOfLayer } from "../../src/check/image-files";
import type { ElfFacts } from "../../src/facts/elf";
import type { LayerImports } from "../../src/facts/module-imports";

/** A library or program for x86_64. */
export function elf(facts: Partial<ElfFacts> = {}): BaseFacts["elf"][number][1] {
  return { machine: "x86_64", bits: 64, ...facts } as BaseFacts["elf"][number][1];
}

const LOADER = "/lib64/ld-linux-x86-64.so.2";
const LIB = "usr/lib/x86_64-linux-gnu";

/** A base of Debian's kind with Python 3.11 and glibc 2.36. */
export function debianBase(changes: Partial<BaseFacts> = {}): BaseFacts {
  const versions = ["GLIBC_2.2.5", "GLIBC_2.34", "GLIBC_2.36"];
  return {
    schema: 1,
    os: "linux",
    architecture: "amd64",
    env: [],
    user: "",
    release: { id: "debian", version: "12", name: "Debian GNU/Linux 12 (bookworm)" },
    loaders: [
      {
        path: `${LIB}/ld-linux-x86-64.so.2`,
        kind: "glibc",
        version: "2.36",
        directories: [`/${LIB}`, "/lib", "/usr/lib"],
      },
    ],
    muslPaths: {},
    links: [
      ["lib", "usr/lib"],
      ["lib64/ld-linux-x86-64.so.2", `/${LIB}/ld-linux-x86-64.so.2`],
      ["usr/bin/python3", "python3.11"],
      ["bin", "usr/bin"],
    ],
    elf: [
      [`${LIB}/ld-linux-x86-64.so.2`, elf({ soname: "ld-linux-x86-64.so.2" })],
      [`${LIB}/libc.so.6`, elf({ soname: "libc.so.6", defines: versions })],
      [`${LIB}/libm.so.6`, elf({ soname: "libm.so.6", needed: ["libc.so.6"] })],
      ["usr/bin/python3.11", elf({ interpreter: LOADER, needed: ["libm.so.6", "libc.so.6"] })],
      ["usr/bin/env", elf({ interpreter: LOADER, needed: ["libc.so.6"] })],
      ["usr/bin/dash", elf({ interpreter: LOADER, needed: ["libc.so.6"] })],
      [
        "usr/lib/python3.11/lib-dynload/_ctypes.cpython-311-x86_64-linux-gnu.so",
        elf({ needed: ["libffi.so.8", "libc.so.6"] }),
      ],
    ],
    unread: [],
    programs: [["usr/bin/dash"], ["usr/bin/env"], ["usr/bin/python3.11"]],
    modules: {
      "usr/lib/python3.11": ["os.py", "ssl.py"],
      "usr/lib/python3.11/ctypes": ["__init__.py"],
      "usr/lib/python3.11/lib-dynload": ["_ctypes.cpython-311-x86_64-linux-gnu.so"],
    },
    pathFiles: [],
    certificates: ["etc/ssl/certs/ca-certificates.crt"],
    users: [{ name: "root", uid: 0, gid: 0 }],
    ...changes,
  };
}

/** What the modules of `debianBase` import. */
const standardImports: LayerImports["modules"] = {
  "usr/lib/python3.11/os.py": {},
  "usr/lib/python3.11/ssl.py": {},
  "usr/lib/python3.11/ctypes/__init__.py": { imports: [[3, "_ctypes:Union"]] },
};

/** A package in a directory `x/site-packages` of its own, and what is in it. */
export function packageLayer(
  name: string,
  contents: {
    readonly elf?: Readonly<Record<string, Partial<ElfFacts>>>;
    readonly files?: readonly string[];
    readonly requiresPython?: string;
  },
): FactsOfLayer {
  const found = Object.entries(contents.elf ?? {});
  return {
    facts: {
      schema: 1,
      kind: "package",
      name,
      version: "1.0",
      distributions: [
        {
          path: `x/site-packages/${name}-1.0.dist-info`,
          name,
          version: "1.0",
          purl: `pkg:pypi/${name}@1.0`,
          ...(contents.requiresPython === undefined ? {} : { requiresPython: contents.requiresPython }),
        },
      ],
      sboms: [],
      elf: found.map(([path, facts]) => [`x/site-packages/${path}`, elf(facts)]),
      damaged: [],
      scripts: [],
    },
    files: [...found.map(([path]) => path), ...(contents.files ?? [])].map(
      (path) => [`x/site-packages/${path}`, 1, 0] as [string, number, number],
    ),
  };
}

/** The application: a main module and a launcher. */
function applicationLayer(script: string | undefined): FactsOfLayer {
  return {
    facts: {
      schema: 1,
      kind: "application",
      name: "application",
      version: "",
      distributions: [],
      sboms: [],
      elf: [],
      damaged: [],
      scripts: script === undefined ? [] : [["app", script]],
    },
    files: [
      ["app", 1, 0],
      ["app.runfiles/_main/app.py", 1, 0],
    ],
  };
}

/** Checks an image whose main module has these imports. */
export function check(
  packages: readonly FactsOfLayer[],
  imports: LayerImports["modules"][string]["imports"],
  changes: Partial<CheckInput> & { readonly modules?: LayerImports["modules"]; readonly launcher?: string } = {},
): CheckFile {
  const { modules = {}, launcher = "/usr/bin/env python3", ...input } = changes;
  return checkImage({
    base: debianBase(),
    layers: [...packages, applicationLayer(launcher)],
    imports: [
      {
        schema: 1,
        modules: { ...standardImports, ...modules, "app.runfiles/_main/app.py": { imports: imports ?? [] } },
        unparsed: [],
      },
    ],
    env: [],
    entrypoint: ["/app"],
    user: "",
    python: undefined,
    mains: ["/app.runfiles/_main/app.py"],
    before: ["/app.runfiles/_main", "/x/site-packages"],
    after: [],
    basePackages: true,
    allowMissing: [],
    ...input,
  });
}

/** The findings as lines. */
export function said({ findings }: CheckFile): string[] {
  return findings.map(({ level, message }) => `${level}: ${message}`);
}
