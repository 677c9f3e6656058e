import type { Action } from "../src/action/action";
import { baseFactsAction } from "../src/base/base-facts-action";
import { basePathsAction } from "../src/base/base-paths-action";
import { checkImageAction } from "../src/check/check-image-action";
import { reportCheckAction } from "../src/check/report-check-action";
import { commands } from "../src/commands";
import { diffAction } from "../src/compare/diff-command";
import { copyBaseAction } from "../src/image/copy-base-action";
import { imageLayoutAction } from "../src/image/image-layout-action";
import { createMergeLayersAction } from "../src/image/merge-layers-action";
import { placeLayersAction } from "../src/image/place-layers-action";
import { createLayerAction } from "../src/layer/layer-action";
import { sociZtocAction } from "../src/layer/soci-ztoc-action";
import { planAction } from "../src/plan/plan-command";
import { sharedPlanAction } from "../src/plan/shared-plan-action";
import { loadAction } from "../src/registry/load-command";
import { pushAction } from "../src/registry/push-command";
import { createReportAction } from "../src/report/report-action";
import { sbomAction } from "../src/sbom/sbom-action";
import { whoHasAction } from "../src/sbom/who-has-command";
import { resourcesOfThisThread } from "./layer/resources-of-this-thread";

const actions = new Map<string, Action>([
  ["layer", createLayerAction(resourcesOfThisThread())],
  ["soci-ztoc", sociZtocAction],
  ["merge-layers", createMergeLayersAction(new Map())],
  ["place-layers", placeLayersAction],
  ["base-paths", basePathsAction],
  ["copy-base", copyBaseAction],
  ["image-layout", imageLayoutAction],
  ["shared-plan", sharedPlanAction],
  ["base-facts", baseFactsAction],
  ["check-image", checkImageAction],
  ["report-check", reportCheckAction],
  ["sbom", sbomAction],
  ["who-has", whoHasAction],
  ["plan", planAction],
  ["report", createReportAction({ style: "", program: "" })],
  ["diff", diffAction],
  ["load", loadAction],
  ["push", pushAction],
]);
const context = { root: "/nonexistent", signal: new AbortController().signal, log: () => {} };

/** What the action's schema says of flags that nothing can be done with. */
async function complaints(name: string, args: readonly string[]): Promise<string> {
  return actions.get(name)!(args, context).then(
    () => "",
    (error: Error) => error.message,
  );
}

test("every action is in the help and every command of the help is an action", () => {
  expect(commands.map(({ name }) => name).sort()).toEqual([...actions.keys()].sort());
});

test.each(commands)("$name: each flag of the help is known to the action", async ({ name, flags }) => {
  const named = flags.map(([flag]) => flag.slice(0, flag.indexOf("=")));
  expect(await complaints(name, [...named.map((flag) => `${flag}=`), "--no-such-flag=1"])).toMatch(
    /unknown --no-such-flag$/,
  );
});

test.each(commands)("$name: each flag that the action cannot do without is in the help", async ({ name, flags }) => {
  const missing = (await complaints(name, [])).match(/--[a-z-]+(?= is missing)/g) ?? [];
  const named = flags.map(([flag]) => flag.slice(0, flag.indexOf("=")));
  expect(named).toEqual(expect.arrayContaining(missing));
});
