// Starts threads that run requests, with the program and the arguments of this process.

import { statSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { dataForThread, threadEnded, threadStarted } from "../action/action-threads";
import { identityOf } from "../action/input-file";
import { startThreadPool } from "../thread-pool";

/**
 * Gives a function that starts threads, for RequestThreads; call it when this process starts. The function throws when a thread
 * cannot be started, or would run another program: a thread reads the program anew, and threads of two versions would make
 * layers of two versions.
 *
 * @param argv That of this process.
 */
export function threadStarter([, program = "", ...args]: readonly string[]): () => Worker {
  const found = identity(program);
  return () => {
    if (found === undefined || identity(program) !== found) {
      throw new Error("the worker's program is not what it was when the worker started");
    }
    startThreadPool();
    const thread = new Worker(program, { argv: args, stdout: true, stderr: true, workerData: dataForThread() });
    // What it prints goes where the process's own goes. Not by pipes, each of which would be one more listener of the error stream.
    for (const stream of [thread.stdout, thread.stderr]) {
      stream.on("data", (bytes: Buffer) => process.stderr.write(bytes));
    }
    // Kept, since a thread that has ended has no id.
    const { threadId } = thread;
    threadStarted(threadId);
    thread.on("exit", () => threadEnded(threadId));
    return thread;
  };
}

/** Undefined where there is no such file. */
function identity(program: string): string | undefined {
  const found = statSync(program, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? undefined : identityOf(found);
}
