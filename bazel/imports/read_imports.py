"""Lists what the modules of one layer import whenever they are imported themselves: imports that nothing can skip or swallow.

usage: read_imports.py @FLAG_FILE

A line of the flag file is one of

  --output=FILE                    gets the facts, JSON
  --root=PREFIX                    what the image has before the paths of --file
  --file=IMAGE_PATH<TAB>FILE       a module (repeated)
  --archive=FILE                   modules of a base: a line each, a JSON array of path and text in latin-1

The facts of a module are an object with

  imports   list of [line, what] or [line, what, condition]; what is "a.b" for `import a.b`, "..a:b,c" for `from ..a import b, c`,
            "!" if nothing after it is certain; the condition is "main", "package" or "dotted" (the module is in a package, or
            has a dot in its name), either of them after "not ", or a comparison such as ">=3.9"
  binds     names that a package's __init__.py gives a value of its own
  changes   "path" where it may change how modules are found, "modules" where it may put some in place of others

and what would be empty is left out. Equal modules give equal facts. Modules that this Python cannot parse are listed as such.
"""

import ast
import gc
import json
import os
import re
import sys

CHANGES_PATH = re.compile(rb"\bsys\s*\.\s*path\b|\bmeta_path\b|\bpath_hooks\b|\baddsitedir\b|\b__path__\b|\bextend_path\b|\bfrom sys import\b")
CHANGES_MODULES = re.compile(rb"\bmodules\s*\[[^\]\n]*\]\s*=[^=]|\bmodules\s*\.\s*(?:update|setdefault|pop|__setitem__)\b|\bdel\s+sys\s*\.\s*modules")

# Built-in exceptions that an ImportError never is.
UNRELATED = frozenset(
    "ArithmeticError AssertionError AttributeError BlockingIOError BrokenPipeError BufferError ChildProcessError ConnectionError "
    "DeprecationWarning EOFError EnvironmentError FileExistsError FileNotFoundError FloatingPointError GeneratorExit IOError IndexError "
    "IndentationError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError NameError NotADirectoryError "
    "NotImplementedError OSError OverflowError PermissionError ProcessLookupError RecursionError ReferenceError RuntimeError "
    "StopIteration SyntaxError SystemError SystemExit TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError "
    "UnicodeError ValueError ZeroDivisionError".split()
)

# Context managers that swallow nothing.
HARMLESS_CONTEXTS = frozenset(["catch_warnings", "open", "Lock", "RLock", "nullcontext"])

# What ends a program, whatever status it then has: what runs it may have wanted just that.
ENDS = re.compile(r"sys\.exit|exit|quit|os\._exit|os\.exec[lv]p?e?")

NEGATED = {">=": "<", "<": ">=", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}
OPERATORS = {ast.GtE: ">=", ast.Lt: "<", ast.Gt: ">", ast.LtE: "<=", ast.Eq: "==", ast.NotEq: "!="}


def name_of(node):
    """The last name of `a`, `a.b` or a call of them."""
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else None


