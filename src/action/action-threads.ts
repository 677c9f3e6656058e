// What the threads of this process that run actions have in common: a name for the process, which of them run, and whose turn it is.

import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { threadId, workerData } from "node:worker_threads";

/** What a thread that runs actions is given by the first one, as its `workerData`. */
export interface ThreadData {
  readonly processToken: string;
  readonly mostThreads: number;
  readonly shared: SharedArrayBuffer;
}

const given = workerData as ThreadData | null;

/** Twelve hexadecimal digits, the same in all threads: they tell this process from a dead one that had the same process id. */
export const processToken: string = given?.processToken ?? randomBytes(6).toString("hex");

let most = given?.mostThreads ?? 1;

/** Most threads that run actions at the same time; one unless this process may have more. */
export function mostThreads(): number {
  return most;
}

/** Lets this process have so many threads that run actions, this one counted; called before it has a second. */
export function allowThreads(count: number): void {
  most = count;
}

/** Threads that may run actions beside the first one, whatever is allowed. */
const PLACES = 63;

/** The first field has the turn, the others the threads that run beside the first one: a thread's id plus one, or zero for none. */
const shared = new Int32Array(given?.shared ?? new SharedArrayBuffer(4 * (1 + PLACES)));
const TURN = 0;
const NOBODY = 0;
const markOf = (id: number) => id + 1;

/** For a thread that this one starts. */
export function dataForThread(): ThreadData {
  return { processToken, mostThreads: most, shared: shared.buffer as SharedArrayBuffer };
}

/** Has all threads know that one runs which this thread has started; called before it runs an action. */
export function threadStarted(id: number): void {
  const place = shared.indexOf(NOBODY, TURN + 1);
  if (place < 0) {
    throw new Error("this process has too many threads");
  }
  Atomics.store(shared, place, markOf(id));
}

/** The same when it has ended, wherever it was. Nothing that it ran goes on, and no other thread gets its id. */
export function threadEnded(id: number): void {
  const place = shared.indexOf(markOf(id), TURN + 1);
  if (place >= 0) {
    Atomics.store(shared, place, NOBODY);
  }
  Atomics.compareExchange(shared, TURN, markOf(id), NOBODY);
}

/** Whether a thread that runs actions, or has run them, still runs. */
export function isThreadRunning(id: number): boolean {
  return id === 0 || shared.includes(markOf(id), TURN + 1);
}

/** Runs work that lasts some system calls when no other thread runs such work. */
export async function inTurn<T>(work: () => T): Promise<T> {
  while (Atomics.compareExchange(shared, TURN, NOBODY, markOf(threadId)) !== NOBODY) {
    // Not Atomics.wait, which would keep the first thread from noticing that the one that has the turn has ended.
    await delay(1);
  }
  try {
    return work();
  } finally {
    Atomics.store(shared, TURN, NOBODY);
  }
}
