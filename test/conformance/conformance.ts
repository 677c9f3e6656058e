// usage: conformance OUR_WORKER BAZEL_WORKER DOCUMENT [--json]
// Runs every point against both workers, writes the table to DOCUMENT and prints it; with --json the last line has the rows.

import { writeFileSync } from "node:fs";
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
    ].join("\n"),
  );
  if (asJson) {
    console.log(
      JSON.stringify(
        rows.map(({ point, ours, theirs }) => ({
          point,
          package_layers: verdict(ours),
          bazel_worker: verdict(theirs),
        })),
      ),
    );
  }
  process.exitCode = rows.every(({ ours }) => ours === undefined) ? 0 : 1;
}

function verdict(failure: string | undefined): "pass" | "fail" {
  return failure === undefined ? "pass" : "fail";
}

function cell(failure: string | undefined): string {
  return failure === undefined ? "pass" : `fail: ${failure}`;
}

const [ourWorker, bazelWorker, document, ...flags] = process.argv.slice(2);
void main(ourWorker!, bazelWorker!, document!, flags.includes("--json"));
