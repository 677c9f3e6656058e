import { terminalOf } from "../../src/action/terminal";

test.each([
  [{ isTTY: true, columns: 100 }, {}, { columns: 100, colour: true }],
  [{ isTTY: true, columns: 10 }, {}, { columns: 40, colour: true }],
  [{ isTTY: true }, { NO_COLOR: "1" }, { columns: 80, colour: false }],
  [{ isTTY: true }, { NO_COLOR: "" }, { columns: 80, colour: true }],
  [{ isTTY: true, columns: 80 }, { TERM: "dumb" }, { columns: 80, colour: false }],
  [{ columns: 80 }, {}, undefined],
])("%j with %j is %j", (stream, environment, terminal) => {
  expect(terminalOf(stream, environment)).toEqual(terminal);
});
