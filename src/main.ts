// The executable: the actions it knows by name, and nothing else; how it is called is decided in worker/.

import { version } from "../package.json";
import { commands } from "./commands";
import { imageLayoutAction } from "./image/image-layout-action";
import { createMergeLayersAction } from "./image/merge-layers-action";
import { layerAction } from "./package/layer-action";
import { planAction } from "./plan/plan-command";
import type { Action } from "./worker/action";
import { runProcess } from "./worker/run-process";

const actions = new Map<string, Action>([
  ["layer", layerAction],
  ["merge-layers", createMergeLayersAction(new Map())],
  ["image-layout", imageLayoutAction],
  ["plan", planAction],
]);

void runProcess({ actions, commands, version });
