// A token of this process, the same in all its threads.

import { randomBytes } from "node:crypto";
import { workerData } from "node:worker_threads";

/** What a thread of the worker is given by the one that starts it. */
export interface ThreadData {
  readonly processToken: string;
}

/** Twelve hexadecimal digits. */
export const processToken: string = (workerData as ThreadData | null)?.processToken ?? randomBytes(6).toString("hex");
