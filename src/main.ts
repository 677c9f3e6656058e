// The executable: the actions it knows by name, and nothing else; how it is called is decided in worker/.

import { version } from "../package.json";
import { commands } from "./commands";
import type { BundleCache } from "./image/bundle";
import { imageLayoutAction } from "./image/image-layout-action";
import { createMergeLayersAction } from "./image/merge-layers-action";
import { createMergeLockedLayersAction } from "./image/merge-locked-layers-action";
import { placeLayersAction } from "./image/place-layers-action";
import { createLayerAction } from "./package/layer-action";
import { PiecePool } from "./package/piece-pool";
import { planAction } from "./plan/plan-command";
import type { Action } from "./worker/action";
import { runProcess } from "./worker/run-process";

/** Shared by the two actions that make bundles, which are the same bundles wherever packages stay together. */
const bundles: BundleCache = new Map();

const actions = new Map<string, Action>([
  ["layer", createLayerAction(new PiecePool())],
  ["merge-layers", createMergeLayersAction(bundles)],
  ["merge-locked-layers", createMergeLockedLayersAction(bundles)],
  ["place-layers", placeLayersAction],
  ["image-layout", imageLayoutAction],
  ["plan", planAction],
]);

void runProcess({ actions, commands, version });
