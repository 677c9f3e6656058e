// Makes this process a persistent worker: its streams, its signals, its exit code.

import { availableParallelism } from "node:os";
import { ActionError } from "./action-error";
import { FrameError } from "./frame-reader";
import { servePersistentWorker } from "./persistent-worker";
import { protectStdout } from "./protect-stdout";
import { type ActionTable, runAction } from "./run-action";
import { jsonProtocol, protoProtocol, type WorkProtocol } from "./work-protocol";

/** What the arguments that start a worker say. */
export interface WorkerSettings {
  readonly isWorker: boolean;
  readonly protocol: WorkProtocol;
  readonly concurrency: number;
  /** What is left for the actions: it stands before the arguments of each request. */
  readonly rest: readonly string[];
}

/**
 * Takes the settings of the worker out of the arguments of the process.
 *
 * Bazel adds `--persistent_worker` and says nothing of the protocol, so that the rule says it: an action with the
 * execution requirement `requires-worker-protocol: json` has `--worker_protocol=json` among its arguments, as Bazel's own
 * example worker has it. The first byte would not tell: `{` (0x7b) is also the length of a protobuf request of 123 bytes.
 * `--worker_concurrency=N` bounds the requests that run at a time (default: as many as there are processors). What
 * stands after `--persistent_worker` comes from `--worker_extra_flag`; of it, unknown flags are ignored as Bazel's tests
 * expect of a worker. Throws ActionError if a setting has no such value.
 */
export function parseWorkerSettings(args: readonly string[]): WorkerSettings {
  const marker = args.indexOf("--persistent_worker");
  let protocol = protoProtocol;
  let concurrency = availableParallelism();
  const rest: string[] = [];
  for (const [index, arg] of args.entries()) {
    const [, name, value] = /^--worker_(protocol|concurrency)=(.*)$/s.exec(arg) ?? [];
    if (name === "protocol") {
      protocol = parseProtocol(value!);
    } else if (name === "concurrency") {
      concurrency = parseConcurrency(value!);
    } else if (marker === -1 || index < marker) {
      rest.push(arg);
    }
  }
  return { isWorker: marker !== -1, protocol, concurrency, rest };
}

function parseProtocol(value: string): WorkProtocol {
  if (value !== "proto" && value !== "json") {
    throw new ActionError(`there is no worker protocol ${JSON.stringify(value)}`, {
      remedy: "give --worker_protocol=proto or --worker_protocol=json, as requires-worker-protocol says",
    });
  }
  return value === "json" ? jsonProtocol : protoProtocol;
}

function parseConcurrency(value: string): number {
  if (!/^[1-9]\d{0,3}$/.test(value)) {
    throw new ActionError(`${JSON.stringify(value)} is no number of requests`, {
      remedy: "give --worker_concurrency=N with N from 1 to 9999",
    });
  }
  return Number(value);
}

/**
 * Serves requests from standard input until it ends or SIGTERM or SIGINT comes, and resolves to the exit code: 0 for any
 * of these ends or several together, 1 if the input is no sequence of requests or the output cannot be written.
 *
 * At the end of input, work under way is finished and answered; at a signal it is given up and its outputs are removed.
 */
export async function runWorkerProcess(actions: ActionTable, settings: WorkerSettings): Promise<number> {
  const write = protectStdout();
  const stop = new AbortController();
  let exitCode = 0;
  const log = (line: string) => {
    process.stderr.write(`package_layers worker ${process.pid}: ${line}\n`);
  };
  const end = () => stop.abort();
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
  process.stdout.on("error", (error) => {
    if (!stop.signal.aborted) {
      log(`responses cannot be written: ${error.message}`);
      exitCode = 1;
      end();
    }
  });
  try {
    await servePersistentWorker({
      protocol: settings.protocol,
      input: process.stdin,
      write,
      run: (args, context) => runAction(actions, args, context),
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
        ? `the input is no sequence of work requests: ${error.message}; is --worker_protocol what requires-worker-protocol says?`
        : `the input cannot be read: ${(error as Error).message}`,
    );
  }
  return exitCode;
}
