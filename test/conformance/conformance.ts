// usage: conformance OUR_WORKER BAZEL_WORKER DOCUMENT [--json]
// Runs every point against both workers, and those of a real Bazel against ours; writes the tables to DOCUMENT and prints
// them; with --json the last line has the rows.

import { writeFileSync } from "node:fs";
import { WorkerBench, workerPoints } from "../e2e/worker-points";
import { points } from "./points";
import { runPoints } from "./run-points";

async function main(ourWorker: string, bazelWorker: string, document: string, asJson: boolean): Promise<void> {
  console.log(`${points.length} points against our worker`);
  const ours = await runPoints(points, ourWorker, 20_000);
  console.log(`${points.length} points against @bazel/worker; what hangs takes a quarter of a minute`);
  const theirs = await runPoints(points, bazelWorker, 15_000);
  const rows = points.map(({ point, source }, index) => ({
    point,
    source,
    ours: ours[index]!.failure,
    theirs: theirs[index]!.failure,
  }));
  for (const { point, ours, theirs } of rows) {
    console.log(`${verdict(ours)}  ${verdict(theirs)}  ${point}`);
    for (const failure of [ours, theirs]) {
      if (failure !== undefined) {
        console.log(`            ${failure}`);
      }
    }
  }
  const passed = (failures: (string | undefined)[]) => failures.filter((failure) => failure === undefined).length;
  const summary = `package_layers passes ${passed(rows.map(({ ours }) => ours))} of ${rows.length}, @bazel/worker 5.8.1 ${passed(rows.map(({ theirs }) => theirs))}`;
  console.log(summary);
  const withBazel = await runWithBazel();
  writeFileSync(
    document,
    [
      "# Conformance of the worker",
      "",
      "Each point is asked of two workers from outside, through the streams of a process, by one harness",
      "(`test/conformance`): ours, and one made of [@bazel/worker](https://www.npmjs.com/package/@bazel/worker) 5.8.1",
      "with the same actions. `npm run conformance` measures and writes this file. Names that end in `.sh` or `Test` are",
      "tests of Bazel itself; what they ask of Bazel and the worker together is asked here of the worker alone.",
      "",
      `${summary}.`,
      "",
      "| point | package_layers | @bazel/worker | source |",
      "| --- | --- | --- | --- |",
      ...rows.map(
        ({ point, source, ours, theirs }) =>
          `| ${[point, cell(ours), cell(theirs), source].map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`,
      ),
      "",
      "## With a real Bazel",
      "",
      "Our worker under Bazel 7.7.1, with images of real packages that are held against the bytes of a build without",
      "workers. `npm test` asks every point too (`test/e2e/worker-in-bazel.test.ts`).",
      "",
      "| point | package_layers | about |",
      "| --- | --- | --- |",
      ...withBazel.map(({ point, source, ours }) => `| ${point} | ${cell(ours)} | ${source} |`),
      "",
    ].join("\n"),
  );
  if (asJson) {
    console.log(
      JSON.stringify([
        ...rows.map(({ point, ours, theirs }) => ({
          point,
          package_layers: verdict(ours),
          bazel_worker: verdict(theirs),
        })),
        ...withBazel.map(({ point, ours }) => ({
          point: `with Bazel: ${point}`,
          package_layers: verdict(ours),
          bazel_worker: "not asked",
        })),
      ]),
    );
  }
  process.exitCode = [...rows, ...withBazel].every(({ ours }) => ours === undefined) ? 0 : 1;
}

/** The points that need a Bazel, one after the other. */
async function runWithBazel() {
  console.log(`${workerPoints.length} points with a real Bazel`);
  const bench = new WorkerBench();
  try {
    await bench.prepare();
    const rows = [];
    for (const { point, source, check } of workerPoints) {
      const ours = await check(bench).then(
        () => undefined,
        (error: Error) => error.message.split("\n")[0]!.slice(0, 160),
      );
      console.log(`${verdict(ours)}  ${point}${ours === undefined ? "" : `\n            ${ours}`}`);
      rows.push({ point, source, ours });
    }
    return rows;
  } finally {
    bench.workspace.bazel(["shutdown"]);
  }
}

function verdict(failure: string | undefined): "pass" | "fail" {
  return failure === undefined ? "pass" : "fail";
}

function cell(failure: string | undefined): string {
  return failure === undefined ? "pass" : `fail: ${failure}`;
}

const [ourWorker, bazelWorker, document, ...flags] = process.argv.slice(2);
void main(ourWorker!, bazelWorker!, document!, flags.includes("--json"));
