// The actions as the command line's help shows them; the actions' own schemas decide what is accepted.

import { imageLayoutCommand } from "./image/image-layout-action";
import { mergeLayersCommand } from "./image/merge-layers-action";
import { mergeLockedLayersCommand } from "./image/merge-locked-layers-action";
import { placeLayersCommand } from "./image/place-layers-action";
import { layerCommand } from "./package/layer-action";
import { planCommand } from "./plan/plan-command";
import type { Command } from "./worker/command-line";

/** Every command that people may use, with its flags. */
export const commands: readonly Command[] = [
  layerCommand,
  mergeLayersCommand,
  mergeLockedLayersCommand,
  placeLayersCommand,
  imageLayoutCommand,
  planCommand,
];
