import { nearNames } from "../../src/action/near-names";

const known = ["numpy", "pandas", "scikit-learn", "pyarrow", "attrs", "six"];

test.each([
  ["nunpy", ["numpy"]],
  ["panda", ["pandas"]],
  ["scikit", ["scikit-learn"]],
  ["arrow", ["pyarrow"]],
  ["sixx", ["six"]],
  ["tensorflow", []],
  ["", []],
])("%j may mean %j", (asked, meant) => {
  expect(nearNames(asked, known, 3)).toEqual(meant);
});

test("the nearest comes first, and no more than asked for", () => {
  expect(nearNames("ab-1", ["ab-12", "ab-1x", "ab-2", "xy"], 2)).toEqual(["ab-12", "ab-1x"]);
});
