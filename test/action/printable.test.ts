import { printableLine, printableLines } from "../../src/action/printable";

const HOSTILE = "a\x1b]0;title\x07\u202egnp\u2066\u2028\ufeff\u00ad\x7f\x9b1m\r\n\u{e0041}\ud800é日😀";

test("escapes what would act on a terminal, and leaves everything else", () => {
  expect(printableLine(HOSTILE)).toBe(
    "a\\x1b]0;title\\x07\\u202egnp\\u2066\\u2028\\ufeff\\u00ad\\u007f\\u009b1m\\x0d\\x0a\\udb40\\udc41\\ud800é日😀",
  );
});

test("keeps our own line ends and colours", () => {
  expect(printableLines("a\nb\x1b[31mc")).toBe("a\nb\\x1b[31mc");
  expect(printableLines("a\x1b[31mred\x1b[0m\x1b[2J\x1b[38;5;1m", true)).toBe(
    "a\x1b[31mred\x1b[0m\\x1b[2J\\x1b[38;5;1m",
  );
});

test("JSON stays the JSON that it was", () => {
  const value = { name: HOSTILE };
  expect(JSON.parse(printableLines(JSON.stringify(value, null, 2)))).toEqual(value);
});
