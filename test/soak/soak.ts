// usage: soak OUR_WORKER [--threads=N] [--requests=N] [--memory-requests=N] [--seed=N] [--json]
// Two long runs of the worker from outside, as Bazel would see it: many requests with random cancels, kills and restarts,
// and very many requests to one process whose memory is watched. Prints figures; ends with 1 if an answer or output is wrong.
// With --threads, the worker is as on a machine of so many cores, and is asked four times as much at a time.

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Request, type Response, WorkerClient } from "../conformance/worker-client";
import { createRandom } from "../fuzz/random";

const timeout = 60_000;

/** How a worker is started, and how many requests it has at a time. */
interface Load {
  readonly start: () => WorkerClient;
  readonly inFlight: number;
}

/** What a request asks for and what has to be there when it is done. */
interface Task {
  readonly id: number;
  readonly request: Request;
  readonly mayFail: boolean;
  /** Throws unless the outputs are what was asked for. */
  readonly verify: () => void;
  readonly outputs: readonly string[];
  cancelSent: boolean;
}

async function soak({ start, inFlight }: Load, folder: string, requests: number, seed: number) {
  const random = createRandom(seed);
  const begin = performance.now();
  const figures = {
    requests,
    answered: 0,
    failedAsAsked: 0,
    cancelled: 0,
    finishedInSpiteOfCancel: 0,
    kills: 0,
    restarts: 0,
    askedAgain: 0,
    peakMemory: 0,
  };
  let client = start();
  const open = new Map<number, Task>();
  let nextId = 1;
  while (nextId <= requests || open.size > 0) {
    while (nextId <= requests && open.size < inFlight) {
      const task = createTask(nextId, folder, random);
      nextId += 1;
      open.set(task.id, task);
      client.send(task.request);
    }
    const chance = random(1000);
    if (chance < 100) {
      const task = [...open.values()][random(open.size)]!;
      task.cancelSent = true;
      client.send({ requestId: task.id, cancel: true });
    } else if (chance < 104) {
      figures.kills += 1;
      await delay(random(4));
      client.process.kill("SIGKILL");
      await client.exit();
      client = await startAgain(client);
    } else if (chance < 108) {
      figures.restarts += 1;
      figures.peakMemory = Math.max(figures.peakMemory, memoryOf(client));
      if (random(2) === 0) {
        client.end();
      }
      client.process.kill("SIGTERM");
      assert.equal(await client.exit(), 0, `a worker ended badly: ${client.stderr}`);
      client = await startAgain(client);
    }
    // All may have been answered before a worker was stopped.
    if (open.size > 0) {
      settle(await client.response());
    }
  }
  figures.peakMemory = Math.max(figures.peakMemory, memoryOf(client));
  client.end();
  assert.equal(await client.exit(), 0);
  assert.equal(figures.answered, requests);
  const leftovers = readdirSync(folder).filter((name) => name.endsWith(".partial")).length;
  return { ...figures, leftovers, seconds: Math.round((performance.now() - begin) / 100) / 10 };

  /** What was not answered is asked again of a new worker, as the next build would. */
  async function startAgain(previous: WorkerClient): Promise<WorkerClient> {
    for (const response of previous.pending) {
      settle(response);
    }
    const next = start();
    for (const task of open.values()) {
      // Whole or not there, whatever the moment.
      if (existsSync(join(folder, task.outputs[0]!))) {
        task.verify();
      }
      removeOutputs(task);
      task.cancelSent = false;
      figures.askedAgain += 1;
      next.send(task.request);
    }
    return next;
  }

  function settle(response: Response): void {
    const task = open.get(response.requestId);
    assert(task !== undefined, `a response for ${response.requestId}, which was not asked or is answered already`);
    open.delete(response.requestId);
    figures.answered += 1;
    if (response.wasCancelled) {
      assert(task.cancelSent, "cancelled without being asked to");
      assert.equal(response.output, "");
      figures.cancelled += 1;
    } else if (task.mayFail) {
      assert.equal(response.exitCode, 1);
      figures.failedAsAsked += 1;
    } else {
      assert.equal(response.exitCode, 0, response.output);
      figures.finishedInSpiteOfCancel += task.cancelSent ? 1 : 0;
      task.verify();
    }
    removeOutputs(task);
  }

  /** As Bazel does before an action. */
  function removeOutputs({ outputs }: Task): void {
    for (const name of outputs) {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}

function createTask(id: number, folder: string, random: (bound: number) => number): Task {
  const output = `out-${id}`;
  const common = { id, cancelSent: false, outputs: [output, `tree-${id}`], mayFail: false };
  const at = (name: string) => join(folder, name);
  switch (random(8)) {
    case 0:
      return {
        ...common,
        request: { arguments: ["slow", `--milliseconds=${random(20)}`, `--output=${output}`], requestId: id },
        verify: () => assert.equal(readFileSync(at(output), "utf8"), "begin end"),
      };
    case 1:
      return {
        ...common,
        mayFail: true,
        request: { arguments: [random(2) === 0 ? "fail" : "throw"], requestId: id },
        verify: () => {},
      };
    case 2: {
      const bytes = random(600_000);
      return {
        ...common,
        request: {
          arguments: ["large", `--bytes=${bytes}`, `--output=${output}`, `--directory=tree-${id}`],
          requestId: id,
        },
        verify: () => {
          assert.equal(statSync(at(output)).size, bytes);
          if (existsSync(at(`tree-${id}`))) {
            assert.equal(readdirSync(at(`tree-${id}`)).length, Math.ceil(bytes / 65_536));
          }
        },
      };
    }
    case 3:
      return {
        ...common,
        request: { arguments: ["print", `--output=${output}`], requestId: id },
        verify: () => assert.equal(readFileSync(at(output), "utf8"), "printed"),
      };
    default: {
      const word = "ñ".repeat(random(random(20) === 0 ? 100_000 : 200));
      return {
        ...common,
        request: { arguments: ["write", `--word=${word}`, `--output=${output}`], requestId: id },
        verify: () => assert.equal(readFileSync(at(output), "utf8"), word),
      };
    }
  }
}

/** Megabytes that the process holds in memory; 0 where the system does not tell in /proc. */
function memoryOf(client: WorkerClient): number {
  try {
    const status = readFileSync(`/proc/${client.process.pid}/status`, "utf8");
    return Math.round(Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

async function watchMemory({ start }: Load, requests: number) {
  const begin = performance.now();
  const client = start();
  const samples: number[] = [];
  const batch = 200;
  for (let done = 0; done < requests; done += batch) {
    client.send(
      ...Array.from({ length: batch }, (_, index) => ({
        arguments: index % 50 === 0 ? ["fail"] : ["write", `--word=${"x".repeat(500)}`, `--output=memory-${index}`],
        inputs: Array.from({ length: 20 }, (_, input) => ({ path: `external/package/file-${input}.py` })),
        requestId: done + index + 1,
      })),
    );
    await client.responses(batch);
    if ((done + batch) % Math.max(batch, Math.floor(requests / 10 / batch) * batch) === 0) {
      samples.push(memoryOf(client));
    }
  }
  client.end();
  assert.equal(await client.exit(), 0);
  const half = samples[Math.floor(samples.length / 2)] ?? 0;
  const last = samples.at(-1) ?? 0;
  return {
    requests,
    samples,
    growthInSecondHalf: last - half,
    seconds: Math.round((performance.now() - begin) / 100) / 10,
  };
}

async function main(program: string, args: readonly string[]): Promise<void> {
  const setting = (name: string, otherwise: number) =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise);
  const seed = setting("seed", Date.now() % 1_000_000);
  const threads = setting("threads", 0);
  const folder = mkdtempSync(join(tmpdir(), "soak-"));
  const clients: WorkerClient[] = [];
  const flags = threads === 0 ? [] : [`--worker_threads=${threads}`, `--worker_concurrency=${4 * threads}`];
  const load: Load = {
    start: () => {
      const client = new WorkerClient({ program, cwd: folder, timeout, args: [...flags, "--persistent_worker"] });
      clients.push(client);
      return client;
    },
    inFlight: Math.max(8, 4 * threads),
  };
  try {
    console.log(`seed ${seed}`);
    const soaked = await soak(load, folder, setting("requests", 10_000), seed);
    console.log(
      `soak: ${soaked.answered} of ${soaked.requests} requests answered once and rightly in ${soaked.seconds} s; ` +
        `${soaked.cancelled} cancelled, ${soaked.finishedInSpiteOfCancel} finished before their cancel came, ` +
        `${soaked.failedAsAsked} failed as asked, ${soaked.kills} workers killed, ${soaked.restarts} restarted, ` +
        `${soaked.askedAgain} requests asked again; 0 wrong answers, 0 half-written outputs; ` +
        `peak memory ${soaked.peakMemory} MB, ${soaked.leftovers} temporary files of killed workers left`,
    );
    const memory = await watchMemory(load, setting("memory-requests", 100_000));
    console.log(
      `memory: ${memory.requests} requests to one worker in ${memory.seconds} s; MB held after each tenth: ` +
        `${memory.samples.join(" ")}; growth in the second half ${memory.growthInSecondHalf} MB`,
    );
    if (args.includes("--json")) {
      console.log(JSON.stringify({ soak: soaked, memory }));
    }
  } finally {
    for (const { process } of clients) {
      process.kill("SIGKILL");
    }
    await Promise.all(clients.map(({ ended }) => ended));
    rmSync(folder, { recursive: true, force: true });
  }
}

const [program, ...args] = process.argv.slice(2);
main(program!, args).catch((error) => {
  console.error(error);
  process.exit(1);
});
