import { ActionError } from "../../src/action/action-error";
import { explainMachineError } from "../../src/action/machine-error";

test("a full disk comes with a remedy, its path and the error itself", () => {
  const error = Object.assign(new Error("ENOSPC: no space left on device, open 'x'"), { code: "ENOSPC", path: "x" });
  const explained = explainMachineError(error) as ActionError;
  expect(explained).toBeInstanceOf(ActionError);
  expect(explained.describe()).toBe(
    "package_layers: the disk is full\n  file: x\n  cause: ENOSPC: no space left on device, open 'x'\n" +
      "  remedy: make room on the disk that Bazel's output base is on, and build again",
  );
  expect(explained.cause).toBe(error);
});

test.each([
  ["a defect", new TypeError("x is undefined")],
  ["an error of the system that may be a defect", Object.assign(new Error("EINVAL"), { code: "EINVAL" })],
  ["an ActionError", new ActionError("bad input", { remedy: "mend it" })],
  ["what is no error", undefined],
])("%s stays as it is", (_, error) => {
  expect(explainMachineError(error)).toBe(error);
});