def dotted(node):
    """`a.b.c` as text, or None."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return before and before + "." + node.attr
    return None


def decide(test):
    """True, False, a condition (str), or None where nothing is known before the module runs."""
    if isinstance(test, ast.Constant):
        return bool(test.value)
    if dotted(test) == "__package__":
        return "package"
    if dotted(test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING", "t.TYPE_CHECKING"):
        return False
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return negate(decide(test.operand))
    if isinstance(test, ast.BoolOp):
        values = [decide(value) for value in test.values]
        ends, goes_on = (False, True) if isinstance(test.op, ast.And) else (True, False)
        if any(value is ends for value in values):
            return ends
        left = [value for value in values if value is not goes_on]
        # What SWIG writes; a name with a dot is always one in a package.
        if isinstance(test.op, ast.Or) and left == ["package", "dotted"]:
            return "package"
        return goes_on if not left else left[0] if len(left) == 1 else None
    if isinstance(test, ast.Call) and isinstance(test.func, ast.Attribute) and test.func.attr == "startswith":
        prefix = test.args[0].value if len(test.args) == 1 and isinstance(test.args[0], ast.Constant) else None
        if dotted(test.func.value) == "sys.platform" and isinstance(prefix, str):
            return "linux".startswith(prefix)
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        return decide_comparison(test.left, test.ops[0], test.comparators[0])
    return None


def decide_comparison(left, op, right):
    known = {"sys.platform": "linux", "os.name": "posix", "platform.system": "Linux"}
    subject = dotted(left.func if isinstance(left, ast.Call) else left)
    if subject in known and isinstance(right, ast.Constant):
        return known[subject] == right.value if isinstance(op, ast.Eq) else known[subject] != right.value if isinstance(op, ast.NotEq) else None
    if isinstance(left, ast.Constant) and left.value == "." and isinstance(op, ast.In) and dotted(right) == "__name__":
        return "dotted"
    if subject == "__name__" and isinstance(right, ast.Constant) and right.value == "__main__":
        return "main" if isinstance(op, ast.Eq) else None
    operator = OPERATORS.get(type(op))
    if operator is None:
        return None
    if isinstance(left, ast.Subscript) and dotted(left.value) == "sys.version_info":
        index = left.slice
        if isinstance(index, ast.Constant) and index.value == 0:
            subject = "sys.version_info.major"
        elif isinstance(index, ast.Slice) and index.lower is None and index.step is None and is_at_least_two(index.upper):
            subject = "sys.version_info"
    if subject == "sys.version_info.major" and isinstance(right, ast.Constant) and isinstance(right.value, int):
        three = right.value
        return {">=": 3 >= three, "<": 3 < three, ">": 3 > three, "<=": 3 <= three, "==": 3 == three, "!=": 3 != three}[operator]
    if subject == "sys.version_info" and isinstance(right, ast.Tuple) and operator in (">=", "<"):
        parts = [part.value for part in right.elts if isinstance(part, ast.Constant) and isinstance(part.value, int)]
        if len(parts) == len(right.elts) and 1 <= len(parts) <= 2:
            return "%s%d.%d" % (operator, parts[0], parts[1] if len(parts) == 2 else 0)
    return None


def is_at_least_two(node):
    """Whether the end of a slice leaves the minor version in."""
    return isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value >= 2


def negate(decided):
    if decided is None or decided == "main":
        return None
    if isinstance(decided, bool):
        return not decided
    if decided.endswith(("package", "dotted")):
        return decided[4:] if decided.startswith("not ") else "not " + decided
    operator = decided.rstrip("0123456789.")
    return NEGATED[operator] + decided[len(operator):]


def swallows(handler):
    """Whether an `except` may keep an ImportError from its caller."""
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    if all(kind is not None and dotted(kind) in UNRELATED for kind in types):
        return False
    for statement in handler.body:
        if ending(statement) == "failure":
            return False
        if isinstance(statement, ast.Raise):
            raised = statement.exc
            return not (raised is None or name_of(raised) in ("ImportError", "ModuleNotFoundError") or (handler.name and name_of(raised) == handler.name))
    return True


def ending(node):
    """What an expression or a `raise` ends the program with: "failure", "unknown", or None where it does not end it."""
    call = node.value if isinstance(node, ast.Expr) else node.exc if isinstance(node, ast.Raise) else None
    name = dotted(call.func if isinstance(call, ast.Call) else call)
    if isinstance(node, ast.Raise):
        if name != "SystemExit":
            return None
    elif not isinstance(call, ast.Call) or not ENDS.fullmatch(name or ""):
        return None
    elif name.startswith("os."):
        return "unknown"
    args = call.args if isinstance(call, ast.Call) else []
    status = args[0] if len(args) == 1 else None
    failing = isinstance(status, ast.JoinedStr) or (isinstance(status, ast.Constant) and status.value not in (None, 0))
    return "failure" if failing else "unknown"


def may_end(node):
    """Whether something in a statement that may be skipped ends the program without saying that it failed."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        return False
    return (isinstance(node, ast.stmt) and ending(node) == "unknown") or any(may_end(child) for child in ast.iter_child_nodes(node))


