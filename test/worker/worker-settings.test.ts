import { availableParallelism } from "node:os";
import { parseWorkerSettings } from "../../src/worker/worker-settings";

test("without --persistent_worker it is not a worker, and the other arguments stay", () => {
  expect(parseWorkerSettings(["layer", "@flags"])).toEqual({
    isWorker: false,
    protocol: "proto",
    concurrency: availableParallelism(),
    threads: availableParallelism(),
    allowSharedZlib: false,
    rest: ["layer", "@flags"],
  });
});

test("settings are taken out wherever they stand; a one-shot run gets none of them", () => {
  const args = ["--worker_protocol=json", "layer", "--worker_concurrency=3", "--worker_threads=12", "@flags"];
  expect(parseWorkerSettings(args)).toMatchObject({ isWorker: false, rest: ["layer", "@flags"] });
  expect(parseWorkerSettings([...args, "--persistent_worker"])).toEqual({
    isWorker: true,
    protocol: "json",
    concurrency: 3,
    threads: 12,
    allowSharedZlib: false,
    rest: ["layer", "@flags"],
  });
});

test("a toolchain whose Node may have the system's zlib says so before the marker", () => {
  const args = ["--allow_shared_zlib", "--persistent_worker"];
  expect(parseWorkerSettings(args)).toMatchObject({ isWorker: true, allowSharedZlib: true, rest: [] });
  expect(parseWorkerSettings(["--allow_shared_zlib", "layer"])).toMatchObject({
    allowSharedZlib: true,
    rest: ["layer"],
  });
});

test("extra flags of the worker come last; unknown ones are ignored", () => {
  const args = ["layer", "--persistent_worker", "--ignored_argument", "--worker_concurrency=1"];
  expect(parseWorkerSettings(args)).toMatchObject({ concurrency: 1, rest: ["layer"] });
});

test.each([
  "--worker_protocol=xml",
  "--worker_protocol=",
  "--worker_concurrency=0",
  "--worker_concurrency=1e3",
  "--worker_concurrency=-1",
  "--worker_threads=many",
])("%s is refused", (arg) => {
  expect(() => parseWorkerSettings([arg])).toThrow(/worker protocol .* is not known|is not a number from 1 to 9999/);
});
