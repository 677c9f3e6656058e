// The loop of the persistent worker: reads requests, runs a bounded number of them at a time, answers each exactly once.

import { resolve } from "node:path";
import type { Readable } from "node:stream";
import type { ActionContext } from "../action/action";
import { expandFlagFileFlags } from "../action/flag-file";
import { printableLines } from "../action/printable";
import { describeFailure } from "../action/run-action";
import type { WorkProtocol, WorkRequest } from "./work-protocol";

/** What the loop needs of the process around it. */
export interface PersistentWorkerOptions {
  readonly protocol: WorkProtocol;
  readonly input: Readable;
  /** Puts the bytes of one response on the output; resolves when they are handed over. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Runs the work that the arguments ask for. */
  readonly run: (args: readonly string[], context: ActionContext) => Promise<void>;
  /** Directory that sandbox directories are relative to: the worker's working directory. Absolute path. */
  readonly root: string;
  /** Arguments that stand before those of each request: the ones that the worker was started with. */
  readonly startupArguments?: readonly string[];
  /** Most requests that run at a time; the others wait in the order they came. At least 1. */
  readonly concurrency: number;
  /** Takes lines that are not for the user but for whoever maintains the worker; Bazel puts them in the worker's log. */
  readonly log: (line: string) => void;
  /** Ends the loop when aborted: work under way is given up without an answer. */
  readonly stop: AbortSignal;
  /** Milliseconds that actions have to remove their outputs when they are given up; default 5000. */
  readonly stopTimeout?: number;
}

/**
 * Requests that may be open, and responses that may wait for a slow reader, before nothing more is read. Bazel sends few
 * requests at a time; the bound is for other senders.
 */
const maximumUnfinished = 1000;

/** Characters of output that a response carries to the user. */
const maximumOutputLength = 1024 * 1024;

/** A request that has not been answered yet. */
interface OpenRequest {
  readonly request: WorkRequest;
  readonly abort: AbortController;
  started: boolean;
  /** Another request has taken its id: it is given up, and nobody waits for its answer. */
  replaced: boolean;
}

/**
 * Serves requests until the input ends, and resolves when the last one is answered.
 *
 * - Each request is answered exactly once; a cancelled one that did not finish with `wasCancelled`. A cancel request for
 *   one that is not open is not answered, nor is a second cancel (https://bazel.build/remote/creating, "Cancellation").
 * - A request whose id another one still has takes its place: Bazel counts ids from 1 in every build, and does not wait
 *   for what an interrupted or failed build began (WorkerSpawnRunner.finishWorkAsync). The earlier one is given up without an
 *   answer, since Bazel would take that for the later one's, and the later one begins when the earlier one is over.
 * - Requests with an id run side by side and are answered as they finish. Those with id 0 (singleplex) run one by one.
 * - What an action throws becomes exit code 1 and a text for the user; other requests do not notice.
 * - When `stop` is aborted, open requests are given up, and the promise resolves as soon as they are over, or when
 *   `stopTimeout` has passed.
 *
 * Rejects with FrameError, after giving up open requests, if the input holds anything but requests.
 */
export async function servePersistentWorker(options: PersistentWorkerOptions): Promise<void> {
  await new PersistentWorker(options).serve();
}

class PersistentWorker {
  readonly #options: PersistentWorkerOptions;
  readonly #open = new Set<OpenRequest>();
  #running = 0;
  #singleplexRunning = false;
  #unwritten = 0;
  #hasGivenUp = false;
  #onProgress: (() => void) | undefined;

  constructor(options: PersistentWorkerOptions) {
    this.#options = options;
  }

  async serve(): Promise<void> {
    const { input, stop } = this.#options;
    const onStop = () => {
      this.#giveUp();
      input.destroy();
    };
    stop.addEventListener("abort", onStop);
    try {
      if (!stop.aborted) {
        await this.#readRequests();
      }
    } catch (error) {
      // Destroying the input makes reading it fail, which ends the loop.
      if (!stop.aborted) {
        this.#giveUp();
        throw error;
      }
    } finally {
      await this.#finish();
      stop.removeEventListener("abort", onStop);
    }
  }

