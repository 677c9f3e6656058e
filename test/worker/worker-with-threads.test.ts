// A worker on a machine of many cores: several of its threads make layers, with the same bytes and nothing in each other's way.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

const start = (program: string, threads: number) =>
  new WorkerClient({
    program,
    cwd: folder,
    args: ["--worker_concurrency=64", `--worker_threads=${threads}`, "--persistent_worker"],
    timeout: HANGING,
  });

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
  const slow = (id: number) => ({
    requestId: id,
    arguments: ["slow", "--milliseconds=600000000", `--output=slow-${id}`],
  });
  const writing = () =>
    readdirSync(folder)
      .filter((name) => /^\.slow-\d.*\.partial$/.test(name))
      .sort();
  client.send(...[1, 2, 3, 4].map(slow));
  while (writing().length < 4) {
    await delay(5);
  }
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
