import type { Action } from "../../src/action/action";
import { ActionError } from "../../src/action/action-error";
import { describeFailure, runAction } from "../../src/action/run-action";

const context = { root: "/", signal: new AbortController().signal, log: () => {} };

test("the first argument chooses the action, which gets the others and the context", async () => {
  const layer = jest.fn<ReturnType<Action>, Parameters<Action>>(async () => {});
  const other = jest.fn<ReturnType<Action>, Parameters<Action>>(async () => {});
  await runAction(
    new Map([
      ["layer", layer],
      ["other", other],
    ]),
    ["layer", "--a=1", "layer"],
    context,
  );
  expect(layer).toHaveBeenCalledWith(["--a=1", "layer"], context);
  expect(other).not.toHaveBeenCalled();
});

test.each([
  [["lier"], 'no action "lier"'],
  [[], "no arguments"],
])("%j is an error that names the actions", async (args, message) => {
  const run = runAction(new Map([["layer", async () => {}]]), args, context);
  await expect(run).rejects.toThrow(ActionError);
  await expect(run).rejects.toThrow(message);
  await run.catch((error: ActionError) => expect(error.details.remedy).toContain("layer"));
});

test("nothing runs once the signal is aborted", async () => {
  const layer = jest.fn(async () => {});
  const run = runAction(new Map([["layer", layer]]), ["layer"], { ...context, signal: AbortSignal.abort() });
  await expect(run).rejects.toMatchObject({ name: "AbortError" });
  expect(layer).not.toHaveBeenCalled();
});

test("an ActionError is described by its details and without a stack", () => {
  const error = new ActionError("no such file", { package: "numpy", file: "a.py", remedy: "add it" });
  expect(describeFailure(error)).toBe("package_layers: no such file\n  package: numpy\n  file: a.py\n  remedy: add it");
});

test("another error is described by its stack and its causes", () => {
  const text = describeFailure(new Error("outer", { cause: new Error("inner") }));
  expect(text).toMatch(/^package_layers: unexpected error: Error: outer\n {4}at /);
  expect(text).toContain("caused by: Error: inner");
  expect(describeFailure("text")).toBe("package_layers: unexpected error: text");
});