  async #readRequests(): Promise<void> {
    const { input, protocol, stop } = this.#options;
    const frames = protocol.createFrameReader();
    for await (const chunk of input) {
      for (const frame of frames.read(chunk as Uint8Array)) {
        this.#accept(protocol.decodeRequest(frame));
        await this.#finishedDownTo(maximumUnfinished);
        if (stop.aborted) {
          return;
        }
      }
    }
    frames.end();
  }

  #accept(request: WorkRequest): void {
    if (request.cancel) {
      this.#cancel(request.requestId);
      return;
    }
    const earlier = request.requestId === 0 ? undefined : this.#find(request.requestId);
    if (earlier !== undefined) {
      this.#replace(earlier);
    }
    this.#open.add({ request, abort: new AbortController(), started: false, replaced: false });
    this.#startWaiting();
  }

  #cancel(requestId: number): void {
    const open = this.#find(requestId);
    if (open === undefined) {
      return;
    }
    open.abort.abort(new DOMException(`request ${requestId} was cancelled`, "AbortError"));
    if (!open.started) {
      this.#answer(open, { exitCode: 0, output: "", wasCancelled: true });
    }
  }

  #replace(earlier: OpenRequest): void {
    const { requestId } = earlier.request;
    this.#options.log(`request ${requestId} came again before it was answered: the earlier one is given up`);
    earlier.replaced = true;
    earlier.abort.abort(new DOMException(`request ${requestId} was replaced`, "AbortError"));
    if (!earlier.started) {
      this.#open.delete(earlier);
    }
  }

  /** The oldest request with that id that waits for an answer; only with id 0 there can be several. */
  #find(requestId: number): OpenRequest | undefined {
    for (const open of this.#open) {
      if (open.request.requestId === requestId && !open.replaced) {
        return open;
      }
    }
    return undefined;
  }

  #startWaiting(): void {
    const replaced = new Set([...this.#open].filter((open) => open.replaced).map(({ request }) => request.requestId));
    for (const open of this.#open) {
      if (this.#running >= this.#options.concurrency) {
        return;
      }
      const isSingleplex = open.request.requestId === 0;
      const mustWait = isSingleplex ? this.#singleplexRunning : replaced.has(open.request.requestId);
      if (!open.started && !mustWait) {
        open.started = true;
        this.#running += 1;
        this.#singleplexRunning ||= isSingleplex;
        void this.#run(open);
      }
    }
  }

  async #run(open: OpenRequest): Promise<void> {
    const { request, abort } = open;
    const { root, run, log, startupArguments = [] } = this.#options;
    const output = new BoundedOutput();
    const begin = performance.now();
    if (request.verbosity > 0) {
      log(`request ${request.requestId}: ${request.arguments.length} arguments, ${request.inputs.length} inputs`);
    }
    let exitCode = 0;
    try {
      const requestRoot = resolve(root, request.sandboxDir);
      const args = await expandFlagFileFlags([...startupArguments, ...request.arguments], requestRoot);
      await run(args, { root: requestRoot, signal: abort.signal, log: (line) => output.add(line) });
    } catch (error) {
      exitCode = 1;
      output.add(describeFailure(error));
    }
    this.#running -= 1;
    if (request.requestId === 0) {
      this.#singleplexRunning = false;
    }
    // Work that finished before it noticed the cancel is reported as finished: its outputs exist.
    const wasCancelled = abort.signal.aborted && exitCode !== 0;
    if (request.verbosity > 0) {
      const outcome = wasCancelled ? "cancelled" : `exit code ${exitCode}`;
      log(`request ${request.requestId}: ${outcome} after ${Math.round(performance.now() - begin)} ms`);
    }
    this.#answer(
      open,
      wasCancelled ? { exitCode: 0, output: "", wasCancelled } : { exitCode, output: output.text(), wasCancelled },
    );
  }

  #answer(open: OpenRequest, answer: { exitCode: number; output: string; wasCancelled: boolean }): void {
    const { protocol, write } = this.#options;
    this.#open.delete(open);
    // A request that was given up without a cancel request is not answered: to Bazel an unasked wasCancelled is an error.
    if (!this.#hasGivenUp && !open.replaced) {
      this.#unwritten += 1;
      const onWritten = () => {
        this.#unwritten -= 1;
        this.#onProgress?.();
      };
      // When the reader has gone away, the output itself has an error, and its owner stops the loop.
      write(protocol.encodeResponse({ ...answer, requestId: open.request.requestId })).then(onWritten, onWritten);
    }
    if (!this.#hasGivenUp) {
      this.#startWaiting();
    }
    this.#onProgress?.();
  }

  #giveUp(): void {
    this.#hasGivenUp = true;
    for (const open of this.#open) {
      open.abort.abort(new DOMException("the worker is being stopped", "AbortError"));
      if (!open.started) {
        this.#open.delete(open);
      }
    }
    this.#onProgress?.();
  }

  /** Resolves when everything is answered; after giving up, when everything is over or has had its time to stop. */
  async #finish(): Promise<void> {
    const { log, stop, stopTimeout = 5000 } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const outOfTime = new Promise<void>((done) => {
      const begin = () => {
        timer = setTimeout(() => {
          log(`an action did not stop within ${stopTimeout} ms`);
          done();
        }, stopTimeout);
      };
      if (this.#hasGivenUp) {
        begin();
      } else {
        stop.addEventListener("abort", begin, { once: true });
      }
    });
    await Promise.race([this.#finishedDownTo(0), outOfTime]);
    clearTimeout(timer);
  }

  /** Resolves when at most `count` requests are open and as many responses unwritten; after giving up only the former. */
  async #finishedDownTo(count: number): Promise<void> {
    while (this.#open.size > count || (this.#unwritten > count && !this.#hasGivenUp)) {
      await new Promise<void>((done) => {
        this.#onProgress = done;
      });
    }
  }
}

/** The lines for the user, as many as a response should carry. */
class BoundedOutput {
  readonly #lines: string[] = [];
  #length = 0;
  #isCut = false;

  add(said: string): void {
    const line = printableLines(said);
    if (this.#isCut) {
      return;
    }
    if (this.#length + line.length > maximumOutputLength) {
      this.#isCut = true;
      this.#lines.push(line.slice(0, maximumOutputLength - this.#length), "… (more output is left out)");
      return;
    }
    this.#length += line.length;
    this.#lines.push(line);
  }

  text(): string {
    return this.#lines.map((line) => `${line}\n`).join("");
  }
}
