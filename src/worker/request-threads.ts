// Runs requests in more threads when one has enough of them: a thread of JavaScript keeps fewer than three cores busy.

import type { Worker } from "node:worker_threads";
import type { ActionContext } from "../action/action";
import { explainMachineError, machineFault } from "../action/machine-error";
import { DescribedFailure } from "../action/run-action";
import type { ThreadAnswer, ThreadRequest } from "./request-thread-program";

/** Runs the work that arguments ask for. */
export type RunRequest = (args: readonly string[], context: ActionContext) => Promise<void>;

/** Where requests run. */
export interface RequestThreadsOptions {
  /** Runs a request in the thread that reads requests. */
  readonly here: RunRequest;
  /** Starts one more thread, whose program is request-thread-program.ts. */
  readonly start: () => Worker;
  /** Most threads, with the one that reads requests. At least 1. */
  readonly most: number;
  /** Takes a line for whoever maintains the worker. */
  readonly log: (line: string) => void;
}

/**
 * Requests that each thread has before one more is started. Its start takes a tenth of a second and some 25 MiB, which a
 * build of a few small actions should not pay.
 */
const ENOUGH = 2;

/** A thread that requests run in. */
interface Place {
  /** Requests that it has now. */
  running: number;
  readonly run: RunRequest;
}

/** The threads of a worker. Each stays until the process ends, or until it fails. */
export class RequestThreads {
  readonly #options: RequestThreadsOptions;
  #places: readonly Place[];
  #most: number;

  constructor(options: RequestThreadsOptions) {
    this.#options = options;
    this.#places = [{ running: 0, run: options.here }];
    this.#most = options.most;
  }

  /**
   * Runs a request in the thread that has the fewest, and rejects with what its action throws; in another thread, as
   * DescribedFailure. Where the machine has no room for a thread, requests run in those that are there.
   */
  readonly run: RunRequest = async (args, context) => {
    const place = this.#choose();
    place.running += 1;
    try {
      await place.run(args, context);
    } finally {
      place.running -= 1;
    }
  };

  #choose(): Place {
    const fewest = this.#places.reduce((one, other) => (other.running < one.running ? other : one));
    const mayStart = fewest.running >= ENOUGH && this.#places.length < this.#most;
    return mayStart ? (this.#start() ?? fewest) : fewest;
  }

  #start(): Place | undefined {
    try {
      const thread = new RequestThread(
        this.#options.start(),
        (hasStarted, cause) => {
          this.#places = this.#places.filter((place) => place !== thread);
          if (!hasStarted) {
            this.#startNoMore(cause);
          }
        },
        this.run,
      );
      this.#places = [...this.#places, thread];
      return thread;
    } catch (error) {
      this.#startNoMore(error);
      return undefined;
    }
  }

  #startNoMore(cause: unknown): void {
    this.#most = this.#places.length;
    const counts = `${this.#most} of ${this.#options.most} threads`;
    this.#options.log(`requests run in ${counts}, since one more could not start: ${String(cause)}`);
  }
}

interface OpenRequest {
  readonly log: (line: string) => void;
  readonly finish: (failure: string | undefined) => void;
  readonly fail: (error: unknown) => void;
}

/** A thread beside the one that reads requests. */
class RequestThread implements Place {
  running = 0;
  readonly #thread: Worker;
  readonly #instead: RunRequest;
  readonly #open = new Map<number, OpenRequest>();
  readonly #started: Promise<boolean>;
  #requests = 0;

  /**
   * @param onEnd Called once when the thread ends, with whether it ever took requests, and why it ends.
   * @param instead Runs the requests of a thread that ends before it takes any.
   */
  constructor(thread: Worker, onEnd: (hasStarted: boolean, cause: unknown) => void, instead: RunRequest) {
    this.#thread = thread;
    this.#instead = instead;
    this.#started = new Promise((decide) => {
      let hasStarted = false;
      let ending: { readonly cause: unknown } | undefined;
      thread.on("message", (answer: ThreadAnswer) => {
        if (answer === "ready") {
          hasStarted = true;
          decide(true);
        } else if (answer.line === undefined) {
          this.#open.get(answer.id)?.finish(answer.failure);
        } else {
          this.#open.get(answer.id)?.log(answer.line);
        }
      });
      const end = (cause: unknown) => {
        if (ending === undefined) {
          ending = { cause };
          onEnd(hasStarted, cause);
        }
      };
      thread.on("error", end);
      // Not before: until then the thread may still write.
      thread.on("exit", (exitCode) => {
        end(new Error(`it ended with exit code ${exitCode}`));
        decide(false);
        const failure = endOfThread(ending?.cause);
        for (const { fail } of this.#open.values()) {
          fail(failure);
        }
      });
    });
  }

  readonly run: RunRequest = async (args, context) => {
    if (!(await this.#started)) {
      await this.#instead(args, context);
      return;
    }
    const { root, signal, log } = context;
    signal.throwIfAborted();
    this.#requests += 1;
    const id = this.#requests;
    const giveUp = () => this.#thread.postMessage({ id } satisfies ThreadRequest);
    signal.addEventListener("abort", giveUp, { once: true });
    try {
      const failure = await new Promise<string | undefined>((finish, fail) => {
        this.#open.set(id, { log, finish, fail });
        this.#thread.postMessage({ id, work: { args, root } } satisfies ThreadRequest);
      });
      if (failure !== undefined) {
        throw new DescribedFailure(failure);
      }
    } finally {
      signal.removeEventListener("abort", giveUp);
      this.#open.delete(id);
    }
  };
}

/** What the requests of a thread fail with that has ended. */
function endOfThread(cause: unknown): unknown {
  return machineFault(cause) === undefined
    ? new Error("a thread of the worker has ended", { cause })
    : explainMachineError(cause);
}
