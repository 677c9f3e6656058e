import { PassThrough } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { ActionContext } from "../../src/action/action";
import { ActionError } from "../../src/action/action-error";
import { FrameError } from "../../src/worker/frame-reader";
import { type PersistentWorkerOptions, servePersistentWorker } from "../../src/worker/persistent-worker";
import { jsonProtocol, type WorkRequest, type WorkResponse } from "../../src/worker/work-protocol";

/** A worker over JSON whose work is a function of the test; `said` gathers its responses. */
function startWorker(run: PersistentWorkerOptions["run"], options: Partial<PersistentWorkerOptions> = {}) {
  const input = new PassThrough();
  const stop = new AbortController();
  const said: WorkResponse[] = [];
  const log: string[] = [];
  let notify = () => {};
  const served = servePersistentWorker({
    protocol: jsonProtocol,
    input,
    write: async (bytes) => {
      said.push(JSON.parse(Buffer.from(bytes).toString()));
      notify();
    },
    run,
    root: "/root-of-execution",
    concurrency: 4,
    log: (line) => log.push(line),
    stop: stop.signal,
    ...options,
  });
  return {
    input,
    said,
    served,
    log,
    stop: () => stop.abort(),
    ask: (...requests: Partial<WorkRequest>[]) => {
      input.write(requests.map((request) => JSON.stringify(request)).join("\n"));
    },
    /** Resolves when so many responses have been written. */
    saidSoMany: async (count: number) => {
      while (said.length < count) {
        await new Promise<void>((done) => {
          notify = done;
        });
      }
    },
  };
}

/** Work that runs until it is let go by its first argument or is aborted. */
function holdingWork() {
  const running = new Map<string, { finish: () => void; fail: (error: Error) => void }>();
  const started: string[] = [];
  let most = 0;
  const run = async ([name]: readonly string[], { signal }: ActionContext): Promise<void> => {
    started.push(name!);
    try {
      await new Promise<void>((finish, fail) => {
        running.set(name!, { finish, fail });
        most = Math.max(most, running.size);
        signal.addEventListener("abort", () => fail(signal.reason));
      });
    } finally {
      running.delete(name!);
    }
  };
  const soon = async (condition: () => boolean) => {
    while (!condition()) {
      await delay(1);
    }
  };
  return { run, running, started, soon, most: () => most };
}

const done = (requestId: number, output = "") => ({ exitCode: 0, output, requestId, wasCancelled: false });
const cancelled = (requestId: number) => ({ exitCode: 0, output: "", requestId, wasCancelled: true });

test("a request is answered with its id, its exit code and what was logged", async () => {
  const { ask, input, said, served } = startWorker(async (args, { log }) => {
    log(`hello ${args.join(" ")}`);
    log("again");
  });
  ask({ arguments: ["a", "b"], requestId: 42 });
  input.end();
  await served;
  expect(said).toEqual([done(42, "hello a b\nagain\n")]);
});

test("requests without an id run one by one in their order", async () => {
  const { run, running, started, soon, most } = holdingWork();
  const { ask, said, saidSoMany, input, served } = startWorker(run);
  ask({ arguments: ["one"] }, { arguments: ["two"] }, { arguments: ["three"] });
  for (const name of ["one", "two", "three"]) {
    await soon(() => running.has(name));
    running.get(name)!.finish();
  }
  await saidSoMany(3);
  input.end();
  await served;
  expect(started).toEqual(["one", "two", "three"]);
  expect(most()).toBe(1);
  expect(said).toEqual([done(0), done(0), done(0)]);
});

test("requests with an id run side by side up to the bound and are answered as they finish", async () => {
  const { run, running, started, soon, most } = holdingWork();
  const { ask, said, saidSoMany, input, served } = startWorker(run, { concurrency: 2 });
  ask(...[1, 2, 3, 4].map((id) => ({ arguments: [`${id}`], requestId: id })));
  await soon(() => running.size === 2);
  running.get("2")!.finish();
  await saidSoMany(1);
  running.get("3")!.finish();
  await saidSoMany(2);
  running.get("4")!.finish();
  await saidSoMany(3);
  running.get("1")!.finish();
  input.end();
  await served;
  expect(started).toEqual(["1", "2", "3", "4"]);
  expect(most()).toBe(2);
  expect(said.map(({ requestId }) => requestId)).toEqual([2, 3, 4, 1]);
});

test("an error in one request leaves the others and the worker unharmed", async () => {
  const { ask, input, said, served } = startWorker(async ([name]) => {
    if (name === "bad") {
      throw new ActionError("the wheel is broken", { package: "numpy", file: "numpy.whl", remedy: "fetch it again" });
    }
    if (name === "defect") {
      throw new TypeError("x is undefined");
    }
  });
  ask(...["good", "bad", "defect", "good"].map((name, index) => ({ arguments: [name], requestId: index + 1 })));
  input.end();
  await served;
  const byId = [...said].sort((left, right) => left.requestId - right.requestId);
  expect(byId.map(({ exitCode }) => exitCode)).toEqual([0, 1, 1, 0]);
  expect(byId[1]!.output).toBe(
    "package_layers: the wheel is broken\n  package: numpy\n  file: numpy.whl\n  remedy: fetch it again\n",
  );
  expect(byId[2]!.output).toContain("TypeError: x is undefined");
});

