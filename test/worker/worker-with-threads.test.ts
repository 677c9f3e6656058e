// A worker on a machine of many cores: several of its threads make layers, with the same bytes and nothing in each other's way.

import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { buildOurWorker } from "../conformance/build-our-worker";
import { HANGING, WorkerClient } from "../conformance/worker-client";
import { digestOf } from "../layer/describe-layer";
import { layerArguments } from "../layer/make-layer";

const worker = path.join(__dirname, "..", "..", "bazel", "worker", "worker.cjs");
const LAYERS = 12;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "worker-with-threads-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const start = (program: string, threads: number, interpreter?: readonly [string, ...string[]]) =>
  new WorkerClient({
    program,
    cwd: folder,
    args: ["--worker_concurrency=64", `--worker_threads=${threads}`, "--persistent_worker"],
    timeout: HANGING,
    ...(interpreter === undefined ? {} : { interpreter }),
  });

/** Node below a limit of the system, as the shell sets it. */
const limited = (limit: string) => ["bash", "-c", `ulimit ${limit}; exec "$0" "$@"`, process.execPath] as const;

const slow = (id: number) => ({
  requestId: id,
  arguments: ["slow", "--milliseconds=600000000", `--output=slow-${id}`],
});

/** Names of the unfinished outputs of requests that slow() makes. */
const writing = () =>
  readdirSync(folder)
    .filter((name) => /^\.slow-\d.*\.partial$/.test(name))
    .sort();

/** Has a worker begin slow requests: each of its threads is given two. */
async function begin(client: WorkerClient, ids: readonly number[]): Promise<void> {
  const before = writing().length;
  client.send(...ids.map(slow));
  while (writing().length < before + ids.length) {
    await delay(5);
  }
}

/** Threads of all kinds: those of Node and V8, those of the pool, and those that run requests. */
const threadsOf = ({ process }: WorkerClient) => readdirSync(`/proc/${process.pid}/task`).length;

/** Digests of twelve layers that one worker makes at the same time. */
async function layersMadeBy(threads: number): Promise<{ digests: string[]; running: number }> {
  const client = start(worker, threads);
  const names = Array.from({ length: LAYERS }, (_, index) => `layer-${threads}-${index}`);
  client.send(
    ...names.map((name, index) => ({
      requestId: index + 1,
      arguments: [
        "layer",
        ...layerArguments(name, { name: "same", "merge-limit": "0" }, [`--file=app/data\tdata-${index}`]),
      ],
    })),
  );
  const responses = await client.responses(LAYERS);
  expect(responses.filter(({ exitCode, output }) => exitCode !== 0 || output !== "")).toEqual([]);
  const running = threadsOf(client);
  client.end();
  expect(await client.ended).toBe(0);
  return { digests: names.map((name) => digestOf(readFileSync(path.join(folder, `${name}.blob`)))), running };
}

test("the same bytes from one thread and from four", async () => {
  for (let index = 0; index < LAYERS; index += 1) {
    writeFileSync(path.join(folder, `data-${index}`), `${index} `.repeat(500_000));
  }
  const [one, four] = [await layersMadeBy(1), await layersMadeBy(8)];
  expect(new Set(one.digests).size).toBe(LAYERS);
  expect(four.digests).toEqual(one.digests);
  const ofPool = 8 - 1;
  expect(four.running - one.running).toBe(ofPool + 3);
});

test("what one thread is writing is not taken for what a dead process left", async () => {
  const client = start(buildOurWorker(folder), 4);
  await begin(client, [1, 2, 3, 4]);
  const names = writing();
  client.send({ requestId: 1, cancel: true }, { requestId: 2, cancel: true });
  await client.responses(2);
  client.send({ requestId: 5, arguments: ["write", "--word=done", "--output=slow-3"] });
  expect(await client.response()).toMatchObject({ requestId: 5, exitCode: 0 });
  expect(writing()).toEqual(names.slice(2));
  expect(names.map((name) => /\.(\d+)-\d+\.partial$/.exec(name)![1])).toEqual(["0", "0", "1", "1"]);
  client.send({ requestId: 3, cancel: true }, { requestId: 4, cancel: true });
  expect((await client.responses(2)).every(({ wasCancelled }) => wasCancelled)).toBe(true);
  expect(writing()).toEqual([]);
  client.end();
  expect(await client.ended).toBe(0);
});

test("what a thread was writing when it failed is gone when the same output is written again", async () => {
  const client = start(buildOurWorker(folder), 4);
  await begin(client, [1, 2, 3]);
  // Ends the second thread, where one request runs.
  client.send({ requestId: 4, arguments: ["exit"] });
  const failed = await client.responses(2);
  expect(failed.map(({ requestId, exitCode }) => [requestId, exitCode]).sort()).toEqual([
    [3, 1],
    [4, 1],
  ]);
  expect(failed[0]!.output).toContain("a thread of the worker has ended\n");
  expect(failed[0]!.output).toContain("caused by: Error: it ended with exit code 3\n");
  client.send({ requestId: 5, arguments: ["write", "--word=done", "--output=slow-3"] });
  expect(await client.response()).toMatchObject({ requestId: 5, exitCode: 0 });
  expect(writing().map((name) => name.slice(0, 7))).toEqual([".slow-1", ".slow-2"]);
  client.process.kill("SIGTERM");
  expect(await client.ended).toBe(0);
  expect(writing()).toEqual([]);
});

