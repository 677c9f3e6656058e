// What `npm run starts` tries: bases made of Debian's packages, and applications that import real wheels.

/** A base, made by unpacking packages of Debian. */
export interface BaseRecipe {
  readonly name: string;
  readonly suite: string;
  readonly architecture: "amd64" | "arm64";
  /** Packages, with what they depend on. */
  readonly packages: readonly string[];
  /** Packages whose files alone are taken, nothing that they depend on. */
  readonly alone?: true;
  /** Whether ldconfig writes the loader's cache, as an installation does; only unpacking does not. */
  readonly cache: boolean;
  /** Globs of what is removed again. */
  readonly without?: readonly string[];
  /** Whether it gets a Python for musl, which is built of Debian's sources. */
  readonly muslPython?: true;
  /** Links that are made in it, and what they lead to. */
  readonly links?: Readonly<Record<string, string>>;
  /** Globs of what is removed after the loader's cache is written, which then names what is gone. */
  readonly withoutLater?: readonly string[];
  readonly layout: "runfiles" | "venv";
  readonly why: string;
}

/** An application: what it runs, and the wheels that it has. */
export interface Application {
  readonly name: string;
  readonly program: string;
  readonly wheels: readonly Wheel[];
  /** The only bases that it is tried on; all where it is left out. */
  readonly on?: readonly string[];
  /** A failure that the files do not tell: what the program says then, and why it is not known. */
  readonly unknowable?: { readonly says: RegExp; readonly why: string };
}

/** A wheel of PyPI. */
export interface Wheel {
  /** As pip takes it: NAME==VERSION. */
  readonly requirement: string;
  /** What the wheel is for; the usual one is CPython 3.11 on x86_64 with glibc. */
  readonly python?: string;
  readonly platforms?: readonly string[];
}

const PYTHON = ["base-files", "libc-bin", "coreutils", "dash", "python3"];

export const bases: readonly BaseRecipe[] = [
  {
    name: "bookworm",
    suite: "bookworm",
    architecture: "amd64",
    packages: PYTHON,
    cache: true,
    layout: "runfiles",
    why: "Debian 12: Python 3.11, glibc 2.36",
  },
  {
    name: "bookworm-no-cache",
    suite: "bookworm",
    architecture: "amd64",
    packages: PYTHON,
    cache: false,
    layout: "venv",
    why: "the same without ld.so.cache: only the built-in directories",
  },
  {
    name: "bookworm-libgl",
    suite: "bookworm",
    architecture: "amd64",
    packages: [...PYTHON, "libgl1", "libglib2.0-0", "libmagic1", "libcairo2"],
    cache: true,
    layout: "runfiles",
    why: "with the libraries that the others lack",
  },
  {
    name: "bookworm-no-stdcxx",
    suite: "bookworm",
    architecture: "amd64",
    packages: PYTHON,
    cache: true,
    without: [
      "usr/lib/x86_64-linux-gnu/libstdc++*",
      "usr/lib/x86_64-linux-gnu/libffi*",
      "lib/x86_64-linux-gnu/libgcc_s*",
    ],
    layout: "runfiles",
    why: "without libstdc++, libgcc_s and libffi",
  },
  {
    name: "bookworm-minimal",
    suite: "bookworm",
    architecture: "amd64",
    packages: ["base-files", "libc-bin", "coreutils", "dash", "python3-minimal"],
    cache: true,
    layout: "runfiles",
    why: "a part of the standard library",
  },
  {
    name: "distroless",
    suite: "bookworm",
    architecture: "amd64",
    packages: ["python3", "libstdc++6"],
    cache: false,
    without: ["bin", "sbin", "usr/sbin", "usr/bin/[!p]*", "usr/bin/p[!y]*", "usr/share"],
    layout: "venv",
    why: "no shell, no env, no cache",
  },
  {
    name: "no-python",
    suite: "bookworm",
    architecture: "amd64",
    packages: ["base-files", "libc-bin", "coreutils", "dash", "libstdc++6"],
    cache: true,
    layout: "venv",
    why: "no Python",
  },
  {
    name: "trixie",
    suite: "trixie",
    architecture: "amd64",
    packages: [...PYTHON, "libstdc++6"],
    cache: true,
    layout: "runfiles",
    why: "Debian 13: another Python, 3.13",
  },
  {
    name: "trixie-venv",
    suite: "trixie",
    architecture: "amd64",
    packages: [...PYTHON, "libstdc++6"],
    cache: true,
    layout: "venv",
    why: "another Python, which looks in other directories",
  },
  {
    name: "forky",
    suite: "forky",
    architecture: "amd64",
    packages: [...PYTHON, "libstdc++6"],
    cache: true,
    layout: "runfiles",
    why: "Debian 14, not yet released",
  },
  {
    name: "bullseye",
    suite: "bullseye",
    architecture: "amd64",
    packages: [...PYTHON, "libstdc++6"],
    cache: true,
    layout: "runfiles",
    why: "Debian 11: Python 3.9, glibc 2.31",
  },
  {
    name: "musl",
    suite: "bookworm",
    architecture: "amd64",
    packages: ["musl", "python3-minimal", "python3.11-minimal", "libpython3.11-minimal", "libpython3.11-stdlib"],
    alone: true,
    cache: false,
    layout: "venv",
    why: "musl's loader under a Python for glibc",
  },
  {
    name: "musl-python",
    suite: "trixie",
    architecture: "amd64",
    packages: ["musl"],
    alone: true,
    muslPython: true,
    cache: false,
    links: { lib: "usr/lib" },
    layout: "venv",
    why: "musl 1.2.5 and Python 3.11 for musl, built from Debian's sources, since Debian has none that is built",
  },
  {
    name: "musl-python-old",
    suite: "bookworm",
    architecture: "amd64",
    packages: ["musl"],
    alone: true,
    muslPython: true,
    cache: false,
    layout: "venv",
    why: "the same on musl 1.2.3, which ignores packed relocations",
  },
  {
    name: "bookworm-arm64",
    suite: "bookworm",
    architecture: "arm64",
    packages: [...PYTHON, "libstdc++6"],
    cache: false,
    layout: "venv",
    why: "another machine",
  },
];

