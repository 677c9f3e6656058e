// The worker under a real Bazel: sandboxes, limits, restarts, cancelled and interrupted work.

import { WorkerBench, workerPoints } from "./worker-points";

let bench: WorkerBench;

beforeAll(async () => {
  bench = new WorkerBench();
  await bench.prepare();
});

afterAll(() => {
  bench.workspace.bazel(["shutdown"]);
});

test.each(workerPoints)("$point ($source)", async ({ check }) => {
  await check(bench);
});
