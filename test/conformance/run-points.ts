// Runs points of the conformance table against one worker.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench, Point } from "./points";
import { WorkerClient } from "./worker-client";

/** What came of a point: nothing if the worker passes, else what it did instead. */
export interface Outcome {
  readonly point: Point;
  readonly failure: string | undefined;
}

/**
 * Runs the points, a few at a time, each in a fresh folder; `timeout` is how many milliseconds of silence count as
 * hanging. Outcomes come in the order of the points.
 */
export async function runPoints(points: readonly Point[], program: string, timeout: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = new Array(points.length);
  let next = 0;
  const lane = async () => {
    while (next < points.length) {
      const index = next;
      next += 1;
      outcomes[index] = await runPoint(points[index]!, program, timeout);
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  return outcomes;
}

async function runPoint(point: Point, program: string, timeout: number): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), "conformance-"));
  const clients: WorkerClient[] = [];
  const bench: Bench = {
    folder,
    timeout,
    start: (options) => {
      const client = new WorkerClient({ program, cwd: folder, timeout, ...options });
      clients.push(client);
      return client;
    },
  };
  let failure: string | undefined;
  try {
    await point.check(bench);
  } catch (error) {
    failure = (error as Error).message.split("\n")[0]!.trim().slice(0, 160);
  }
  for (const client of clients) {
    client.process.kill("SIGKILL");
  }
  await Promise.all(clients.map(({ ended }) => ended));
  await rm(folder, { recursive: true, force: true });
  return { point, failure };
}
