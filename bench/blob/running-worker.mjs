// A worker that runs as Bazel has it: started once, asked through its protocol.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import protobuf from "protobufjs";
import { NODE_FLAGS, WORKER } from "./layer-request.mjs";
import { actionEnvironment } from "./measure.mjs";

const PROTO = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../proto/worker_protocol.proto");

/** Clock ticks a second, in which Linux counts processor time (sysconf(_SC_CLK_TCK)). */
const TICKS = 100;

/**
 * Starts a worker. `request` resolves to the milliseconds that a request took, from its first byte to the answer's last;
 * `cpuSeconds` is the processor time that it has used so far.
 */
export async function startWorker(folder) {
  const root = await protobuf.load(PROTO);
  const request = root.lookupType("package_layers.worker.WorkRequest");
  const response = root.lookupType("package_layers.worker.WorkResponse");
  const worker = spawn(process.execPath, [...NODE_FLAGS, WORKER, "--persistent_worker"], {
    cwd: folder,
    env: actionEnvironment(),
    stdio: ["pipe", "pipe", "inherit"],
  });
  let received = Buffer.alloc(0);
  let answer;
  worker.stdout.on("data", (chunk) => {
    received = Buffer.concat([received, chunk]);
    let decoded;
    try {
      decoded = response.decodeDelimited(received);
    } catch {
      return;
    }
    received = Buffer.alloc(0);
    answer(decoded);
  });
  return {
    request: async (args) => {
      const bytes = request.encodeDelimited({ arguments: args, requestId: 1 }).finish();
      const start = performance.now();
      const answered = new Promise((resolve) => {
        answer = resolve;
      });
      worker.stdin.write(bytes);
      const { exitCode, output } = await answered;
      if (exitCode !== 0) {
        throw new Error(`the worker failed: ${output}`);
      }
      return performance.now() - start;
    },
    cpuSeconds: () => {
      const fields = readFileSync(`/proc/${worker.pid}/stat`, "utf8").split(") ")[1].split(" ");
      return (Number(fields[11]) + Number(fields[12])) / TICKS;
    },
    peakBytes: () => 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${worker.pid}/status`, "utf8"))[1]),
    end: () => worker.stdin.end(),
  };
}