test("as many threads as there may be say nothing, and what an action prints in one goes to the log", async () => {
  const client = start(buildOurWorker(folder), 16);
  await begin(
    client,
    Array.from({ length: 16 }, (_, index) => index + 1),
  );
  expect(new Set(writing().map((name) => /\.(\d+)-\d+\.partial$/.exec(name)![1])).size).toBe(8);
  expect(client.stderr).toBe("");
  client.send(
    ...Array.from({ length: 8 }, (_, id) => ({ requestId: id + 100, arguments: ["print", `--output=${id}`] })),
  );
  expect((await client.responses(8)).filter(({ exitCode, output }) => exitCode !== 0 || output !== "")).toEqual([]);
  while (client.stderr.split("\n").length <= 16) {
    await delay(5);
  }
  expect(client.stderr.split("\n").sort().join("|")).toBe(
    ["", ...Array(8).fill("a library says hello"), ...Array(8).fill("and again")].sort().join("|"),
  );
  client.process.kill("SIGTERM");
  expect(await client.ended).toBe(0);
});

test.each<[string, (program: string) => void]>([
  ["removed", (program) => rmSync(program)],
  [
    "replaced",
    (program) => {
      writeFileSync(`${program}.new`, readFileSync(program, "utf8").replaceAll('"said"', '"said by another version"'));
      renameSync(`${program}.new`, program);
    },
  ],
  [
    "written anew",
    (program) =>
      writeFileSync(program, readFileSync(program, "utf8").replaceAll('"said"', '"said by another version"')),
  ],
])("a worker whose program is %s runs all requests in the thread that it has", async (_, change) => {
  const program = buildOurWorker(folder);
  const client = start(program, 16);
  await begin(client, [1, 2]);
  change(program);
  client.send({ requestId: 3, arguments: ["say", "--output=by"] });
  expect(await client.response()).toMatchObject({ requestId: 3, exitCode: 0 });
  expect(readFileSync(path.join(folder, "by"), "utf8")).toBe("said");
  expect(client.stderr).toMatch(
    /^package_layers worker \d+: requests run in 1 of 8 threads, since one more could not start: Error: the worker's program is not what it was when the worker started\n$/,
  );
  client.process.kill("SIGTERM");
  expect(await client.ended).toBe(0);
});

test("a worker whose memory is limited has one thread", async () => {
  const program = buildOurWorker(folder);
  for (const limit of ["-v 3000000", "-d 3000000"]) {
    const client = start(program, 16, limited(limit));
    client.send(
      ...Array.from({ length: 20 }, (_, id) => ({
        requestId: id + 1,
        arguments: ["count", `--output=count-${id}`],
      })),
    );
    expect((await client.responses(20)).filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
    const processes = Array.from({ length: 20 }, (_, id) => readFileSync(path.join(folder, `count-${id}`), "utf8"));
    expect(new Set(processes.map((line) => line.split(" ")[0])).size).toBe(1);
    client.end();
    expect(await client.ended).toBe(0);
  }
});

test("together the threads open no more files than one", async () => {
  writeFileSync(path.join(folder, "file"), "x");
  const client = start(worker, 16, limited("-n 150"));
  client.send({
    requestId: 1,
    arguments: ["layer", ...layerArguments("made", { name: "made" }, ["--file=app/file\tfile"])],
  });
  expect(await client.response()).toMatchObject({ exitCode: 0 });
  const descriptor = JSON.parse(readFileSync(path.join(folder, "made.json"), "utf8"));
  const flags = Array.from({ length: 600 }, (_, index) => {
    writeFileSync(path.join(folder, `${index}.json`), JSON.stringify({ ...descriptor, name: `package-${index}` }));
    return `--descriptor=${index}.json`;
  });
  client.send(
    ...Array.from({ length: 24 }, (_, id) => ({ requestId: id + 2, arguments: ["plan", "--layers=20", ...flags] })),
  );
  const failed = (await client.responses(24)).filter(({ exitCode }) => exitCode !== 0);
  expect(failed.map(({ output }) => output)).toEqual([]);
  client.end();
  expect(await client.ended).toBe(0);
});

test("threads of the pool start before one of JavaScript, as the process cannot do without them", async () => {
  writeFileSync(
    path.join(folder, "count.cjs"),
    `const threads = require("node:worker_threads");
    const fs = require("node:fs");
    threads.Worker = class extends threads.Worker {
      constructor(...args) {
        fs.appendFileSync("counts", fs.readdirSync("/proc/self/task").length + "\\n");
        super(...args);
      }
    };`,
  );
  writeFileSync(path.join(folder, "file"), "x");
  const client = start(worker, 32, [process.execPath, "--require", path.join(folder, "count.cjs")]);
  client.send(
    ...["a", "b", "c"].map((name, index) => ({
      requestId: index + 1,
      arguments: ["layer", ...layerArguments(name, {}, ["--file=app/file\tfile"])],
    })),
  );
  expect((await client.responses(3)).filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
  client.end();
  expect(await client.ended).toBe(0);
  const counts = readFileSync(path.join(folder, "counts"), "utf8").trim().split("\n").map(Number);
  expect(counts[0]).toBeGreaterThan(32);
});
