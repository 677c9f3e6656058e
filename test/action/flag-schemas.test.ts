import { z } from "zod";
import { ActionError } from "../../src/action/action-error";
import { integer, many, one, pairs, parseArguments, path } from "../../src/action/flag-schemas";

const schema = z.strictObject({
  name: one,
  file: path.optional(),
  level: integer.default(-1),
  word: many,
  pair: pairs,
});

const parse = (...args: string[]) => parseArguments("example", schema, args);

test("flags become values; what is left out has its default", () => {
  expect(parse("--name=")).toEqual({ name: "", level: -1, word: [], pair: [] });
  expect(parse("--name=a=b", "--file=x", "--level=-12", "--word=1", "--word=", "--pair=a\tb", "--pair=\tc\td")).toEqual(
    {
      name: "a=b",
      file: "x",
      level: -12,
      word: ["1", ""],
      pair: [
        ["a", "b"],
        ["", "c\td"],
      ],
    },
  );
});

test.each([
  [[], "example: --name is missing"],
  [["--name=a", "--name=b"], "example: --name may be given only once"],
  [["--name=a", "--file="], "example: --file may not be empty"],
  [["--name=a", "--level=1.5"], "example: --level is not a whole number"],
  [["--name=a", "--level=1e3"], "example: --level is not a whole number"],
  [["--name=a", "--level=9007199254740993"], "example: --level is not a whole number"],
  [["--name=a", "--pair=ab"], 'example: --pair.0 "ab" lacks the TAB between its two parts'],
  [["--name=a", "--colour=red", "--size=1"], "example: unknown --colour, --size"],
])("%j is refused: %s", (args, message) => {
  expect(() => parse(...args)).toThrow(
    expect.objectContaining({
      message,
      details: { remedy: "see `package-layers example --help` for its arguments" },
    }),
  );
  expect(() => parse(...args)).toThrow(ActionError);
});

test("names everything that is wrong at once", () => {
  expect(() => parse("--level=x", "--colour=red")).toThrow(
    "example: --name is missing; --level is not a whole number; unknown --colour",
  );
});
