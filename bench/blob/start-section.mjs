// How long a process of its own takes until it reads the first byte of a package: Node's start, the bundle, the arguments.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { layerRequest, NODE_FLAGS, WORKER } from "./layer-request.mjs";
import { actionEnvironment, median } from "./measure.mjs";
import { log } from "./tools.mjs";

const FIRST_READ = path.join(path.dirname(fileURLToPath(import.meta.url)), "first-read.cjs");
const TIMES = 31;

/** Milliseconds from before the process is made to what its standard output says. */
function millisecondsUntil(args, environment) {
  const before = performance.timeOrigin + performance.now();
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    env: { ...actionEnvironment(), ...environment },
  });
  if (stdout === "") {
    throw new Error(`${args.join(" ")} read nothing\n${stderr}`);
  }
  return JSON.parse(stdout) - before;
}

/**
 * @param {{name: string, folder: string, output: string}} job A small package: its first file is opened when all are looked up.
 * @returns {{worker: number, node: number}} Medians in milliseconds: until the first read, and until Node runs a file's first line.
 */
export function startMilliseconds(job) {
  log("the start of a process");
  const flags = `${job.output}.params`;
  writeFileSync(flags, `${layerRequest(job, "gzip").join("\n")}\n`);
  const first = ["-e", "console.log(performance.timeOrigin + performance.now())"];
  const taken = { worker: [], node: [] };
  for (let time = 0; time < TIMES; time += 1) {
    const args = [...NODE_FLAGS, `--require=${FIRST_READ}`, WORKER, `@${flags}`];
    taken.worker.push(millisecondsUntil(args, { FIRST_READ_BELOW: job.folder }));
    taken.node.push(millisecondsUntil([...NODE_FLAGS, ...first], {}));
  }
  return { worker: median(taken.worker), node: median(taken.node) };
}
