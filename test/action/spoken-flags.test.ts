import { spokenFlags } from "../../src/action/spoken-flags";

const forms = { bare: ["json"], positional: ["before", "after"] };

test.each([
  [["--explain", "numpy"], ["--explain=numpy"]],
  [
    ["--explain=numpy", "--json"],
    ["--explain=numpy", "--json=true"],
  ],
  [["--json=true"], ["--json=true"]],
  [
    ["a.json", "--format", "markdown", "b.json"],
    ["--before=a.json", "--format=markdown", "--after=b.json"],
  ],
  [
    ["a", "b", "c"],
    ["--before=a", "--after=b", "--after=c"],
  ],
  [["--x=a b"], ["--x=a b"]],
])("%j is %j", (args, flags) => {
  expect(spokenFlags(args, forms)).toEqual(flags);
});

test("a flag without its value and an argument that stands for nothing are errors", () => {
  expect(() => spokenFlags(["--explain"], forms)).toThrow("--explain has no value");
  expect(() => spokenFlags(["--explain", "--json"], forms)).toThrow("--explain has no value");
  expect(() => spokenFlags(["numpy"], {})).toThrow('the argument "numpy" is not a flag');
});