test("a cancelled request stops and says so; the others go on", async () => {
  const { run, running, soon } = holdingWork();
  const { ask, said, saidSoMany, input, served } = startWorker(run);
  ask({ arguments: ["1"], requestId: 1 }, { arguments: ["2"], requestId: 2 });
  await soon(() => running.size === 2);
  ask({ requestId: 1, cancel: true });
  await saidSoMany(1);
  expect(said).toEqual([cancelled(1)]);
  expect([...running.keys()]).toEqual(["2"]);
  running.get("2")!.finish();
  input.end();
  await served;
  expect(said).toEqual([cancelled(1), done(2)]);
});

test("a waiting request that is cancelled never starts", async () => {
  const { run, running, started, soon } = holdingWork();
  const { ask, said, saidSoMany, input, served } = startWorker(run, { concurrency: 1 });
  ask({ arguments: ["1"], requestId: 1 }, { arguments: ["2"], requestId: 2 }, { requestId: 2, cancel: true });
  await saidSoMany(1);
  await soon(() => running.has("1"));
  running.get("1")!.finish();
  input.end();
  await served;
  expect(started).toEqual(["1"]);
  expect(said).toEqual([cancelled(2), done(1)]);
});

test("a singleplex request is cancelled by id 0, and the next one runs", async () => {
  const { run, running, soon } = holdingWork();
  const { ask, said, saidSoMany, input, served } = startWorker(run);
  ask({ arguments: ["1"] });
  await soon(() => running.has("1"));
  ask({ cancel: true });
  await saidSoMany(1);
  ask({ arguments: ["2"] });
  await soon(() => running.has("2"));
  running.get("2")!.finish();
  input.end();
  await served;
  expect(said).toEqual([cancelled(0), done(0)]);
});

test("a cancel for an unknown or answered request, and a second cancel, are not answered", async () => {
  const { run, running, soon } = holdingWork();
  const { ask, said, saidSoMany, input, served } = startWorker(run);
  ask({ requestId: 9, cancel: true }, { arguments: ["1"], requestId: 1 });
  await soon(() => running.has("1"));
  ask({ requestId: 1, cancel: true }, { requestId: 1, cancel: true });
  await saidSoMany(1);
  ask({ requestId: 1, cancel: true });
  input.end();
  await served;
  expect(said).toEqual([cancelled(1)]);
});

test("work that finishes in spite of a cancel is reported as finished", async () => {
  let finish = () => {};
  const { ask, said, input, served } = startWorker(
    () =>
      new Promise((resolve) => {
        finish = resolve;
      }),
  );
  ask({ arguments: [], requestId: 1 }, { requestId: 1, cancel: true });
  input.end();
  await delay(5);
  finish();
  await served;
  expect(said).toEqual([done(1)]);
});

test("an id can be used again once it was answered", async () => {
  const { run, running, soon } = holdingWork();
  const { ask, said, saidSoMany } = startWorker(run);
  for (const count of [1, 2]) {
    ask({ arguments: ["1"], requestId: 1 });
    await soon(() => running.has("1"));
    running.get("1")!.finish();
    await saidSoMany(count);
  }
  expect(said).toEqual([done(1), done(1)]);
});

test("a request with the id of one under way takes its place: that one is given up, ends first and is not answered", async () => {
  const order: string[] = [];
  let endEarlier = () => {};
  const { ask, input, said, served } = startWorker(async ([name], { signal, log }) => {
    order.push(`${name} begins`);
    if (name === "earlier") {
      await new Promise<void>((resolve) => {
        signal.addEventListener("abort", () => order.push("earlier is given up"));
        endEarlier = resolve;
      });
    }
    order.push(`${name} ends`);
    log(name!);
  });
  ask(
    { arguments: ["earlier"], requestId: 1 },
    { arguments: ["later"], requestId: 1 },
    { arguments: ["other"], requestId: 2 },
  );
  input.end();
  while (!order.includes("other ends")) {
    await delay(1);
  }
  expect(order).toEqual(["earlier begins", "earlier is given up", "other begins", "other ends"]);
  endEarlier();
  await served;
  expect(order.slice(4)).toEqual(["earlier ends", "later begins", "later ends"]);
  expect(said).toEqual([
    { ...done(2), output: "other\n" },
    { ...done(1), output: "later\n" },
  ]);
});

test("a cancel is for the request that has the id now", async () => {
  const { run, running, soon } = holdingWork();
  const { ask, input, said, served } = startWorker(run);
  ask({ arguments: ["earlier"], requestId: 1 });
  await soon(() => running.has("earlier"));
  ask({ arguments: ["later"], requestId: 1 }, { requestId: 1, cancel: true });
  input.end();
  await served;
  expect(running.has("later")).toBe(false);
  expect(said).toEqual([{ ...done(1), wasCancelled: true }]);
});

