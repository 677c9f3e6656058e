// Bazel's side of the worker protocol: starts a worker as a process and knows nothing of it but its streams.

import { type ChildProcess, spawn } from "node:child_process";
import { package_layers } from "../../proto/worker_protocol";

const { WorkRequest: requestType, WorkResponse: responseType } = package_layers.worker;

/**
 * Milliseconds after which a silent worker counts as hanging in a test: far more than any point takes, since the machine
 * may be very busy. Only a worker that hangs ever waits for it.
 */
export const HANGING = 1_800_000;

/** What a test may set in a request. */
export interface Request {
  arguments?: string[];
  inputs?: { path: string; digest?: Uint8Array }[];
  requestId?: number;
  cancel?: boolean;
  verbosity?: number;
  sandboxDir?: string;
}

export interface Response {
  exitCode: number;
  output: string;
  requestId: number;
  wasCancelled: boolean;
}

export interface ClientOptions {
  /** The program: a JavaScript file. */
  readonly program: string;
  /** What runs it: the command and its first arguments; this process's Node unless it is given. */
  readonly interpreter?: readonly [string, ...string[]];
  readonly cwd: string;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly json?: boolean;
  /** Milliseconds to wait for a response or the end before the worker counts as hanging. */
  readonly timeout: number;
}

/** The bytes of a request, delimited as the protocol says. */
export function encodeRequest(request: Request, json = false): Buffer {
  if (json) {
    return Buffer.from(`${JSON.stringify(request)}\n`);
  }
  return Buffer.from(requestType.encodeDelimited(request).finish());
}

/** A running worker. */
export class WorkerClient {
  readonly process: ChildProcess;
  /** Resolves to the exit code or the signal's name once the process is gone. */
  readonly ended: Promise<number | NodeJS.Signals>;
  stderr = "";
  readonly #options: ClientOptions;
  readonly #responses: Response[] = [];
  #unread = Buffer.alloc(0);
  #error: Error | undefined;
  #hasEnded = false;
  #notify = () => {};

  constructor(options: ClientOptions) {
    this.#options = options;
    const { program, interpreter = [process.execPath], cwd, args = ["--persistent_worker"], env = {} } = options;
    const [command, ...first] = interpreter;
    this.process = spawn(command, [...first, program, ...args], { cwd, env, stdio: ["pipe", "pipe", "pipe"] });
    this.process.stdin!.on("error", () => {});
    this.process.stderr!.on("data", (bytes: Buffer) => {
      this.stderr += bytes.toString();
    });
    this.process.stdout!.on("data", (bytes: Buffer) => this.#take(bytes));
    this.ended = new Promise((done) => {
      this.process.on("close", (code, signal) => {
        this.#hasEnded = true;
        this.#notify();
        done(code ?? signal!);
      });
    });
  }

  send(...requests: Request[]): void {
    this.sendBytes(Buffer.concat(requests.map((request) => encodeRequest(request, this.#options.json))));
  }

  sendBytes(bytes: Uint8Array): void {
    this.process.stdin!.write(bytes);
  }

  /** Closes the worker's input. */
  end(): void {
    this.process.stdin!.end();
  }

  /** The next response; rejects if the worker ends, prints junk or does not answer in time. */
  async response(): Promise<Response> {
    const deadline = Date.now() + this.#options.timeout;
    while (this.#responses.length === 0) {
      if (this.#error !== undefined) {
        throw this.#error;
      }
      if (this.#hasEnded) {
        const lastWords = this.stderr.split("\n").find((line) => line.includes("Error")) ?? this.stderr;
        throw new Error(`the worker ended without a response: ${lastWords.trim().slice(0, 200)}`);
      }
      if (Date.now() >= deadline) {
        throw new Error("no response came");
      }
      await this.#somethingHappens(deadline);
    }
    return this.#responses.shift()!;
  }

  async responses(count: number): Promise<Response[]> {
    const responses: Response[] = [];
    while (responses.length < count) {
      responses.push(await this.response());
    }
    return responses;
  }

  /** What has been answered and not been asked for with response(). */
  get pending(): readonly Response[] {
    return this.#responses;
  }

  /** The exit code or signal; rejects if the worker does not end in time. */
  async exit(): Promise<number | NodeJS.Signals> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new Error("the worker did not end")), this.#options.timeout);
    });
    try {
      return await Promise.race([this.ended, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #somethingHappens(deadline: number): Promise<void> {
    await new Promise<void>((done) => {
      const timer = setTimeout(done, Math.max(1, deadline - Date.now()));
      this.#notify = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  #take(bytes: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, bytes]);
    try {
      while (this.#takeOne()) {
        // Each turn takes one response.
      }
    } catch (error) {
      this.#error ??= new Error(`no response but junk came: ${(error as Error).message}`);
    }
    this.#notify();
  }

  #takeOne(): boolean {
    if (this.#options.json) {
      const end = this.#unread.indexOf("\n");
      if (end === -1) {
        return false;
      }
      this.#responses.push({
        exitCode: 0,
        output: "",
        requestId: 0,
        ...JSON.parse(this.#unread.toString("utf8", 0, end)),
      });
      this.#unread = this.#unread.subarray(end + 1);
      return true;
    }
    let length = 0;
    let offset = 0;
    for (let shift = 0; ; shift += 7) {
      if (offset >= this.#unread.length) {
        return false;
      }
      const byte = this.#unread[offset]!;
      offset += 1;
      length += (byte & 0x7f) * 2 ** shift;
      if ((byte & 0x80) === 0) {
        break;
      }
    }
    if (this.#unread.length < offset + length) {
      return false;
    }
    const { exitCode, output, requestId, wasCancelled } = responseType.decode(
      this.#unread.subarray(offset, offset + length),
    );
    this.#responses.push({ exitCode, output, requestId, wasCancelled });
    this.#unread = this.#unread.subarray(offset + length);
    return true;
  }
}
