// Makes this process a persistent worker: its streams, its signals, its exit code.

import { allowThreads } from "../action/action-threads";
import { printableLines } from "../action/printable";
import { type ActionTable, runAction } from "../action/run-action";
import { FrameError } from "./frame-reader";
import { servePersistentWorker } from "./persistent-worker";
import { protectStdout } from "./protect-stdout";
import { requestThreadCount } from "./request-thread-count";
import { RequestThreads } from "./request-threads";
import { threadStarter } from "./start-thread";
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
  const most = requestThreadCount();
  allowThreads(most);
  const threads = new RequestThreads({
    here: (args, context) => runAction(actions, args, context),
    start: threadStarter(process.argv),
    most,
    log,
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
