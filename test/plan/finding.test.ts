import { ActionError } from "../../src/action/action-error";
import { type Finding, findingLine, refuseWarnings } from "../../src/plan/finding";

const warning: Finding = { id: "a", severity: "warning", message: "a is missing", remedy: "add a" };
const note: Finding = { id: "b", severity: "note", message: "b was taken", remedy: "name c to have c" };

test("is one line with its remedy", () => {
  expect([warning, note].map(findingLine)).toEqual([
    "package_layers: warning: a is missing; add a",
    "package_layers: note: b was taken; name c to have c",
  ]);
});

test("notes are never refused, and a refusal names every warning", () => {
  expect(() => refuseWarnings([note])).not.toThrow();
  const refused = () => refuseWarnings([warning, note, { ...warning, message: "c is missing", remedy: "add c" }]);
  expect(refused).toThrow(ActionError);
  expect(refused).toThrow(/- a is missing; add a\n {2}- c is missing; add c$/);
  expect(refused).not.toThrow(/b was taken/);
});
