// How the program was started: as a persistent worker if Bazel says so, as one of its threads, else for one command, from a flag
// file or by a person.

import { type MessagePort, parentPort } from "node:worker_threads";
import { ActionError } from "./action/action-error";
import { type Command, Interruption, runCommandLine } from "./action/command-line";
import { printableLines } from "./action/printable";
import { type ActionTable, describeFailure, runAction } from "./action/run-action";
import { terminalOf } from "./action/terminal";
import { allowSharedZlib } from "./layer/own-zlib";
import { sizeThreadPool } from "./thread-pool";
import { parseWorkerSettings, type WorkerSettings } from "./worker/worker-settings";

/** What the executable can do and calls itself. */
export interface Executable {
  readonly actions: ActionTable;
  /** Loads what the help says about the actions. */
  readonly commands: () => Promise<readonly Command[]>;
  readonly version: string;
}

/**
 * Does what the arguments of this process ask for and ends it with the exit code that runWorkerProcess or runCommandLine
 * gives. In a thread that the worker started, with the same arguments, runs requests.
 */
export async function runProcess(executable: Executable): Promise<void> {
  if (parentPort !== null) {
    await serveRequests(parentPort, executable.actions);
    return;
  }
  // On this signal Node would open its debugger's port, to which everybody on the machine may connect.
  process.on("SIGUSR1", () => {});
  try {
    const settings = parseWorkerSettings(process.argv.slice(2));
    sizeThreadPool(settings.threads);
    allowWhatIsAllowed(settings);
    if (settings.isWorker) {
      // Loaded only here, since a process for one command does not need the protocol.
      const { runWorkerProcess } = await import("./worker/worker-process.js");
      // All responses are handed over by now; what an action may have left running does not keep the process.
      process.exit(await runWorkerProcess(executable.actions, settings));
    }
    watchStreams();
    const interrupt = new AbortController();
    for (const name of ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"] as const) {
      process.once(name, () => interrupt.abort(new Interruption(name)));
    }
    const terminal = terminalOf(process.stdout, process.env);
    const exitCode = await runCommandLine(settings.rest, {
      ...executable,
      root: process.cwd(),
      signal: interrupt.signal,
      print: (text) => process.stdout.write(`${printableLines(text, terminal?.colour)}\n`),
      complain,
      terminal,
    });
    process.exitCode ||= exitCode;
  } catch (error) {
    complain(describeFailure(error));
    process.exitCode = 1;
  }
}

async function serveRequests(port: MessagePort, actions: ActionTable): Promise<void> {
  allowWhatIsAllowed(parseWorkerSettings(process.argv.slice(2)));
  const { serveThread } = await import("./worker/request-thread-program.js");
  serveThread(port, (args, context) => runAction(actions, args, context));
}

function allowWhatIsAllowed(settings: WorkerSettings): void {
  if (settings.allowSharedZlib || process.env.PACKAGE_LAYERS_SHARED_ZLIB === "allow") {
    allowSharedZlib();
  }
}

function complain(text: string): void {
  process.stderr.write(`${printableLines(text)}\n`);
}

/**
 * Keeps a closed pipe or a full disk from ending the process in the middle of its work. A reader that has closed the pipe has
 * what it wanted; any other error of writing makes the command fail.
 */
function watchStreams(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") {
      process.exitCode = 1;
      complain(
        describeFailure(new ActionError("standard output cannot be written", { remedy: REDIRECT, cause: error })),
      );
    }
  });
  // Nobody can be told.
  process.stderr.on("error", () => {
    process.exitCode = 1;
  });
}

const REDIRECT = "redirect it to a place that can be written to";
