import fc from "fast-check";
import { ActionError } from "../../src/action/action-error";
import { parseFlags } from "../../src/action/flags";

test("values of a repeated flag keep their order", () => {
  expect(parseFlags(["--file=a\t1", "--name=numpy", "--file=b\t2"])).toEqual({
    file: ["a\t1", "b\t2"],
    name: ["numpy"],
  });
});

test("only the first equals sign divides, and a value may be empty or hold newlines", () => {
  expect(parseFlags(["--group=^a=b$\tg", "--root=", "--entrypoint=a\nb"])).toEqual({
    group: ["^a=b$\tg"],
    root: [""],
    entrypoint: ["a\nb"],
  });
});

test("no arguments give no flags", () => {
  expect(parseFlags([])).toEqual({});
});

test.each(["numpy", "-n=1", "--name", "--Name=1", "--=1", "--a--b=1", "--__proto__=1", "", "--a-=1"])(
  "%j is refused with a remedy",
  (arg) => {
    expect(() => parseFlags(["--name=x", arg])).toThrow(ActionError);
    expect(() => parseFlags(["--name=x", arg])).toThrow("is not a flag");
  },
);

test("keys that objects have of their own are plain flags", () => {
  const flags = parseFlags(["--constructor=1"]);
  expect(Object.keys(flags)).toEqual(["constructor"]);
  expect(flags.constructor).toEqual(["1"]);
});

test("a very long argument is cut in the message", () => {
  expect(() => parseFlags(["x".repeat(100_000)])).toThrow(/^.{0,300}$/su);
});

test("writing flags out and parsing them gives them back", () => {
  const key = fc.stringMatching(/^[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,5})?$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.string({ unit: "binary" })), { maxLength: 20 }), (pairs) => {
      const expected: Record<string, string[]> = {};
      for (const [name, value] of pairs) {
        expected[name] = [...(Object.hasOwn(expected, name) ? expected[name]! : []), value];
      }
      expect(parseFlags(pairs.map(([name, value]) => `--${name}=${value}`))).toEqual(expected);
    }),
  );
});
