// The peer: the worker loop of @bazel/worker with the example actions, called as its documentation says.

import { resolve } from "node:path";
import { runAsWorker, runWorkerLoop } from "@bazel/worker";
import { expandFlagFiles } from "../../src/action/flag-file";
import { describeFailure, runAction } from "../../src/action/run-action";
import { exampleActions } from "./example-actions";

/** The loop knows no cancelling and no sandbox_dir, so that there is one root and a signal that nobody aborts. */
const context = {
  root: resolve("."),
  signal: new AbortController().signal,
  log: (line: string) => console.error(line),
};

async function build(args: readonly string[]): Promise<boolean> {
  try {
    await runAction(exampleActions, args, context);
    return true;
  } catch (error) {
    console.error(describeFailure(error));
    return false;
  }
}

const args = process.argv.slice(2);
if (runAsWorker(args)) {
  void runWorkerLoop(build);
} else {
  void expandFlagFiles(args, context.root)
    .then(build)
    .then((isDone) => {
      process.exitCode = isDone ? 0 : 1;
    });
}
