// The program of the thread that proves claims: decides the claims that come through its port, in order.

import { type MessagePort, parentPort } from "node:worker_threads";
import { BufferPool } from "./buffer-pool";
import { checkStreamWith, type StreamClaim } from "./stream-check";

/** How many claims are decided at a time: while one is decompressed on Node's thread pool, another is compared. */
const AT_A_TIME = 2;

/** A message to the thread; without a claim, it asks to give up the claim of that id. */
export interface StreamCheckRequest {
  readonly id: number;
  readonly claim?: StreamClaim;
}

/** A message from the thread: whether the claim is right, or why that cannot be decided; neither when the claim was given up. */
export interface StreamCheckResponse {
  readonly id: number;
  readonly isRight?: boolean;
  /** An error of the machine. Threads exchange plain data: an error object would lose its code. */
  readonly error?: { readonly message: string; readonly code: string | undefined };
}

/** Answers every claim exactly once. */
function serveProofs(port: MessagePort): void {
  const checkStream = checkStreamWith(new BufferPool());
  const open = new Map<number, AbortController>();
  const waiting: (() => Promise<void>)[] = [];
  let running = 0;
  const startWaiting = () => {
    while (running < AT_A_TIME && waiting.length > 0) {
      running += 1;
      void waiting.shift()!().finally(() => {
        running -= 1;
        startWaiting();
      });
    }
  };
  port.on("message", ({ id, claim }: StreamCheckRequest) => {
    if (claim === undefined) {
      open.get(id)?.abort();
      return;
    }
    const abort = new AbortController();
    open.set(id, abort);
    waiting.push(async () => {
      const decided = await checkStream(claim, abort.signal).then(
        (isRight) => ({ isRight }),
        (error: NodeJS.ErrnoException) =>
          abort.signal.aborted ? {} : { error: { message: error.message, code: error.code } },
      );
      open.delete(id);
      port.postMessage({ id, ...decided } satisfies StreamCheckResponse);
    });
    startWaiting();
  });
}

if (parentPort !== null) {
  serveProofs(parentPort);
}
