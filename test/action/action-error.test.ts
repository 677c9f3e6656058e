import { ActionError } from "../../src/action/action-error";

test("describes an error with package, file and remedy, a line each", () => {
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

test("prints no line for an unknown detail", () => {
  const error = new ActionError("wrong", { package: undefined, remedy: "mend it" });
  expect(error.describe()).toBe("package_layers: wrong\n  remedy: mend it");
});

test("names that hold control characters stay on their line and do nothing to a terminal", () => {
  const error = new ActionError("wrong", { file: "a\0b\n  remedy: none\x1b[2Jñ", remedy: "mend it" });
  expect(error.describe()).toBe(
    "package_layers: wrong\n  file: a\\x00b\\x0a  remedy: none\\x1b[2Jñ\n  remedy: mend it",
  );
});

test("prints the cause on a line of its own, unless the message says it", () => {
  const describe = (message: string, cause: unknown) =>
    new ActionError(message, { remedy: "mend it", cause }).describe();
  const cause = new Error("EACCES: permission denied, open 'x'\nat somewhere");
  expect(describe("wrong", cause)).toBe(
    "package_layers: wrong\n  cause: EACCES: permission denied, open 'x'\n  remedy: mend it",
  );
  const said = "wrong: EACCES: permission denied, open 'x'";
  expect(describe(said, cause)).toBe(`package_layers: ${said}\n  remedy: mend it`);
  expect(describe("wrong", "no error")).toBe("package_layers: wrong\n  remedy: mend it");
  expect(describe("wrong", new Error("y".repeat(1000))).length).toBeLessThan(400);
});

test("nothing that a message, a cause or a remedy quotes reaches the terminal as it is", () => {
  const quoted = "a\x1b]0;title\x07\u202egnp.exe\u2066\u2028\ufeff\u00ad\r\nroot";
  const text = new ActionError(quoted, {
    package: quoted,
    file: quoted,
    remedy: quoted,
    cause: new Error(quoted),
  }).describe();
  expect(text).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  expect(text.split("\n")).toHaveLength(4);
  expect(text).toContain("a\\x1b]0;title\\x07\\u202egnp.exe\\u2066\\u2028\\ufeff\\u00ad\\x0d\\x0aroot");
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
