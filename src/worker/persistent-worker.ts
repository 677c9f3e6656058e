// The loop of a persistent worker: requests in, responses out, several at a time when Bazel multiplexes.

import * as path from "node:path";
import type { Readable } from "node:stream";
import { type FrameReader, LengthDelimitedReader, NewlineDelimitedReader } from "./frame-reader";
import { type Actions, runAction } from "./run-action";
import { decodeRequest, encodeResponse, parseRequest, type WireFormat, type WorkRequest } from "./work-protocol";

/** What a worker is made of; the process's own streams are given to it so that tests can give others. */
export interface WorkerOptions {
  readonly actions: Actions;
  readonly format: WireFormat;
  /** Absolute path of the directory that requests' paths are relative to. */
  readonly root: string;
  readonly input: Readable;
  /** Writes the bytes of one whole response. */
  readonly respond: (bytes: Uint8Array) => void;
  /** Writes a line for whoever reads the worker's log. */
  readonly log: (line: string) => void;
  /** Ends the loop: running requests are given up and nothing more is answered. */
  readonly signal: AbortSignal;
}

/** What one request holds while it runs. */
interface Running {
  readonly abort: AbortController;
  cancelled: boolean;
}

/**
 * Answers requests until the input ends, then waits for those that run.
 *
 * @returns the process's exit code: 0 at a clean end, 1 after input that is no stream of work requests.
 */
export async function runPersistentWorker(options: WorkerOptions): Promise<number> {
  const { format, input, log, signal } = options;
  const reader: FrameReader = format === "proto" ? new LengthDelimitedReader() : new NewlineDelimitedReader();
  const running = new Map<number, Running>();
  const work = new Set<Promise<void>>();
  const stop = () => {
    for (const { abort } of running.values()) {
      abort.abort();
    }
    input.destroy();
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const chunk of input) {
      for (const frame of reader.read(chunk)) {
        const request = format === "proto" ? decodeRequest(frame) : parseRequest(Buffer.from(frame).toString("utf8"));
        if (request.cancel) {
          cancel(running, request);
          continue;
        }
        const one = answer(options, running, request).finally(() => work.delete(one));
        work.add(one);
      }
    }
    await Promise.all(work);
    if (reader.isInsideFrame) {
      log("the input ended in the middle of a work request");
      return 1;
    }
    return 0;
  } catch (error) {
    await Promise.all(work);
    if (signal.aborted) {
      return 0;
    }
    log(`the input is no stream of work requests: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** A request that is not running (any more) has been answered or will be: nothing is owed for its cancellation. */
function cancel(running: Map<number, Running>, request: WorkRequest): void {
  const found = running.get(request.requestId);
  if (found !== undefined) {
    found.cancelled = true;
    found.abort.abort();
  }
}

async function answer(options: WorkerOptions, running: Map<number, Running>, request: WorkRequest): Promise<void> {
  const { requestId } = request;
  const entry: Running = { abort: new AbortController(), cancelled: false };
  running.set(requestId, entry);
  if (request.verbosity > 0) {
    options.log(`request ${requestId}: ${request.arguments[0] ?? ""}, ${request.arguments.length} arguments`);
  }
  const { exitCode, output } = await runAction(options.actions, request.arguments, {
    root: path.resolve(options.root, request.sandboxDir),
    signal: entry.abort.signal,
  });
  running.delete(requestId);
  if (options.signal.aborted) {
    return;
  }
  // A request that finished before it noticed its cancellation has its outputs; Bazel accepts either answer.
  const wasCancelled = entry.cancelled && exitCode !== 0;
  options.respond(
    encodeResponse(
      { exitCode: wasCancelled ? 0 : exitCode, output: wasCancelled ? "" : output, requestId, wasCancelled },
      options.format,
    ),
  );
}
