// Recognizes an `__init__.py` that only declares a namespace: each distribution that shares a namespace's directory may have
// one, and it does not matter whose is there.

/** No file that only declares a namespace is larger; most of these bytes are a licence. */
export const LARGEST_NAMESPACE_FILE = 4096;

const EXTEND_PATH = String.raw`extend_path\(__path__,\s*__name__\)`;

/** The lines that such files are made of, without comments (PyPA, Packaging namespace packages; setuptools; rules_python). */
const LINES = [
  "",
  "try:",
  String.raw`except(?:\s+(?:Exception|ImportError|ModuleNotFoundError|\(ImportError,\s*ModuleNotFoundError\)))?:`,
  "pass",
  "import pkgutil",
  "import pkg_resources",
  "from pkgutil import extend_path",
  String.raw`from __future__ import \w+`,
  String.raw`__path__(?::\s*[\w.[\]]+)?\s*=\s*(?:pkgutil\.|__import__\((["'])pkgutil\1\)\.)?${EXTEND_PATH}`,
  String.raw`(?:pkg_resources|__import__\((["'])pkg_resources\2\))\.declare_namespace\(__name__\)`,
];
const LINE = new RegExp(`^(?:${LINES.join("|")})$`);

/** A module's docstring, which comes before everything but comments. */
const DOCSTRING =
  /^((?:[ \t\f]*(?:#[^\n]*)?\r?\n)*)(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\n\\]*"|'[^'\n\\]*')[ \t]*(?=[\r\n#]|$)/;

/** Whether a module does nothing but declare that others have parts of the package too, or nothing at all. */
export function isNamespaceFile(text: string): boolean {
  return text
    .replace(DOCSTRING, "$1")
    .split(/\r?\n|;/)
    .every((line) => LINE.test(line.replace(/(^|\s)#.*$/, "").trim()));
}
