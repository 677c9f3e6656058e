// The three ways in: a persistent worker if Bazel says so, else one command, given in a flag file or by a person.

import { type Command, runCommandLine } from "./action/command-line";
import { type ActionTable, describeFailure } from "./action/run-action";
import { terminalOf } from "./action/terminal";
import { allowSharedZlib } from "./layer/own-zlib";
import { parseWorkerSettings } from "./worker/worker-settings";

/** What the executable can do and calls itself. */
export interface Executable {
  readonly actions: ActionTable;
  /** Loads what the help says of the actions. */
  readonly commands: () => Promise<readonly Command[]>;
  readonly version: string;
}

/**
 * Does what the arguments of this process ask for and ends it with the exit code that runWorkerProcess or runCommandLine
 * gives.
 */
export async function runProcess(executable: Executable): Promise<void> {
  try {
    const settings = parseWorkerSettings(process.argv.slice(2));
    if (settings.allowSharedZlib || process.env.PACKAGE_LAYERS_SHARED_ZLIB === "allow") {
      allowSharedZlib();
    }
    if (settings.isWorker) {
      // Loaded here, since a process for one command needs nothing of the protocol.
      const { runWorkerProcess } = await import("./worker/worker-process.js");
      // All responses are handed over by now; what an action may have left running does not keep the process.
      process.exit(await runWorkerProcess(executable.actions, settings));
    }
    const interrupt = new AbortController();
    process.once("SIGTERM", () => interrupt.abort());
    process.once("SIGINT", () => interrupt.abort());
    process.exitCode = await runCommandLine(settings.rest, {
      ...executable,
      root: process.cwd(),
      signal: interrupt.signal,
      print: (text) => process.stdout.write(`${text}\n`),
      complain: (text) => process.stderr.write(`${text}\n`),
      terminal: terminalOf(process.stdout, process.env),
    });
  } catch (error) {
    process.stderr.write(`${describeFailure(error)}\n`);
    process.exitCode = 1;
  }
}
