// MODULE.bazel files for today's rules_python, rewritten for the one that Debian has.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { REPOSITORY } from "./workspace";

/** Jest runs CommonJS; the testbed's modules are ES modules, so that a Node of its own is asked. */
function debianModule(text: string): string {
  const url = pathToFileURL(path.join(REPOSITORY, "testbed", "debian-module.mjs"));
  const program = `import { debianModule } from ${JSON.stringify(url.href)}; process.stdout.write(debianModule(${JSON.stringify(text)}));`;
  return execFileSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" });
}

test("a module asks for rules_python 0.22.1, in its words", () => {
  const text = debianModule(readFileSync(path.join(REPOSITORY, "test/e2e/tiny/MODULE.bazel"), "utf8"));
  expect(text).toContain('bazel_dep(name = "rules_python", version = "0.22.1")');
  expect(text).toContain(`pip.parse(
    name = "pypi",
    requirements_lock = "//:requirements_lock.txt",
    incompatible_generate_aliases = True,
    python_interpreter = "python3",
)`);
  expect(text).not.toMatch(/hub_name|python_version|local_/);
  expect(debianModule(text)).toBe(text);
});
