// The settings of a worker, from the arguments that start its process.

import { availableParallelism } from "node:os";
import { ActionError } from "../action/action-error";

/** The encodings of the worker protocol, as `requires-worker-protocol` names them. */
export type ProtocolName = "proto" | "json";

/** What the arguments that start a worker say. */
export interface WorkerSettings {
  readonly isWorker: boolean;
  readonly protocol: ProtocolName;
  readonly concurrency: number;
  /** Threads that compress; half as many run requests (request-thread-count.ts). */
  readonly threads: number;
  /** Whether layers may be made by a Node whose zlib is not its own. */
  readonly allowSharedZlib: boolean;
  /** The other arguments, for the actions: they go before the arguments of each request. */
  readonly rest: readonly string[];
}

/**
 * Takes the settings of the worker out of the arguments of the process.
 *
 * Bazel adds `--persistent_worker` and does not name the protocol, so the rule does: an action with the
 * execution requirement `requires-worker-protocol: json` has `--worker_protocol=json` among its arguments, as Bazel's own
 * example worker has it. The first byte does not tell: `{` (0x7b) is also the length of a protobuf request of 123 bytes.
 * `--allow_shared_zlib` is given if the toolchain's Node may have the system's zlib. `--worker_concurrency=N` bounds the
 * requests that run at a time, `--worker_threads=N` the threads that compress for them, and with these the threads that they run in
 * (default of both: as many as there are processors). What stands after `--persistent_worker` comes from `--worker_extra_flag`; of it, unknown flags are ignored as
 * Bazel's tests expect of a worker. Throws ActionError if a setting has no such value.
 */
export function parseWorkerSettings(args: readonly string[]): WorkerSettings {
  const marker = args.indexOf("--persistent_worker");
  let protocol: ProtocolName = "proto";
  let concurrency = availableParallelism();
  let threads = availableParallelism();
  let allowSharedZlib = false;
  const rest: string[] = [];
  for (const [index, arg] of args.entries()) {
    const [, name, value] = /^--worker_(protocol|concurrency|threads)=(.*)$/s.exec(arg) ?? [];
    if (arg === "--allow_shared_zlib") {
      allowSharedZlib = true;
    } else if (name === "protocol") {
      protocol = parseProtocol(value!);
    } else if (name === "concurrency") {
      concurrency = parseCount("concurrency", value!);
    } else if (name === "threads") {
      threads = parseCount("threads", value!);
    } else if (marker === -1 || index < marker) {
      rest.push(arg);
    }
  }
  return { isWorker: marker !== -1, protocol, concurrency, threads, allowSharedZlib, rest };
}

function parseProtocol(value: string): ProtocolName {
  if (value !== "proto" && value !== "json") {
    throw new ActionError(`the worker protocol ${JSON.stringify(value)} is not known`, {
      remedy: "give --worker_protocol=proto or --worker_protocol=json, as requires-worker-protocol says",
    });
  }
  return value;
}

function parseCount(setting: string, value: string): number {
  if (!/^[1-9]\d{0,3}$/.test(value)) {
    throw new ActionError(`--worker_${setting}=${JSON.stringify(value)} is not a number from 1 to 9999`, {
      remedy: `give --worker_${setting}=N with N from 1 to 9999`,
    });
  }
  return Number(value);
}
