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

test("what a later pattern takes back stays, unless its directory is gone", () => {
  const rule = excludeRule(["*.a", "!libkept.a", "tests", "!tests/kept.py"]);
  expect(["x.a", "lib/libkept.a", "tests/kept.py"].map((path) => rule(below(path)))).toEqual([true, false, true]);
});

test("the order counts", () => {
  expect(excludeRule(["!libkept.a", "*.a"])(below("libkept.a"))).toBe(true);
});

test("only the case that is written matches", () => {
  expect(excludeRule(["Tests"])(below("tests/a.py"))).toBe(false);
});

test.each([
  ["[ab].py", ["a.py", "x/b.py"], ["c.py"]],
  ["[!ab].py", ["c.py"], ["a.py"]],
  ["lib[[:digit:]]/", ["lib1/x"], ["libx/x"]],
  ["a\\*b", ["a*b"], ["axb"]],
  ["\\#x", ["#x"], ["x"]],
  ["\\!x", ["!x"], ["x"]],
])("as in .gitignore: %s", (pattern, excluded, kept) => {
  const rule = excludeRule([pattern]);
  expect(excluded.filter((path) => !rule(below(path)))).toEqual([]);
  expect(kept.filter((path) => rule(below(path)))).toEqual([]);
});

test.each(["", "/", "!", "a//b", "../b", "./a", "# a", "a\\", "[ab", " ", "a/**/b/**/c/**/d"])(
  "%j is refused, as git would pass over it or nobody can bound it",
  (pattern) => {
    expect(() => excludeRule([pattern])).toThrow(`exclude: the pattern "${pattern}" `);
  },
);

test.each([
  "*a*a*a*a*a*a*a*a*b",
  "*?*?*?*?*?*?*?*?b",
  "*[ab]*[ab]*[ab]*[ab]*c",
  "**/a/**/a/**/b",
  "a/**/*a*a*/**/*a*a*b",
  `${"*".repeat(200)}b`,
])("a hostile name cannot keep %s from an answer", (pattern) => {
  const rule = excludeRule([pattern]);
  for (const name of ["a".repeat(255), "a/".repeat(90), `${"a".repeat(250)}/`.repeat(14)]) {
    expect(rule(below(`${name}x`))).toBe(false);
  }
});

test("a path of more directories than any package has is an error and not a wait", () => {
  expect(() => excludeRule(["*.a"])(below(`${"d/".repeat(1000)}x`))).toThrow("a path has more than 100 directories");
});
