// Which modules belong to Python, and what to do when one of them is missing.

import type { BaseFacts } from "../base/base-facts";
import { versionHolds } from "./python";

// Names of modules that belong to every Python from 3.9 to 3.14: one that lacks a module gets it from no other place.

const NAMES = new Set(
  (
    "abc argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 cProfile calendar cmath cmd code " +
    "codecs codeop collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg csv " +
    "ctypes curses dataclasses datetime dbm decimal difflib dis doctest email encodings ensurepip enum errno " +
    "faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext " +
    "glob graphlib grp gzip hashlib heapq hmac html http imaplib importlib inspect io ipaddress itertools json " +
    "keyword linecache locale logging lzma mailbox marshal math mimetypes mmap modulefinder multiprocessing netrc " +
    "nturl2path numbers opcode operator optparse os pathlib pdb pickle pickletools pkgutil platform plistlib poplib " +
    "posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random " +
    "re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site " +
    "smtplib socket socketserver sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string stringprep " +
    "struct subprocess symtable sys sysconfig syslog tabnanny tarfile tempfile termios textwrap threading time " +
    "timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle types typing unicodedata unittest " +
    "urllib uuid venv warnings wave weakref webbrowser wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo"
  ).split(" "),
);

/** Whether a module, or the package that it is in, is one of the standard library. */
export function isStandardModule(name: string): boolean {
  return NAMES.has(name.split(".")[0]!);
}

/** Parts of the standard library that Debian has in packages of their own. */
const APART_IN_DEBIAN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    distutils: "python3-distutils",
    ensurepip: "python3-venv",
    lib2to3: "python3-lib2to3",
    tkinter: "python3-tk",
    venv: "python3-venv",
  }),
);

/** The version that no longer has a module (PEP 594, PEP 632, and what is new in each version). */
const REMOVED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...Object.fromEntries(["asynchat", "asyncore", "distutils", "imp", "smtpd"].map((name) => [name, "3.12"])),
    ...Object.fromEntries(
      (
        "aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis nntplib ossaudiodev pipes sndhdr spwd sunau " +
        "telnetlib uu xdrlib"
      )
        .split(" ")
        .map((name) => [name, "3.13"]),
    ),
  }),
);

/**
 * What to do about a module that is missing.
 *
 * @param version Of the image's Python, as 3.11.
 */
export function moduleRemedy(module: string, version: string, base: BaseFacts | undefined): string {
  const top = module.split(".")[0]!;
  const removed = REMOVED.get(top);
  if (removed !== undefined && versionHolds(`>=${removed}`, version)) {
    return `take what imports it in a version for Python ${version}, or a base with a Python before ${removed}, which no longer has ${top} in its standard library`;
  }
  if (isStandardModule(module) || APART_IN_DEBIAN.has(top)) {
    const isDebian = base?.release?.id === "debian" || base?.release?.id === "ubuntu";
    const name = APART_IN_DEBIAN.get(top) ?? `libpython${version}-stdlib, a part of python3`;
    return isDebian
      ? `add it to the base; it is a part of Python's standard library, on ${base.release?.id === "debian" ? "Debian" : "Ubuntu"}: ${name}`
      : "use a base with the whole of Python's standard library, which it is a part of";
  }
  return `add the distribution that has ${module} to the deps, or to the base; where it is added later, name it in allow_missing = ["${module}"]`;
}
