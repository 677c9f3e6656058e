import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { workerPoints } from "../e2e/worker-points";
import { buildOurWorker } from "./build-our-worker";
import { points } from "./points";
import { runPoints } from "./run-points";
import { HANGING } from "./worker-client";

const folder = mkdtempSync(join(tmpdir(), "conformance-test-"));
let program: string;

beforeAll(() => {
  program = buildOurWorker(folder);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("our worker passes every point", async () => {
  const outcomes = await runPoints(points, program, HANGING);
  expect(outcomes.filter(({ failure }) => failure !== undefined)).toEqual([]);
});

test("docs/conformance.md has every point, and ours pass", () => {
  const text = readFileSync(join(__dirname, "..", "..", "docs", "conformance.md"), "utf8");
  const rows = text.split("\n").filter((line) => /^\| (?!point|---)/.test(line));
  const all = rows.map((row) => row.slice(2, -2).split(" | "));
  const [cells, withBazel] = [all.slice(0, points.length), all.slice(points.length)];
  expect(withBazel).toEqual(workerPoints.map(({ point, source }) => [point, "pass", source]));
  expect(cells.map(([point]) => point)).toEqual(points.map(({ point }) => point));
  expect(cells.every(([, ours, theirs]) => ours === "pass" && /^(pass|fail: .+)$/.test(theirs!))).toBe(true);
});
