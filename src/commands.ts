// The actions as the command line's help shows them, by their own schemas.

import type { Command } from "./action/command-line";
import { toCommand } from "./action/flag-schemas";
import { baseFactsCommand } from "./base/base-facts-action";
import { basePathsCommand } from "./base/base-paths-action";
import { checkImageCommand } from "./check/check-image-action";
import { reportCheckCommand } from "./check/report-check-action";
import { diffCommand } from "./compare/diff-command";
import { copyBaseCommand } from "./image/copy-base-action";
import { imageLayoutCommand } from "./image/image-layout-action";
import { mergeLayersCommand } from "./image/merge-layers-action";
import { placeLayersCommand } from "./image/place-layers-action";
import { layerCommand } from "./layer/layer-action";
import { sociZtocCommand } from "./layer/soci-ztoc-action";
import { sharedPlanCommand } from "./plan/shared-plan-action";
import { loadCommand } from "./registry/load-command";
import { pushCommand } from "./registry/push-command";
import { reportCommand } from "./report/report-action";
import { sbomCommand } from "./sbom/sbom-action";
import { whoHasCommand } from "./sbom/who-has-command";
import { planCommand } from "./show/plan-command";

/** Every command that people may use, with its flags. */
export const commands: readonly Command[] = [
  layerCommand,
  sociZtocCommand,
  mergeLayersCommand,
  placeLayersCommand,
  basePathsCommand,
  copyBaseCommand,
  imageLayoutCommand,
  sharedPlanCommand,
  baseFactsCommand,
  checkImageCommand,
  reportCheckCommand,
  sbomCommand,
  whoHasCommand,
  reportCommand,
  planCommand,
  diffCommand,
  loadCommand,
  pushCommand,
].map(toCommand);
