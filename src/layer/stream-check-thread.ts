// Has claims proved by a thread of their own, while layers are written.

import { Worker } from "node:worker_threads";
import { explainMachineError, machineFault } from "../action/machine-error";
import { startThreadPool } from "../thread-pool";
import type { CheckStream } from "./stream-check";
import type { StreamCheckRequest, StreamCheckResponse } from "./stream-check-program";

interface OpenStreamClaim {
  readonly decide: (isRight: boolean | undefined) => void;
  readonly fail: (error: Error) => void;
}

/** The thread; it keeps the process as long as a claim is open, and is started again when it has failed. */
export class StreamCheckThread {
  readonly #program: string;
  readonly #instead: CheckStream;
  readonly #open = new Map<number, OpenStreamClaim>();
  #thread: Worker | undefined;
  #claims = 0;

  /**
   * @param program Text of stream-check-program.ts with all that it imports, as one CommonJS module.
   * @param instead Decides claims where the machine gives no thread.
   */
  constructor(program: string, instead: CheckStream) {
    this.#program = program;
    this.#instead = instead;
  }

  /** See CheckStream; rejects also when the thread fails, as it does where memory ends. */
  readonly checkStream: CheckStream = async (claim, signal) => {
    signal.throwIfAborted();
    let thread: Worker;
    try {
      thread = this.#running();
    } catch {
      return this.#instead(claim, signal);
    }
    this.#claims += 1;
    const id = this.#claims;
    const giveUp = () => thread.postMessage({ id } satisfies StreamCheckRequest);
    signal.addEventListener("abort", giveUp, { once: true });
    try {
      const isRight = await new Promise<boolean | undefined>((decide, fail) => {
        this.#open.set(id, { decide, fail });
        thread.ref();
        thread.postMessage({ id, claim } satisfies StreamCheckRequest);
      });
      if (isRight === undefined) {
        throw signal.reason;
      }
      return isRight;
    } finally {
      signal.removeEventListener("abort", giveUp);
      this.#open.delete(id);
      this.#letGo(thread);
    }
  };

  #letGo(thread: Worker): void {
    if (this.#open.size === 0) {
      thread.unref();
    }
  }

  #running(): Worker {
    if (this.#thread === undefined) {
      startThreadPool();
      const thread = new Worker(this.#program, { eval: true });
      thread.on("message", ({ id, isRight, error }: StreamCheckResponse) => {
        const claim = this.#open.get(id);
        if (error === undefined) {
          claim?.decide(isRight);
        } else {
          claim?.fail(Object.assign(new Error(error.message), { code: error.code }));
        }
      });
      const end = (cause: unknown) => {
        if (this.#thread === thread) {
          this.#thread = undefined;
          for (const { fail } of this.#open.values()) {
            fail(
              machineFault(cause) === undefined
                ? new Error("the thread that proves what is carried over from wheels has ended", { cause })
                : (explainMachineError(cause) as Error),
            );
          }
        }
      };
      thread.on("error", end);
      thread.on("exit", end);
      this.#thread = thread;
    }
    return this.#thread;
  }
}
