// More threads for requests: when they start, what comes back from them, and what happens when they cannot start or end.

import { EventEmitter, once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { Worker } from "node:worker_threads";
import type { ActionContext } from "../../src/action/action";
import { describeFailure } from "../../src/action/run-action";
import type { ThreadRequest } from "../../src/worker/request-thread-program";
import { RequestThreads } from "../../src/worker/request-threads";
import { threadStarter } from "../../src/worker/start-thread";
import { buildOurWorker } from "../conformance/build-our-worker";

const folder = mkdtempSync(path.join(tmpdir(), "request-threads-"));
let program: string;
let started: Worker[];
let atHere: string[];
let logged: string[];
let release: () => void;

beforeAll(() => {
  program = buildOurWorker(folder);
});

beforeEach(() => {
  started = [];
  atHere = [];
  logged = [];
  release = () => {};
});

afterEach(async () => {
  release();
  await Promise.all(started.map((thread) => thread.terminate()));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = () => {
  const thread = threadStarter([process.execPath, program, "--persistent_worker"])();
  started.push(thread);
  return thread;
};

/** Threads whose first one has two requests that end when `release` is called; all others that it gets end at once. */
function busyThreads(options: { start?: () => Worker; most?: number } = {}): RequestThreads {
  const held = new Promise<void>((done) => {
    release = done;
  });
  const here = async ([name]: readonly string[]) => {
    atHere.push(name!);
    await (name === "held" ? held : undefined);
  };
  const threads = new RequestThreads({ here, start, most: 2, log: (line) => logged.push(line), ...options });
  void threads.run(["held"], context());
  void threads.run(["held"], context());
  return threads;
}

const context = (more: Partial<ActionContext> = {}): ActionContext => ({
  root: folder,
  signal: new AbortController().signal,
  log: () => {},
  ...more,
});

const outputOf = (name: string) => readFileSync(path.join(folder, name), "utf8").trim();

test("the first requests run in the first thread, and no other starts", async () => {
  const here = async ([name]: readonly string[]) => void atHere.push(name!);
  const threads = new RequestThreads({ here, start, most: 4, log: (line) => logged.push(line) });
  await Promise.all([threads.run(["one"], context()), threads.run(["two"], context())]);
  await threads.run(["three"], context());
  expect(atHere).toEqual(["one", "two", "three"]);
  expect(started).toEqual([]);
});

test("a request that comes when each thread has two starts one more, up to the most", async () => {
  const threads = busyThreads({ most: 3 });
  const give = (count: number) =>
    Promise.all(Array.from({ length: count }, () => threads.run(["say", "--output=said"], context())));
  await give(1);
  expect(started.length).toBe(1);
  await give(9);
  expect(started.length).toBe(2);
});

test("a thread is used again, and its lines and outputs come back", async () => {
  const threads = busyThreads();
  const lines: string[] = [];
  await threads.run(["count", "--output=first"], context());
  await threads.run(
    ["say", "--word=hello", "--word=world", "--output=said"],
    context({ log: (line) => lines.push(line) }),
  );
  await threads.run(["count", "--output=second"], context());
  expect(lines).toEqual(["hello", "world"]);
  const [first, one] = outputOf("first").split(" ");
  const [second, two] = outputOf("second").split(" ");
  expect([second, one, two]).toEqual([first, "1", "2"]);
  expect(started.length).toBe(1);
  expect(atHere).toEqual(["held", "held"]);
});

test("a failure has the same text as in the first thread", async () => {
  const threads = busyThreads();
  const failure = await threads.run(["fail"], context()).catch(describeFailure);
  expect(failure).toBe("package_layers: the example failed\n  file: example.txt\n  remedy: do not ask it to");
  expect(await threads.run(["throw"], context()).catch(describeFailure)).toMatch(
    /^package_layers: unexpected error: TypeError: exploded\n {4}at /,
  );
});

test("a request is given up in its thread, and leaves nothing", async () => {
  const threads = busyThreads();
  const abort = new AbortController();
  const slow = threads.run(["slow", "--milliseconds=600000", "--output=slow"], context({ signal: abort.signal }));
  await threads.run(["say", "--output=said"], context());
  abort.abort();
  await expect(slow).rejects.toThrow("the request was given up");
  expect(readdirSync(folder)).not.toContain("slow");
});

test("a request that is given up before its thread has started never begins", async () => {
  const threads = busyThreads();
  const reason = new Error("given up");
  await expect(threads.run(["say", "--output=never"], context({ signal: AbortSignal.abort(reason) }))).rejects.toBe(
    reason,
  );
  expect(readdirSync(folder)).not.toContain("never");
});

test("where a thread ends, its requests fail, and the next one gets a new thread", async () => {
  const threads = busyThreads();
  await expect(threads.run(["exit"], context())).rejects.toThrow("a thread of the worker has ended");
  await threads.run(["say", "--output=after"], context());
  expect(outputOf("after")).toBe("said");
  expect(started.length).toBe(2);
});

test.each<[string, () => Worker]>([
  [
    "at once",
    () => {
      throw Object.assign(new Error("Worker initialization failure: EAGAIN"), { code: "ERR_WORKER_INIT_FAILED" });
    },
  ],
  ["before it takes a request", () => new Worker("throw new Error('no room')", { eval: true })],
  ["because its program is gone", () => new Worker(path.join(folder, "removed.cjs"))],
])("where a thread cannot start, %s, requests run in the first one and no other is tried", async (_, fail) => {
  let tries = 0;
  const threads = busyThreads({
    most: 4,
    start: () => {
      tries += 1;
      return fail();
    },
  });
  await threads.run(["one"], context());
  await threads.run(["two"], context());
  expect(atHere).toEqual(["held", "held", "one", "two"]);
  expect(tries).toBe(1);
  expect(logged).toEqual([
    expect.stringMatching(
      /^requests run in 1 of 4 threads, since one more could not start: Error: (?:.*EAGAIN|no room|Cannot find module .*)/,
    ),
  ]);
});

/** A thread that does what the test says. */
class StagedThread extends EventEmitter {
  readonly given: ThreadRequest[] = [];

  postMessage(request: ThreadRequest): void {
    this.given.push(request);
    this.emit("given");
  }
}

/** Threads that the test makes start, answer and end, as many as are asked for. */
function stagedThreads(): { staged: StagedThread[]; startStaged: () => Worker } {
  const staged: StagedThread[] = [];
  return {
    staged,
    startStaged: () => {
      const thread = new StagedThread();
      staged.push(thread);
      return thread as unknown as Worker;
    },
  };
}

test("the requests of a thread that fails are answered when it has ended, not before", async () => {
  const { staged, startStaged } = stagedThreads();
  const threads = busyThreads({ start: startStaged });
  let isAnswered = false;
  const failed = threads.run(["say"], context()).catch((error: Error) => {
    isAnswered = true;
    return error;
  });
  const [thread] = staged as [StagedThread];
  thread.emit("message", "ready");
  await once(thread, "given");
  thread.emit("error", new Error("exploded"));
  await new Promise(setImmediate);
  expect(isAnswered).toBe(false);
  thread.emit("exit", 1);
  await expect(failed).resolves.toMatchObject({
    message: "a thread of the worker has ended",
    cause: { message: "exploded" },
  });
});

test("the requests of a thread that cannot start go where the fewest are", async () => {
  const { staged, startStaged } = stagedThreads();
  const threads = busyThreads({ start: startStaged, most: 3 });
  void threads.run(["one"], context());
  const [first] = staged as [StagedThread];
  first.emit("message", "ready");
  await once(first, "given");
  void threads.run(["two"], context());
  await once(first, "given");
  void threads.run(["three"], context());
  const [, second] = staged as [StagedThread, StagedThread];
  first.emit("message", { id: 1 });
  await new Promise(setImmediate);
  second.emit("error", new Error("no room"));
  second.emit("exit", 1);
  await once(first, "given");
  expect(first.given.map(({ work }) => work?.args)).toEqual([["one"], ["two"], ["three"]]);
  expect(atHere).toEqual(["held", "held"]);
});