const aarch64 = ["manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"];
const numpy: Wheel = { requirement: "numpy==2.3.3" };
const cffi: readonly Wheel[] = [{ requirement: "cffi==2.0.0" }, { requirement: "pycparser==2.23" }];

function imports(name: string, program: string, ...wheels: readonly (string | Wheel)[]): Application {
  return { name, program, wheels: wheels.map((wheel) => (typeof wheel === "string" ? { requirement: wheel } : wheel)) };
}

/** Ways to import, each of them on a base with each layout. */
const FORMS: Readonly<Record<string, string>> = {
  "try, except ImportError": "try:\n    import nowhere\nexcept ImportError:\n    nowhere = None\n",
  "try, except ImportError: sys.exit":
    'import sys\ntry:\n    import nowhere\nexcept ImportError:\n    sys.exit("install nowhere")\n',
  TYPE_CHECKING: "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import nowhere\n",
  "sys.version_info, sys.platform":
    "import sys\nif sys.version_info < (3, 8):\n    import nowhere\nif sys.platform == 'win32':\n    import winreg\n",
  "in a function": "def later():\n    import nowhere\n",
  "importlib.import_module": 'import importlib\nimportlib.import_module("nowhere")\n',
  "after sys.exit": 'import sys\nif len(sys.argv) == 1:\n    print("started")\n    sys.exit()\nimport nowhere\n',
  "with suppress": "import contextlib\nwith contextlib.suppress(ImportError):\n    import nowhere\n",
  "a module that a finder makes":
    "import sys, types\nsys.modules['nowhere'] = types.ModuleType('nowhere')\nimport nowhere\n",
};

