// The program of a thread that runs requests of the worker beside its first thread (request-threads.ts).

import type { MessagePort } from "node:worker_threads";
import { describeFailure } from "../action/run-action";
import type { RunRequest } from "./request-threads";

/** A message to the thread; without work, it asks to give up the request of that id. */
export interface ThreadRequest {
  readonly id: number;
  readonly work?: { readonly args: readonly string[]; readonly root: string };
}

/** A message from the thread: that it takes requests; a line for the user; or the end of a request, with why it failed. */
export type ThreadAnswer = "ready" | { readonly id: number; readonly line?: string; readonly failure?: string };

/** Runs the requests that come through the port side by side, and answers the end of each exactly once. */
export function serveThread(port: MessagePort, run: RunRequest): void {
  const answer = (message: ThreadAnswer) => port.postMessage(message);
  const open = new Map<number, AbortController>();
  port.on("message", async ({ id, work }: ThreadRequest) => {
    if (work === undefined) {
      open.get(id)?.abort(new DOMException("the request was given up", "AbortError"));
      return;
    }
    const abort = new AbortController();
    open.set(id, abort);
    let failure: string | undefined;
    try {
      await run(work.args, { root: work.root, signal: abort.signal, log: (line) => answer({ id, line }) });
    } catch (error) {
      failure = describeFailure(error);
    }
    open.delete(id);
    answer(failure === undefined ? { id } : { id, failure });
  });
  answer("ready");
}
