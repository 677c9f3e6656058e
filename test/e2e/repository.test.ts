// The repository's own targets: `bazel test //...` at its root works, which runs the unit tests of the Starlark functions.

import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { REPOSITORY } from "./workspace";

test("bazel test //... passes at the root, and tests something", () => {
  const prepared = spawnSync(process.execPath, [path.join(REPOSITORY, "testbed", "bazel.mjs"), REPOSITORY], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  expect(prepared.status).toBe(0);
  const bazel = (...args: string[]) =>
    spawnSync(prepared.stdout, args, { cwd: REPOSITORY, encoding: "utf8", maxBuffer: 1 << 28 });
  const { status, stderr, stdout } = bazel("test", "--symlink_prefix=/", "--color=no", "--curses=no", "//...");
  expect({ status, said: status === 0 ? "" : stdout + stderr }).toEqual({ status: 0, said: "" });
  const queried = bazel("query", "--color=no", "tests(//...)");
  expect(queried.stdout.trim().split("\n").length).toBeGreaterThan(5);
});
