// The program of the thread that proves claims: decides those that come through its port, in their order.

import { type MessagePort, parentPort } from "node:worker_threads";
import { PiecePool } from "./piece-pool";
import { type Claim, proveWith } from "./proof";

/** Claims that are decided at a time: while one is decompressed on Node's thread pool, another is compared. */
const AT_A_TIME = 2;

/** To the thread; without a claim, the one of that id is to be given up. */
export interface ProofRequest {
  readonly id: number;
  readonly claim?: Claim;
}

/** From the thread: `isProved` is undefined when the claim was given up. */
export interface ProofResponse {
  readonly id: number;
  readonly isProved: boolean | undefined;
}

/** Answers every claim exactly once. */
export function serveProofs(port: MessagePort): void {
  const prove = proveWith(new PiecePool());
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
  port.on("message", ({ id, claim }: ProofRequest) => {
    if (claim === undefined) {
      open.get(id)?.abort();
      return;
    }
    const abort = new AbortController();
    open.set(id, abort);
    waiting.push(async () => {
      const isProved = await prove(claim, abort.signal).catch(() => undefined);
      open.delete(id);
      port.postMessage({ id, isProved } satisfies ProofResponse);
    });
    startWaiting();
  });
}

if (parentPort !== null) {
  serveProofs(parentPort);
}
