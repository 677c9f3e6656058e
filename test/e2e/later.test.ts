// What can be known of Bazel 8 and 9 without them: Bazel 7.7.1 with their label, their defaults and what their bazel_tools
// asks for, so that rule sets choose what they choose there.

import { cpSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { PlanFile } from "../../src/plan/plan-file";
import { debianBase } from "./base-image";
import { LATER_DEFAULTS } from "./later-defaults";
import { withLocalRuntimes } from "./local-runtimes";
import { inImage, startOf } from "./started-image";
import { newestRuleSets, Workspace } from "./workspace";

const registry = newestRuleSets("rule sets that take Bazel for a later version");
// With the registry that Bazel itself uses there are Bazel 8 and 9 themselves.
const emulated = registry === undefined || registry === "default" ? describe.skip : describe;
const base = debianBase();
const onBase = base === undefined ? test.skip : test;
const IMAGES = ["app_layers", "app_venv"];

emulated.each([
  ["8.7.0", "2.3.2"],
  ["9.1.0", "2.3.2"],
])("Bazel %s with rules_python %s", (bazel, rulesPython) => {
  let workspace: Workspace;

  beforeAll(() => {
    workspace = Workspace.create("test/e2e/rules-python", "later", registry);
    workspace.useVersion("rules_python", rulesPython);
    workspace.write("MODULE.bazel", withLocalRuntimes(workspace.read("MODULE.bazel"), rulesPython));
    workspace.useLaterBazel(bazel);
    if (base !== undefined) {
      cpSync(base, path.join(workspace.folder, "base"), { recursive: true });
      const withBase = workspace.read("BUILD.bazel").replace(/binary = /g, 'base = "base",\n    binary = ');
      workspace.write("BUILD.bazel", withBase);
    }
    const bootstrap = "--@rules_python//python/config_settings:bootstrap_impl=script";
    workspace.build([...IMAGES.map((image) => `//:${image}`), "--output_groups=+plan", bootstrap, ...LATER_DEFAULTS]);
  });

  afterAll(() => {
    workspace?.bazel(["shutdown"]);
  });

  test("it is taken for that version", () => {
    expect(workspace.bazel(["info", "release"])).toBe(`release ${bazel}\n`);
  });

  test.each(IMAGES)("%s has every package once", (image) => {
    const { packages }: PlanFile = JSON.parse(readFileSync(workspace.output(`${image}.plan.json`), "utf8"));
    const names = packages.map(({ name }) => name);
    expect(names).toContain("markupsafe");
    expect(new Set(names).size).toBe(names.length);
  });

  onBase.each(IMAGES)("%s starts and imports every package", (image) => {
    inImage(workspace, image, (start) => {
      expect(start(startOf(workspace, image).Entrypoint)).toContain("app ok Hello, layers!");
    });
  });
});
