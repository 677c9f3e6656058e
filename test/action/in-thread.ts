// What threads have in common, as another thread of this process has it.

import * as path from "node:path";
import type * as ActionThreads from "../../src/action/action-threads";
import { dataForThread } from "../../src/action/action-threads";

/** The module in a thread of that id that this one has started. */
export function inThread(threadId: number): typeof ActionThreads {
  const given = { threadId, workerData: dataForThread() };
  let there!: typeof ActionThreads;
  jest.isolateModules(() => {
    jest.doMock("node:worker_threads", () => ({ ...jest.requireActual("node:worker_threads"), ...given }));
    there = jest.requireActual(path.join(__dirname, "../../src/action/action-threads"));
  });
  return there;
}
