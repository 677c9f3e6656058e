// The executable: a persistent worker if Bazel says so, else one command, given by Bazel in a flag file or by a person.

import { version } from "../package.json";
import { imageLayoutAction } from "./image/image-layout-action";
import { createMergeLayersAction } from "./image/merge-layers-action";
import { layerAction } from "./package/layer-action";
import { planAction } from "./plan/plan-command";
import type { Action } from "./worker/action";
import { runCommandLine } from "./worker/command-line";
import { commands } from "./worker/commands";
import { describeFailure } from "./worker/run-action";
import { parseWorkerSettings, runWorkerProcess } from "./worker/worker-process";

const actions = new Map<string, Action>([
  ["layer", layerAction],
  ["merge-layers", createMergeLayersAction(new Map())],
  ["image-layout", imageLayoutAction],
  ["plan", planAction],
]);

async function main(): Promise<number> {
  const settings = parseWorkerSettings(process.argv.slice(2));
  if (settings.isWorker) {
    // All responses are handed over by now; what an action may have left running does not keep the process.
    process.exit(await runWorkerProcess(actions, settings));
  }
  const interrupt = new AbortController();
  process.once("SIGTERM", () => interrupt.abort());
  process.once("SIGINT", () => interrupt.abort());
  return runCommandLine(settings.rest, {
    actions,
    commands,
    version,
    root: process.cwd(),
    signal: interrupt.signal,
    print: (text) => process.stdout.write(`${text}\n`),
    complain: (text) => process.stderr.write(`${text}\n`),
  });
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error) => {
    process.stderr.write(`${describeFailure(error)}\n`);
    process.exitCode = 1;
  },
);
