import { changeRates, parseLockedVersions } from "../../src/plan/change-rates";

describe("reads", () => {
  test("a requirements file with hashes, extras, markers and comments", () => {
    const text = [
      "# numpy==0",
      "--index-url x",
      "Foo_Bar[extra]==1.2 ; python_version < '3.13' \\",
      "    --hash=sha256:00",
      "requests == 2.0",
      "-e ./here",
      "arbitrary===a+b",
    ].join("\n");
    expect([...parseLockedVersions(text)]).toEqual([
      ["foo-bar", "1.2"],
      ["requests", "2.0"],
      ["arbitrary", "a+b"],
    ]);
  });

  test("uv.lock and poetry.lock", () => {
    const text = [
      "version = 1",
      "[[package]]",
      'name = "Foo.Bar"',
      'version = "1.2"',
      "dependencies = [",
      '  { name = "other", version = "9" },',
      "]",
      "[package.metadata]",
      'version = "7"',
      "[[package]]",
      'name = "virtual"',
      "[[package]]",
      'name = "baz"',
      'version = "3"',
    ].join("\n");
    expect([...parseLockedVersions(text)]).toEqual([
      ["foo-bar", "1.2"],
      ["baz", "3"],
    ]);
  });

  test("nothing from a file that is not a lock", () => {
    expect(parseLockedVersions("<<<<<<< HEAD\n").size).toBe(0);
  });
});

test("rates lie between what was seen and the mean", () => {
  const revision = (a: number, b: number) =>
    new Map([
      ["a", String(a)],
      ["b", String(b)],
      ["c", "1"],
    ]);
  const rates = changeRates([revision(1, 1), revision(2, 1), revision(2, 1), revision(3, 2), revision(4, 2)]);
  // Three steps (the equal revision is none): a changed 3 times, b once, c never; the mean is 4/9.
  expect(rates.get("a")).toBeCloseTo((3 + 20 / 9) / 8);
  expect(rates.get("b")).toBeCloseTo((1 + 20 / 9) / 8);
  expect(rates.get("c")).toBeCloseTo(20 / 9 / 8);
});

test("only packages of the newest revision have a rate; a new one has the mean", () => {
  const rates = changeRates([
    new Map([
      ["old", "1"],
      ["kept", "1"],
    ]),
    new Map([
      ["kept", "2"],
      ["new", "1"],
    ]),
  ]);
  expect([...rates]).toEqual([
    ["kept", 1],
    ["new", 1],
  ]);
  expect(changeRates([]).size).toBe(0);
});