test("the sandbox directory is the request's root", async () => {
  const roots: string[] = [];
  const { ask, input, served } = startWorker(async (_, { root }) => {
    roots.push(root);
  });
  ask({ sandboxDir: "__sandbox/3/_main" }, {});
  input.end();
  await served;
  expect(roots).toEqual(["/root-of-execution/__sandbox/3/_main", "/root-of-execution"]);
});

test("the arguments that started the worker stand before those of each request", async () => {
  const seen: (readonly string[])[] = [];
  const { ask, input, served } = startWorker(
    async (args) => {
      seen.push(args);
    },
    { startupArguments: ["layer"] },
  );
  ask({ arguments: ["--a=1"] }, { arguments: [] });
  input.end();
  await served;
  expect(seen).toEqual([["layer", "--a=1"], ["layer"]]);
});

test("a flag file that cannot be read fails its request alone", async () => {
  const { ask, input, said, served } = startWorker(async () => {});
  ask({ arguments: ["--flagfile=missing"], requestId: 1 }, { requestId: 2 });
  input.end();
  await served;
  expect(said.find(({ requestId }) => requestId === 1)).toMatchObject({ exitCode: 1 });
  expect(said.find(({ requestId }) => requestId === 2)).toEqual(done(2));
});

test("verbosity logs each request and no verbosity logs nothing", async () => {
  const { ask, input, log, served } = startWorker(async () => {});
  ask({ requestId: 1 }, { arguments: ["a"], requestId: 2, verbosity: 10 });
  input.end();
  await served;
  expect(log).toEqual([
    "request 2: 1 arguments, 0 inputs",
    expect.stringMatching(/^request 2: exit code 0 after \d+ ms$/),
  ]);
});

test("garbage after requests: they are given up, nothing is answered any more, the error says why", async () => {
  const { run, running, soon } = holdingWork();
  const { ask, said, input, served } = startWorker(run);
  ask({ arguments: ["1"], requestId: 1 });
  await soon(() => running.has("1"));
  input.write("garbage");
  await expect(served).rejects.toThrow(FrameError);
  expect(running.size).toBe(0);
  expect(said).toEqual([]);
});

test("an input that ends inside a request is an error", async () => {
  const { input, served } = startWorker(async () => {});
  input.end('{"requestId":');
  await expect(served).rejects.toThrow("ends inside a request");
});

test("at the end of input, running and waiting requests are finished and answered", async () => {
  const { run, running, soon } = holdingWork();
  const { ask, said, input, served } = startWorker(run, { concurrency: 1 });
  ask({ arguments: ["1"], requestId: 1 }, { arguments: ["2"], requestId: 2 });
  input.end();
  for (const name of ["1", "2"]) {
    await soon(() => running.has(name));
    running.get(name)!.finish();
  }
  await served;
  expect(said).toEqual([done(1), done(2)]);
});

test.each([false, true])("when stopped (end of input too: %s), work is given up without an answer", async (andEnd) => {
  const { run, running, started, soon } = holdingWork();
  const { ask, said, stop, input, served } = startWorker(run, { concurrency: 1 });
  ask({ arguments: ["1"], requestId: 1 }, { arguments: ["2"], requestId: 2 });
  await soon(() => running.has("1"));
  if (andEnd) {
    input.end();
  }
  stop();
  await served;
  expect(running.size).toBe(0);
  expect(started).toEqual(["1"]);
  expect(said).toEqual([]);
});

test("stopping an idle worker ends it, before and after it was asked anything", async () => {
  const { stop, served } = startWorker(async () => {});
  stop();
  await served;
  const stopped = startWorker(async () => {}, { stop: AbortSignal.abort() });
  await stopped.served;
});

test("work that does not stop is waited for no longer than the bound", async () => {
  const { ask, stop, log, served } = startWorker(() => new Promise(() => {}), { stopTimeout: 20 });
  ask({ requestId: 1 });
  await delay(5);
  stop();
  await served;
  expect(log).toEqual(["an action did not stop within 20 ms"]);
});

test("a reader of responses that is slow holds back the reading of requests", async () => {
  let handled = 0;
  const releases: (() => void)[] = [];
  const { input, served } = startWorker(
    async () => {
      handled += 1;
    },
    { write: () => new Promise((release) => releases.push(release)) },
  );
  for (let id = 1; id <= 5000; id += 1) {
    input.write(`{"requestId":${id}}`);
  }
  input.end();
  await delay(50);
  expect(handled).toBeLessThan(1100);
  while (releases.length < 5000) {
    for (const release of releases) {
      release();
    }
    await delay(1);
  }
  for (const release of releases) {
    release();
  }
  await served;
  expect(handled).toBe(5000);
});

test("output is cut where a response would grow without bound", async () => {
  const { ask, input, said, served } = startWorker(async (_, { log }) => {
    for (let count = 0; count < 30; count += 1) {
      log("x".repeat(100_000));
    }
  });
  ask({ requestId: 1 });
  input.end();
  await served;
  expect(said[0]!.output.length).toBeLessThan(1_100_000);
  expect(said[0]!.output).toContain("more output is left out");
});