export const applications: readonly Application[] = [
  imports("nothing", "print()\n"),
  imports("stdlib: ssl, sqlite3", "import ssl\nimport sqlite3\n"),
  imports("stdlib: ctypes", "import ctypes\n"),
  imports("stdlib: tkinter", "import tkinter\n"),
  imports("stdlib: distutils", "import distutils.version\n"),
  imports("stdlib: asyncio, lzma", "import asyncio\nimport lzma\nimport bz2\n"),
  imports("numpy", "import numpy\nassert numpy.arange(3).sum() == 3\n", numpy),
  imports("numpy cp312", "import numpy\n", { ...numpy, python: "3.12" }),
  imports("numpy cp313", "import numpy\nassert numpy.arange(3).sum() == 3\n", { ...numpy, python: "3.13" }),
  imports("numpy musllinux", "import numpy\n", { ...numpy, platforms: ["musllinux_1_2_x86_64"] }),
  imports("numpy aarch64", "import numpy\n", { ...numpy, platforms: aarch64 }),
  imports("scipy", "import scipy.linalg\n", numpy, "scipy==1.16.2"),
  imports("opencv-python", "import cv2\n", numpy, "opencv-python==4.12.0.88"),
  imports("opencv-python-headless", "import cv2\n", numpy, "opencv-python-headless==4.12.0.88"),
  imports("psycopg2-binary", "import psycopg2\n", "psycopg2-binary==2.9.10"),
  imports("pyzmq", "import zmq\n", "pyzmq==27.1.0"),
  imports(
    "cryptography",
    "from cryptography.hazmat.primitives import hashes\nfrom cryptography.hazmat.bindings import _rust\n",
    "cryptography==46.0.2",
    ...cffi,
  ),
  imports("cryptography aarch64", "from cryptography.hazmat.bindings import _rust\n", {
    requirement: "cryptography==46.0.2",
    platforms: ["manylinux_2_34_aarch64", ...aarch64],
  }),
  imports("cryptography musllinux", "from cryptography.hazmat.bindings import _rust\n", {
    requirement: "cryptography==46.0.2",
    platforms: ["musllinux_1_2_x86_64"],
  }),
  imports("grpcio", "import grpc\n", "grpcio==1.75.1", "typing_extensions==4.15.0"),
  imports("markupsafe", "import markupsafe\n", "markupsafe==3.0.3"),
  imports("pyyaml", "import yaml\n", "pyyaml==6.0.3"),
  imports("psutil", "import psutil\n", "psutil==7.1.0"),
  imports("pydantic-core", "import pydantic_core\n", "pydantic-core==2.41.4", "typing_extensions==4.15.0"),
  imports("lxml", "from lxml import etree\n", "lxml==6.0.2"),
  imports("pillow", "from PIL import Image\n", "pillow==11.3.0"),
  imports("six", "import six\nfrom six.moves import urllib\n", "six==1.17.0"),
  imports("websockets", "import websockets\n", "websockets==15.0.1"),
  imports("sqlalchemy", "import sqlalchemy\n", "sqlalchemy==2.0.43", "typing_extensions==4.15.0"),
  imports("h5py", "import h5py\n", numpy, "h5py==3.14.0"),
  imports("shapely", "import shapely\n", numpy, "shapely==2.1.2"),
  imports("soundfile", "import soundfile\n", numpy, "soundfile==0.13.1", ...cffi),
  {
    ...imports("python-magic", "import magic\n", "python-magic==0.4.27"),
    unknowable: { says: /libmagic/, why: "it opens libmagic.so.1 by its name" },
  },
  {
    ...imports("cairocffi", "import cairocffi\n", "cairocffi==1.7.1", ...cffi),
    unknowable: { says: /libcairo|ctypes/, why: "it opens libcairo.so.2 by its name" },
  },
  ...Object.entries(FORMS).map(([name, program]) => ({
    ...imports(`imports: ${name}`, program),
    on: ["bookworm", "trixie-venv"],
  })),
];

/**
 * The hold-out: bases and packages that were chosen after the rules were made, and before any of them was run. No rule was
 * made by them; what goes wrong with them is reported by itself.
 */
export const heldOutBases: readonly BaseRecipe[] = [
  {
    name: "bookworm-alternatives",
    suite: "bookworm",
    architecture: "amd64",
    packages: [...PYTHON, "libstdc++6"],
    cache: false,
    links: { "usr/bin/python3": "/etc/alternatives/python3", "etc/alternatives/python3": "/usr/bin/python3.11" },
    layout: "runfiles",
    why: "its Python by a chain of links, its libraries by the built-in directories",
  },
  {
    name: "bullseye-stale-cache",
    suite: "bullseye",
    architecture: "amd64",
    packages: [...PYTHON, "libstdc++6"],
    cache: true,
    withoutLater: ["usr/lib/x86_64-linux-gnu/libstdc++*"],
    layout: "venv",
    why: "a cache of the loader that names what is gone",
  },
];

export const heldOutApplications: readonly Application[] = [
  imports("bcrypt", "import bcrypt\n", "bcrypt==5.0.0"),
  imports("greenlet", "import greenlet\n", "greenlet==3.2.4"),
  imports("kiwisolver", "import kiwisolver\n", "kiwisolver==1.4.9"),
  imports("msgpack", "import msgpack\n", "msgpack==1.1.1"),
  imports("orjson", "import orjson\n", "orjson==3.11.3"),
  imports("pynacl", "import nacl.secret\n", "pynacl==1.6.0", ...cffi),
  imports("pyodbc", "import pyodbc\n", "pyodbc==5.2.0"),
  imports("rapidfuzz", "from rapidfuzz import fuzz\n", "rapidfuzz==3.14.1"),
  imports("regex", "import regex\n", "regex==2025.9.18"),
  imports("sentencepiece", "import sentencepiece\n", "sentencepiece==0.2.1"),
];
