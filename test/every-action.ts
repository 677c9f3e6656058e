// Every action by its name, as src/main.ts has them, for tests of what must hold for all of them.

import type { Action } from "../src/action/action";
import { baseFactsAction } from "../src/base/base-facts-action";
import { basePathsAction } from "../src/base/base-paths-action";
import { checkImageAction } from "../src/check/check-image-action";
import { reportCheckAction } from "../src/check/report-check-action";
import { diffAction } from "../src/compare/diff-command";
import { copyBaseAction } from "../src/image/copy-base-action";
import { imageLayoutAction } from "../src/image/image-layout-action";
import { createMergeLayersAction } from "../src/image/merge-layers-action";
import { placeLayersAction } from "../src/image/place-layers-action";
import { createLayerAction } from "../src/layer/layer-action";
import { sociZtocAction } from "../src/layer/soci-ztoc-action";
import { sharedPlanAction } from "../src/plan/shared-plan-action";
import { loadAction } from "../src/registry/load-command";
import { pushAction } from "../src/registry/push-command";
import { createReportAction, drawPage } from "../src/report/report-action";
import { sbomAction } from "../src/sbom/sbom-action";
import { whoHasAction } from "../src/sbom/who-has-command";
import { planAction } from "../src/show/plan-command";
import { resourcesOfThisThread } from "./layer/resources-of-this-thread";

const pageParts = { style: "", program: "" };

export const actions: ReadonlyMap<string, Action> = new Map<string, Action>([
  ["layer", createLayerAction(resourcesOfThisThread())],
  ["soci-ztoc", sociZtocAction],
  [
    "merge-layers",
    createMergeLayersAction(new Map(), async (image, plan, descriptors) =>
      drawPage(image, plan, descriptors, pageParts),
    ),
  ],
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
  ["report", createReportAction(pageParts)],
  ["diff", diffAction],
  ["load", loadAction],
  ["push", pushAction],
]);
