import { readFileSync } from "node:fs";
import * as path from "node:path";
import { CACHE_CASES, EXECUTION_CASES, failuresOf, type Outcome } from "./cases";

const outcome: Outcome = { image: "right", runners: { worker: 2, local: 1 }, bytes: 100, said: "Build completed" };

test("an outcome as expected has no failures", () => {
  const expected = { image: "right", doneBy: ["local", "worker"], bytesAtMost: 100, says: /completed/ } as const;
  expect(failuresOf(expected, outcome)).toEqual([]);
  expect(failuresOf({ image: "right" }, outcome)).toEqual([]);
});

test.each([
  ["another image", { image: "none" }, "the image is right, not none"],
  ["somebody else who did actions", { image: "right", doneBy: ["worker"] }, "not done by worker"],
  [
    "somebody who did none",
    { image: "right", doneBy: ["worker", "local", "remote"] },
    "not done by worker and local and remote",
  ],
  ["too many bytes", { image: "right", bytesAtMost: 99 }, "more than 99 bytes"],
  ["other words of Bazel", { image: "right", says: /Failed to fetch/ }, "Bazel did not say Failed to fetch"],
] as const)("%s: a failure", (_, expected, failure) => {
  expect(failuresOf(expected, outcome)).toEqual([failure]);
});

test("docs/remote.md has every case, and every claim holds", () => {
  const text = readFileSync(path.join(__dirname, "..", "..", "docs", "remote.md"), "utf8");
  const rows = text
    .slice(text.indexOf("## Measured\n"))
    .split("\n")
    .filter((line) => /^\| (?!case|---)/.test(line))
    .map((line) => line.slice(2, -2).split(" | "));
  expect(rows.map(([name]) => name)).toEqual([...CACHE_CASES, ...EXECUTION_CASES].map(({ name }) => name));
  expect(rows.map((row) => row.at(-1))).toEqual(rows.map(() => "yes"));
});
