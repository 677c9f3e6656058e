// Many large requests to one worker at the same time: bounded memory, and other requests go on.

import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { HANGING, WorkerClient } from "../conformance/worker-client";
import { digestOf } from "../layer/describe-layer";
import { layerArguments } from "../layer/make-layer";

const program = path.join(__dirname, "..", "..", "bazel", "worker", "worker.cjs");
const LARGE = 24;
const LARGE_SIZE = 64 << 20;

/** MiB that the worker may have at most, eight threads of JavaScript and 24 of the pool; the requests have 1,536. */
const MOST_MEMORY = 450;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "large-requests-"));
  const large = openSync(path.join(folder, "large"), "w");
  ftruncateSync(large, LARGE_SIZE);
  closeSync(large);
  writeFileSync(path.join(folder, "small"), "small");
});

afterEach(() => rmSync(folder, { recursive: true }));

const layer = (name: string, file: string) => ({
  arguments: ["layer", ...layerArguments(name, { level: "1", "merge-limit": "0" }, [`--file=app/${name}\t${file}`])],
});

/** The most memory that a process had so far, in MiB (proc(5), VmHWM). */
function peakOf({ pid }: { readonly pid?: number | undefined }): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))!;
  return Number(kilobytes) / 1024;
}

test("24 at a time on as many threads: each is answered rightly, and a small one does not wait for them", async () => {
  const client = new WorkerClient({
    program,
    cwd: folder,
    args: ["--worker_concurrency=32", `--worker_threads=${LARGE}`, "--persistent_worker"],
    timeout: HANGING,
  });
  const ids = Array.from({ length: LARGE }, (_, index) => index + 1);
  client.send(...ids.map((id) => ({ ...layer(`large-${id}`, "large"), requestId: id })));
  client.send({ ...layer("small", "small"), requestId: 1000 });
  client.send({ requestId: 1, cancel: true });
  const responses = await client.responses(LARGE + 1);
  const peak = peakOf(client.process);
  client.end();
  expect(await client.ended).toBe(0);

  expect(responses.map(({ requestId }) => requestId).sort((a, b) => a - b)).toEqual([...ids, 1000]);
  expect(responses.filter(({ exitCode, output }) => exitCode !== 0 || output !== "")).toEqual([]);
  expect(responses.filter(({ wasCancelled }) => wasCancelled).map(({ requestId }) => requestId)).toEqual([1]);
  expect(responses.at(-1)!.requestId).not.toBe(1000);
  const sizes = ids.slice(1).map((id) => {
    const { digest, files } = JSON.parse(readFileSync(path.join(folder, `large-${id}.json`), "utf8"));
    expect(digestOf(readFileSync(path.join(folder, `large-${id}.blob`)))).toBe(digest);
    return files[0][1];
  });
  expect(sizes).toEqual(ids.slice(1).map(() => LARGE_SIZE));
  expect(readdirSync(folder).filter((name) => name.startsWith("large-1."))).toEqual([]);
  expect(peak).toBeLessThan(MOST_MEMORY);
});
