// The executable: the actions it knows by name, and nothing else; how it is called is decided in worker/.

import { version } from "../package.json";
import type { BundleCache } from "./image/bundle";
import type { Action } from "./worker/action";
import { runProcess } from "./worker/run-process";

/** Loads an action with its first request: most processes are asked for one or two. */
function lazily(load: () => Promise<Action>): Action {
  let loaded: Promise<Action> | undefined;
  return async (args, context) => {
    loaded ??= load();
    await (await loaded)(args, context);
  };
}

/** Text of package/proof-program.ts with all that it imports; esbuild.config.mjs puts it here. */
declare const PROOF_PROGRAM: string;

/** Shared by the two actions that make bundles, which are the same bundles wherever packages stay together. */
const bundles: BundleCache = new Map();

const actions = new Map([
  [
    "layer",
    lazily(async () => {
      const { createLayerAction } = await import("./package/layer-action.js");
      const { PiecePool } = await import("./package/piece-pool.js");
      const { ProofThread } = await import("./package/proof-thread.js");
      return createLayerAction({ pieces: new PiecePool(), prove: new ProofThread(PROOF_PROGRAM).prove });
    }),
  ],
  [
    "merge-layers",
    lazily(async () => (await import("./image/merge-layers-action.js")).createMergeLayersAction(bundles)),
  ],
  [
    "merge-locked-layers",
    lazily(async () => (await import("./image/merge-locked-layers-action.js")).createMergeLockedLayersAction(bundles)),
  ],
  ["place-layers", lazily(async () => (await import("./image/place-layers-action.js")).placeLayersAction)],
  ["image-layout", lazily(async () => (await import("./image/image-layout-action.js")).imageLayoutAction)],
  ["plan", lazily(async () => (await import("./plan/plan-command.js")).planAction)],
]);

void runProcess({ actions, commands: async () => (await import("./commands.js")).commands, version });
