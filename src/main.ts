// The executable: the actions it knows by name, and nothing else; how it is called is decided in worker/.

import { version } from "../package.json";
import type { Action } from "./action/action";
import { mostThreads } from "./action/action-threads";
import type { BundleCache } from "./image/bundle";
import type { PageParts } from "./report/page";
import { runProcess } from "./run-process";
import { threadPoolSize } from "./thread-pool";

/** Loads an action at its first request: most processes run only one or two. */
function lazily(load: () => Promise<Action>): Action {
  let loaded: Promise<Action> | undefined;
  return async (args, context) => {
    loaded ??= load();
    await (await loaded)(args, context);
  };
}

/** Text of layer/stream-check-program.ts with all that it imports; esbuild.config.mjs puts it here. */
declare const STREAM_CHECK_PROGRAM: string;

/** Text of report/page-program.ts with all that it imports; esbuild.config.mjs puts it here. */
declare const PAGE_PROGRAM: string;

async function pageParts(): Promise<PageParts> {
  const { default: style } = await import("./report/page.css");
  return { style, program: PAGE_PROGRAM };
}

/** Kept from request to request, since build after build makes equal bundles. */
const bundles: BundleCache = new Map();

const actions = new Map([
  [
    "layer",
    lazily(async () => {
      const { createLayerAction } = await import("./layer/layer-action.js");
      const { RoomAhead } = await import("./layer/blob-writer.js");
      const { BufferPool } = await import("./layer/buffer-pool.js");
      const { checkStreamWith, firstHere } = await import("./layer/stream-check.js");
      const { StreamCheckThread } = await import("./layer/stream-check-thread.js");
      const pieces = new BufferPool();
      const here = checkStreamWith(pieces);
      return createLayerAction({
        pieces,
        checkStream: firstHere(here, new StreamCheckThread(STREAM_CHECK_PROGRAM, here).checkStream),
        room: new RoomAhead(threadPoolSize() / mostThreads()),
      });
    }),
  ],
  [
    "merge-layers",
    lazily(async () =>
      (await import("./image/merge-layers-action.js")).createMergeLayersAction(
        bundles,
        async (image, plan, descriptors) => {
          const { drawPage } = await import("./report/report-action.js");
          return drawPage(image, plan, descriptors, await pageParts());
        },
      ),
    ),
  ],
  ["soci-ztoc", lazily(async () => (await import("./layer/soci-ztoc-action.js")).sociZtocAction)],
  ["place-layers", lazily(async () => (await import("./image/place-layers-action.js")).placeLayersAction)],
  ["base-paths", lazily(async () => (await import("./base/base-paths-action.js")).basePathsAction)],
  ["copy-base", lazily(async () => (await import("./image/copy-base-action.js")).copyBaseAction)],
  ["image-layout", lazily(async () => (await import("./image/image-layout-action.js")).imageLayoutAction)],
  ["shared-plan", lazily(async () => (await import("./plan/shared-plan-action.js")).sharedPlanAction)],
  ["base-facts", lazily(async () => (await import("./base/base-facts-action.js")).baseFactsAction)],
  ["check-image", lazily(async () => (await import("./check/check-image-action.js")).checkImageAction)],
  ["report-check", lazily(async () => (await import("./check/report-check-action.js")).reportCheckAction)],
  ["sbom", lazily(async () => (await import("./sbom/sbom-action.js")).sbomAction)],
  ["who-has", lazily(async () => (await import("./sbom/who-has-command.js")).whoHasAction)],
  [
    "report",
    lazily(async () => {
      const { createReportAction } = await import("./report/report-action.js");
      return createReportAction(await pageParts());
    }),
  ],
  ["plan", lazily(async () => (await import("./show/plan-command.js")).planAction)],
  ["load", lazily(async () => (await import("./registry/load-command.js")).loadAction)],
  ["push", lazily(async () => (await import("./registry/push-command.js")).pushAction)],
  ["diff", lazily(async () => (await import("./compare/diff-command.js")).diffAction)],
]);

void runProcess({ actions, commands: async () => (await import("./commands.js")).commands, version });
