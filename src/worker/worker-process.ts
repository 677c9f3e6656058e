// Makes this process a persistent worker: its streams, its signals, its exit code.

import { Worker } from "node:worker_threads";
import { printableLines } from "../action/printable";
import { processToken, type ThreadData } from "../action/process-token";
import { type ActionTable, runAction } from "../action/run-action";
import { requestThreadCount } from "../thread-pool";
import { FrameError } from "./frame-reader";
import { servePersistentWorker } from "./persistent-worker";
import { protectStdout } from "./protect-stdout";
import { RequestThreads } from "./request-threads";
import { jsonProtocol, protoProtocol } from "./work-protocol";
import type { WorkerSettings } from "./worker-settings";

/**
 * Serves requests from standard input until it ends or SIGTERM, SIGINT, SIGHUP or SIGQUIT comes, and resolves to the exit code: 0 for any
 * of these ends or several together, 1 if the input is not a sequence of requests or the output cannot be written.
 *
 * At the end of input, work under way is finished and answered; at a signal it is given up and its outputs are removed.
 */
export async function runWorkerProcess(actions: ActionTable, settings: WorkerSettings): Promise<number> {
  const write = protectStdout();
  const stop = new AbortController();
  let exitCode = 0;
  const log = (line: string) => {
    process.stderr.write(`package_layers worker ${process.pid}: ${printableLines(line)}\n`);
  };
  const end = () => stop.abort();
  for (const name of ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"] as const) {
    process.once(name, end);
  }
  // The worker's log has gone; the sender of requests is still there.
  process.stderr.on("error", () => {});
  process.stdout.on("error", (error) => {
    if (!stop.signal.aborted) {
      log(`responses cannot be written: ${error.message}`);
      exitCode = 1;
      end();
    }
  });
  const threads = new RequestThreads({
    here: (args, context) => runAction(actions, args, context),
    start: startThread,
    most: requestThreadCount(),
  });
  try {
    await servePersistentWorker({
      protocol: settings.protocol === "json" ? jsonProtocol : protoProtocol,
      input: process.stdin,
      write,
      run: threads.run,
      root: process.cwd(),
      startupArguments: settings.rest,
      concurrency: settings.concurrency,
      log,
      stop: stop.signal,
    });
  } catch (error) {
    exitCode = 1;
    log(
      error instanceof FrameError
        ? `the input is not a sequence of work requests: ${error.message}; is --worker_protocol what requires-worker-protocol says?`
        : `the input cannot be read: ${(error as Error).message}`,
    );
  }
  return exitCode;
}

/** A thread with the program and the arguments of this process. What it prints goes where this process's own goes. */
function startThread(): Worker {
  const [, program, ...args] = process.argv;
  const thread = new Worker(program!, { argv: args, stdout: true, workerData: { processToken } satisfies ThreadData });
  thread.stdout.pipe(process.stderr, { end: false });
  return thread;
}