class Certain:
    """Collects what is imported for certain."""

    def __init__(self):
        self.imports = []
        # The names that importlib.import_module has in the module, and those of cffi.FFI, which imports its backend.
        self.importers = {"__import__", "importlib.import_module"}
        self.makers = {"cffi.FFI"}

    def add(self, node, what, condition):
        self.imports.append([node.lineno, what] if condition is None else [node.lineno, what, condition])

    def body(self, statements, condition=None):
        """Returns False where nothing after it is certain."""
        return all(self.statement(statement, condition) for statement in statements)

    def skipped(self, node, condition):
        """A statement of which nothing is certain; returns what `body` does."""
        if not may_end(node):
            return True
        self.add(node, "!", condition)
        return condition is not None

    def imported_by_call(self, node):
        """What `importlib.import_module("a.b")` imports, or None."""
        call = getattr(node, "value", None)
        if isinstance(call, ast.Call) and dotted(call.func) in self.makers and not call.args and not call.keywords:
            return "_cffi_backend"
        args = call.args if isinstance(call, ast.Call) and dotted(call.func) in self.importers and not call.keywords else []
        name = args[0].value if args and isinstance(args[0], ast.Constant) else None
        if not isinstance(name, str) or not re.fullmatch(r"\.*\w+(?:\.\w+)*", name):
            return None
        if len(args) == 1:
            return None if name.startswith(".") else name
        return name + ":*" if len(args) == 2 and name.startswith(".") and dotted(args[1]) == "__package__" else None

    def statement(self, node, condition):
        if isinstance(node, ast.Import):
            for alias in node.names:
                self.add(node, alias.name, condition)
        elif isinstance(node, ast.ImportFrom):
            if node.module != "__future__":
                if node.module == "importlib" and node.level == 0:
                    self.importers.update(alias.asname or alias.name for alias in node.names if alias.name == "import_module")
                if node.module == "cffi" and node.level == 0:
                    self.makers.update(alias.asname or alias.name for alias in node.names if alias.name == "FFI")
                self.add(node, "%s%s:%s" % ("." * node.level, node.module or "", ",".join(alias.name for alias in node.names)), condition)
        elif isinstance(node, ast.If):
            return self.branch(node, condition)
        elif isinstance(node, (ast.Try, getattr(ast, "TryStar", ast.Try))):
            if any(swallows(handler) for handler in node.handlers):
                goes_on = all([self.skipped(statement, condition) for statement in [*node.body, *node.handlers, *node.orelse]])
            else:
                goes_on = self.body(node.body, condition) and self.body(node.orelse, condition)
            return self.body(node.finalbody, condition) and goes_on
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            if all(name_of(item.context_expr) in HARMLESS_CONTEXTS for item in node.items):
                return self.body(node.body, condition)
            return self.skipped(node, condition)
        elif isinstance(node, ast.ClassDef):
            return self.body(node.body, condition)
        elif isinstance(node, ast.Raise) or ending(node) is not None:
            self.add(node, "!", condition)
            return condition is not None
        elif self.imported_by_call(node) is not None:
            self.add(node, self.imported_by_call(node), condition)
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return self.skipped(node, condition)
        return True

    def branch(self, node, condition):
        decided = decide(node.test)
        if decided is None:
            return self.skipped(node, condition)
        if isinstance(decided, bool):
            return self.body(node.body if decided else node.orelse, condition)
        if condition is not None:
            return self.skipped(node, condition)
        self.body(node.body, decided)
        if negate(decided) is not None:
            self.body(node.orelse, negate(decided))
        return True


def bound_names(statements, names):
    """Names that get a value in a module's own scope."""
    for node in statements:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
            continue
        for child in ast.walk(node):
            if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
                names.add(child.id)
            elif isinstance(child, (ast.Import, ast.ImportFrom)):
                names.update(alias.asname or alias.name.partition(".")[0] for alias in child.names)
            elif isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                names.add(child.name)


