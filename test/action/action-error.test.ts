import { ActionError } from "../../src/action/action-error";

test("an error is told with package, file and remedy, a line each", () => {
  const error = new ActionError("two layers have one path", {
    package: "six 1.17.0",
    file: "app/six.py",
    remedy: "leave one of them out",
  });
  expect(error.describe()).toBe(
    [
      "package_layers: two layers have one path",
      "  package: six 1.17.0",
      "  file: app/six.py",
      "  remedy: leave one of them out",
    ].join("\n"),
  );
});

test("what is not known has no line", () => {
  const error = new ActionError("wrong", { package: undefined, remedy: "mend it" });
  expect(error.describe()).toBe("package_layers: wrong\n  remedy: mend it");
});

test("names that hold control characters stay on their line and do nothing to a terminal", () => {
  const error = new ActionError("wrong", { file: "a\0b\n  remedy: none\x1b[2Jñ", remedy: "mend it" });
  expect(error.describe()).toBe(
    "package_layers: wrong\n  file: a\\x00b\\x0a  remedy: none\\x1b[2Jñ\n  remedy: mend it",
  );
});

test("an error is one to programs too: message, cause and details", () => {
  const cause = new Error("ENOENT");
  const error = new ActionError("wrong", { file: "a", remedy: "mend it", cause });
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: "ActionError",
    message: "wrong",
    cause,
    details: { file: "a", remedy: "mend it" },
  });
});
