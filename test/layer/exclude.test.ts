import { excludeRule } from "../../src/layer/exclude";

const below = (path: string) => `app.runfiles/pypi_numpy/site-packages/${path}`;

test.each([
  // a name at any depth, and what a directory of that name holds
  ["*.pyi", ["numpy/__init__.pyi", "six.pyi"], ["numpy/__init__.py", "numpy/pyi"]],
  ["tests", ["tests/a.py", "numpy/core/tests/data/b.bin", "tests"], ["numpy/tests.py", "numpy/mytests/a.py"]],
  ["tests/", ["tests/a.py", "numpy/tests/b.py"], ["tests", "numpy/tests"]],
  ["?.a", ["x.a", "numpy/y.a"], ["xy.a", "x.ab"]],
  // from site-packages on
  ["/tests", ["tests/a.py"], ["numpy/tests/a.py"]],
  ["numpy/tests", ["numpy/tests/a.py"], ["scipy/numpy/tests/a.py", "numpy/core/tests/a.py"]],
  ["numpy/**/tests/", ["numpy/tests/a.py", "numpy/a/b/tests/c.py"], ["numpy/tests", "scipy/tests/a.py"]],
  ["**/lib/*.a", ["lib/x.a", "numpy/lib/x.a"], ["numpy/lib/x/y.a", "numpy/lib/x.so"]],
  ["numpy/**", ["numpy/a.py", "numpy/b/c.py"], ["numpy.py", "scipy/numpy/a.py"]],
  ["numpy/*.py", ["numpy/a.py"], ["numpy/b/c.py", "numpy/a.pyc"]],
  // letters that mean something in regular expressions mean themselves
  ["a+b(c).x", ["a+b(c).x", "d/a+b(c).x/e"], ["aab(c).x", "a+b(c)-x"]],
])("%s", (pattern, excluded, kept) => {
  const rule = excludeRule([pattern]);
  expect(excluded.filter((path) => !rule(below(path)))).toEqual([]);
  expect(kept.filter((path) => rule(below(path)))).toEqual([]);
});

test("any of several patterns excludes", () => {
  const rule = excludeRule(["*.a", "tests"]);
  expect(["x.a", "tests/x", "x.so"].map((path) => rule(below(path)))).toEqual([true, true, false]);
});

test("only what lies below site-packages is excluded, in every layout", () => {
  const rule = excludeRule(["tests", "*.a"]);
  expect(rule("srv/app.runfiles/pip/lib/python3.11/site-packages/x/tests/a.py")).toBe(true);
  expect(rule("venv/lib/python3.11/site-packages/x.a")).toBe(true);
  expect(rule("app.runfiles/tests/bin/x.a")).toBe(false);
  expect(rule("app.runfiles/tests/site-packages/x.py")).toBe(false);
});

test("a compiled module goes with its source", () => {
  const rule = excludeRule(["attr/validators.py", "/six.py"]);
  const compiled = ["attr/__pycache__/validators.cpython-311.pyc", "__pycache__/six.cpython-311.pyc"];
  expect(compiled.map((path) => rule(below(path)))).toEqual([true, true]);
  expect(rule(below("attr/__pycache__/setters.cpython-311.pyc"))).toBe(false);
});

test("no patterns exclude nothing", () => {
  expect(excludeRule([])(below("anything"))).toBe(false);
});

test.each(["!keep", "[ab].py", "a\\b", "", "/", "a//b", "../b", "./a"])("%s is refused", (pattern) => {
  expect(() => excludeRule([pattern])).toThrow(`exclude: the pattern "${pattern}" has`);
});