# A comment, or a string; those of a line or two come last.
LITERAL = re.compile(
    rb"""#[^\n]*|\"{3}[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"{3}|'{3}[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'{3}"""
    rb"""|"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'""",
    re.DOTALL,
)

# A function with its body: the lines that are further in, are empty or a comment, or close what its first line opens.
FUNCTION = re.compile(
    rb"^([ \t]*)((?:async[ \t]+)?def[ \t]+\w+)[^\n]*(?:\n(?:\1[ \t]+[^\n]*|[ \t\f\r]*(?:#[^\n]*)?(?=\n)|\1\)[^\n]*))*", re.MULTILINE
)

OTHER_ENCODING = re.compile(rb"(?:[^\n]*\n)?[^\n]*coding[:=](?![ \t]*utf-?8)", re.IGNORECASE)


def in_one_line(literal):
    """A text of several lines as one that is continued, so that it says nothing about indentation."""
    text = literal.group()
    lines = text.count(b"\n")
    return b'"_"' + (b"\\\n" + b" " * 64) * lines if lines and text[:3] in (b'"""', b"'''") else text


def without_body(function):
    indentation, name = function.groups()
    return indentation + name + b"(): pass" + b"\n" * function.group().count(b"\n")


def parse(path, source):
    """Parses a module, without the bodies of its functions where they can be left out: parsing them takes most of the time.

    What is left of a body that is cut at a wrong place does not parse, since a bracket or a text is open there or a line is
    further in than the one before it. Then the whole module is parsed. The bodies in an `__init__.py` may bind names.
    """
    if not path.endswith("/__init__.py") and not OTHER_ENCODING.match(source):
        try:
            return ast.parse(FUNCTION.sub(without_body, LITERAL.sub(in_one_line, source)))
        except (SyntaxError, ValueError):
            pass
    return ast.parse(source)


def module_facts(path, source):
    module = parse(path, source)
    facts = {}
    certain = Certain()
    certain.body(module.body)
    if certain.imports:
        facts["imports"] = certain.imports
    if path.endswith("/__init__.py"):
        names = set()
        bound_names(module.body, names)
        if b"globals()" in source or b"exec(" in source:
            names.add("*")
        if names:
            facts["binds"] = sorted(names)
    changes = [name for name, pattern in (("modules", CHANGES_MODULES), ("path", CHANGES_PATH)) if pattern.search(source)]
    if changes:
        facts["changes"] = changes
    return facts


def main(flag_file):
    output, root, files, archives = "", "", [], []
    with open(flag_file, encoding="utf-8") as lines:
        for line in lines.read().split("\n"):
            name, _, value = line.partition("=")
            if name == "--output":
                output = value
            elif name == "--root":
                root = value
            elif name == "--file":
                files.append(tuple(value.split("\t")))
            elif name == "--archive":
                archives.append(value)

    modules, unparsed = {}, []

    def read(path, source):
        try:
            modules[path] = module_facts(path, source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            unparsed.append(path)

    for path, file in files:
        try:
            with open(file, "rb") as module:
                source = module.read()
        except FileNotFoundError:
            # A link to a file of another package, which has an action of its own.
            continue
        read("/".join([*filter(None, root.split("/")), path]), source)
    for archive in archives:
        with open(archive, encoding="utf-8") as lines:
            for line in lines:
                path, text = json.loads(line)
                read(path, text.encode("latin-1"))
    with open(output, "w", encoding="ascii") as facts:
        json.dump({"schema": 1, "modules": dict(sorted(modules.items())), "unparsed": sorted(unparsed)}, facts, separators=(",", ":"))
        facts.write("\n")


if __name__ == "__main__":
    # Syntax trees have no cycles, and looking for some takes a fifth of the time.
    gc.disable()
    sys.setrecursionlimit(10000)
    sys.exit(main(sys.argv[1][1:]))
