import { styles, textTable, wrap } from "../../src/show/text-table";

const columns = [
  { title: "bytes", right: true },
  { title: "name", least: 6 },
  { title: "why", least: 8, optional: true },
];
const rows = [
  ["1 kB", "numpy", "it is heavy enough"],
  ["20 MB", "scikit-learn", "small"],
];
const plain = (width: number) => ({ columns: width, colour: false });

test("without a terminal each column is as wide as it must be", () => {
  expect(textTable(columns, rows, undefined)).toEqual([
    "bytes  name          why",
    " 1 kB  numpy         it is heavy enough",
    "20 MB  scikit-learn  small",
  ]);
});

test.each([44, 40, 34, 26, 23, 20])("lines fit %d columns", (width) => {
  const lines = textTable(columns, rows, plain(width));
  expect(lines).toHaveLength(3);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
  expect(lines[1]).toMatch(/^ 1 kB {2}numpy/);
});

test("drops optional columns on a narrow terminal, and gives their room back to those that were cut", () => {
  expect(textTable(columns, rows, plain(20))).toEqual(["bytes  name", " 1 kB  numpy", "20 MB  scikit-learn"]);
});

test("colours take no room, and are absent without a terminal that has them", () => {
  const terminal = { columns: 60, colour: true };
  const { green } = styles(terminal);
  expect(green("ok")).toBe("\u001b[32mok\u001b[0m");
  expect(styles(plain(60)).green("ok")).toBe("ok");
  expect(styles(undefined).green("ok")).toBe("ok");
  const [, line] = textTable([{ title: "a" }, { title: "b" }], [[green("ok"), "x"]], terminal);
  expect(line).toBe("\u001b[32mok\u001b[0m  x");
});

test("a text is broken at spaces", () => {
  expect(wrap("one two three four", "  ", plain(40))).toBe("one two three four");
  expect(wrap("one two three four", "  ", { columns: 10, colour: false })).toBe("one two\n  three\n  four");
  expect(wrap("one two three four", "  ", undefined)).toBe("one two three four");
});
