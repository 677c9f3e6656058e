// An image of as many layers as Docker's graph drivers take, in the hands of container runtimes.

import { cpSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { PlanFile } from "../../src/plan/plan-file";
import { debianBase, run } from "./base-image";
import { pushLayout, startContainerRuntimes } from "./container-runtimes";
import { type LoopbackRegistry, startLoopbackRegistry } from "./loopback-registry";
import { ociTool } from "./oci-tools";
import { standIn } from "./stand-ins";
import { DEBIAN, Workspace } from "./workspace";

const base = debianBase();
const runtimes = base === undefined ? [] : startContainerRuntimes();

let workspace: Workspace;
let registry: LoopbackRegistry;
let image: string;

beforeAll(async () => {
  workspace = Workspace.create("test/e2e/many-layers", "many-layers", DEBIAN);
  if (base !== undefined) {
    cpSync(base, path.join(workspace.folder, "base"), { recursive: true });
    workspace.write(
      "BUILD.bazel",
      workspace.read("BUILD.bazel").replace('binary = ":app"', 'base = "base",\n    binary = ":app"'),
    );
  }
  workspace.build([standIn("rules_oci"), "//:app_layers", "--output_groups=+plan"]);
  registry = await startLoopbackRegistry();
  image = `${registry.address}/many:latest`;
  pushLayout(workspace.output("app_layers"), image);
});

afterAll(() => {
  for (const runtime of runtimes) {
    runtime.stop();
  }
  registry.stop();
  workspace.bazel(["shutdown"]);
});

test("each of 120 packages has a layer, and the image keeps to the cap", () => {
  const { layers } = JSON.parse(readFileSync(workspace.output("app_layers.plan.json"), "utf8")) as PlanFile;
  expect(layers.filter(({ kind }) => kind === "package")).toHaveLength(120);
  expect(layers.length).toBeLessThanOrEqual(125);
});

test("crane finds every layer sound in a registry", () => {
  expect(run(ociTool("crane"), ["validate", `--remote=${image}`])).toContain("PASS");
});

(runtimes.length > 0 ? test : test.skip).each(runtimes)("$name pulls and runs it", ({ runPulled }) => {
  expect(runPulled(image).trim()).toBe("120 packages");
});
