// Requests to a running worker, through its own protocol and one after the other: Bazel starts a worker once.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { layerRequest, WORKER } from "./layer-request.mjs";
import { median, removeOutputs } from "./measure.mjs";
import { startWorker } from "./running-worker.mjs";

/** A package of 20 files, 90 kB of this project's own text. */
export function smallPackage(folder) {
  const files = path.join(folder, "small");
  mkdirSync(files, { recursive: true });
  const text = readFileSync(WORKER).subarray(0, 90_000);
  for (let index = 0; index < 20; index += 1) {
    writeFileSync(path.join(files, `module_${index}.py`), text.subarray(index * 4500, (index + 1) * 4500));
  }
  return files;
}

/**
 * @param {Map<string, number>} limits Seconds that the limit takes for a wheel.
 * @returns {Promise<string[][]>} Rows of a table: what was asked, how often, milliseconds (median and slowest of twenty),
 * how many times the limit's, the worker's peak memory in MiB.
 */
export async function workerRows(jobs, folder, limits) {
  const small = { name: "small", folder: smallPackage(folder), output: path.join(folder, "small-blob") };
  const asked = [
    ["a package of 20 files", 500, small, "gzip"],
    ...jobs.map((job) => [`${job.name}, carried over`, 9, { ...job, output: path.join(folder, "blob") }, "gzip"]),
  ];
  const rows = [];
  for (const [what, times, job, compression] of asked) {
    const worker = await startWorker(folder);
    const milliseconds = [];
    // The first tenth, and at least two, make the worker warm.
    for (let count = -Math.max(2, times / 10); count < times; count += 1) {
      removeOutputs(job.output);
      const took = await worker.request(layerRequest(job, compression));
      if (count >= 0) {
        milliseconds.push(took);
      }
    }
    const slow = milliseconds.sort((a, b) => a - b)[Math.floor(0.95 * milliseconds.length)];
    const digits = median(milliseconds) < 20 ? 2 : 0;
    const limit = limits.get(job.name);
    rows.push([
      what,
      `${times}`,
      median(milliseconds).toFixed(digits),
      slow.toFixed(digits),
      limit === undefined ? "-" : `${(median(milliseconds) / 1000 / limit).toFixed(2)}×`,
      (worker.peakBytes() / 2 ** 20).toFixed(0),
    ]);
    worker.end();
  }
  return rows;
}
