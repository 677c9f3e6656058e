// `npm run bench:cores`: what 4 to 32 cores give a build of 500 packages without wheels. A model: what the work costs is
// measured on this machine in a running worker, and how it is spread over cores is simulated. `-- --write` writes bench/CORES.md.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { layerRequest } from "../blob/layer-request.mjs";
import { removeOutputs } from "../blob/measure.mjs";
import { startWorker } from "../blob/running-worker.mjs";
import { requireToolchainNode } from "../toolchain-node.mjs";
import { simulate } from "./simulate.mjs";

requireToolchainNode();

const BENCH = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const MIB = 1 << 20;
const PACKAGES = 500;
/** Bytes of an average file of the twenty wheels of `npm run bench`, without those of 64 KiB and more. */
const FILE = 8 << 10;
const CORES = [2, 4, 8, 16, 32];
/** Requests that Bazel sends to a multiplex worker at a time unless it is told otherwise (WorkerPoolImpl of Bazel 7 to 9). */
const BAZELS_REQUESTS = 8;

/** Threads of JavaScript that the worker has: requestThreadCount in src/worker/request-thread-count.ts. */
const threadsFor = (cores) => Math.min(8, Math.max(1, Math.floor(cores / 2)));

/** One thread, and as many as the worker has with Bazel's number of requests and with one for each core. */
function machinesOf(cores) {
  const threads = threadsFor(cores);
  const requests = Math.min(cores, BAZELS_REQUESTS);
  return [
    ...(threads > 1 ? [{ cores, threads: 1, requests }] : []),
    { cores, threads, requests },
    ...(cores > requests ? [{ cores, threads, requests: cores }] : []),
  ];
}

/** The same numbers between 0 and 1 in each run (Lehmer's generator, MINSTD). */
function numbers() {
  let state = 20_261_126;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Bytes of each package: log-normal, half of them below 0.5 MiB, the largest at most 300 MiB. */
function packageSizes() {
  const random = numbers();
  return Array.from({ length: PACKAGES }, () => {
    const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    return Math.min(300 * MIB, Math.round(0.5 * MIB * Math.exp(1.8 * normal)));
  });
}

/** Text that compresses as source does. */
function text(size, seed) {
  const random = numbers();
  const words = Array.from({ length: 2000 }, () => Math.floor(random() * 1e9).toString(36));
  let at = seed;
  let all = "";
  while (all.length < size) {
    at = (at * 48_271) % 2_147_483_647;
    all += `${words[at % words.length]}${at % 5 === 0 ? "\n    " : " "}`;
  }
  return all.slice(0, size);
}

/** Processor seconds of one request, the mean of some. */
async function costOf(worker, job, compression) {
  const times = 5;
  let before = 0;
  for (let time = -2; time < times; time += 1) {
    if (time === 0) {
      before = worker.cpuSeconds();
    }
    removeOutputs(job.output);
    await worker.request(layerRequest(job, compression));
  }
  return (worker.cpuSeconds() - before) / times;
}

/** Processor seconds of the main thread for a file and for a MiB of small files, and of deflate for a MiB. */
async function measureCosts(folder) {
  const make = (name, count, size) => {
    const files = path.join(folder, name);
    mkdirSync(files);
    for (let index = 0; index < count; index += 1) {
      writeFileSync(path.join(files, `module_${index}.py`), text(size, index + 1));
    }
    return { name, folder: files, output: path.join(folder, "blob") };
  };
  const [many, some] = [make("many", 3000, 256), make("some", 1500, 16 << 10)];
  const worker = await startWorker(folder);
  try {
    const ofMany = await costOf(worker, many, "none");
    const ofSome = await costOf(worker, some, "none");
    const deflated = await costOf(worker, some, "gzip");
    const mebibytes = (1500 * (16 << 10)) / MIB;
    const file = ofMany / 3000;
    return {
      file,
      mebibyte: Math.max(0.0005, (ofSome - file * 1500) / mebibytes),
      deflate: (deflated - ofSome) / mebibytes,
    };
  } finally {
    worker.end();
  }
}

const folder = mkdtempSync(path.join(tmpdir(), "package-layers-cores-"));
try {
  const costs = await measureCosts(folder);
  const sizes = packageSizes();
  const perPiece = { main: costs.mebibyte + costs.file * (MIB / FILE), deflate: costs.deflate };
  const results = CORES.flatMap(machinesOf).map((machine) => ({ ...machine, ...simulate(sizes, perPiece, machine) }));
  const base = results[0].seconds;
  const rows = results.map(({ cores, threads, started, requests, seconds, busy, main, longest }) => {
    const isDefault = threads === threadsFor(cores) && requests === Math.min(cores, BAZELS_REQUESTS);
    const cells = [
      cores,
      started,
      requests,
      seconds.toFixed(1),
      `${(base / seconds).toFixed(1)}×`,
      busy.toFixed(1),
      `${(100 * main).toFixed(0)} %`,
      longest.toFixed(1),
    ];
    return isDefault ? cells.map((cell) => `**${cell}**`) : cells;
  });
  const row = (cells) => `| ${cells.join(" | ")} |`;
  const header = [
    "cores",
    "threads",
    "requests at a time",
    "seconds",
    "faster",
    "busy cores",
    "busiest thread",
    "longest package alone, s",
  ];
  const table = [row(header), row(header.map(() => "---")), ...rows.map(row)].join("\n");
  const milliseconds = (seconds) => (seconds * 1000).toFixed(2);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const page = `# More cores: a model

**A model, not a measurement.** \`npm run bench:cores -- --write\` measures on this machine (${availableParallelism()} cores, Node ${process.versions.node}) what the work costs, in processor time of a running
worker without a wheel: ${milliseconds(costs.file)} ms of a thread of JavaScript for a file and ${milliseconds(costs.mebibyte)} ms for a MiB, ${milliseconds(costs.deflate)} ms of deflate for a MiB. It then simulates ${PACKAGES} packages of together
${(total / 1e9).toFixed(1)} GB, in files of ${FILE >> 10} KiB: a thread of the pool for each core, pieces of 1 MiB, and as many of them in memory as the worker allows. In bold is what a build has that sets nothing.

${table}

Threads are those of JavaScript, in which requests run; "busiest thread" is the share of the time in which the busiest of them works. Where it nears 100 %, more cores
bring nothing, and only more threads help. The worker may have one for two cores, at most eight, and starts each when all others have two requests. Bazel
sends at most 8 requests at a time; \`--worker_max_multiplex_instances=PackageLayer=N\` makes them N. Not in the model: Bazel's own work,
the disk, memory that all cores share, and clocks that fall as cores are used.
`;
  console.log(page);
  if (process.argv.includes("--write")) {
    writeFileSync(path.join(BENCH, "CORES.md"), page);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
