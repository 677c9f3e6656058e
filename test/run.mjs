// `npm test`: brings what is missing, runs every test, and ends with one line that counts them.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

const REPOSITORY = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const results = mkdtempSync(path.join(tmpdir(), "package-layers-test-"));

/** Runs jest; its counts come from its own report, and a run without a report has failed. */
function jest(name, args) {
  const report = path.join(results, `${name}.json`);
  spawnSync(
    process.execPath,
    [path.join(REPOSITORY, "node_modules", "jest", "bin", "jest.js"), "--json", `--outputFile=${report}`, ...args],
    { cwd: REPOSITORY, stdio: ["ignore", "ignore", "inherit"] },
  );
  if (!existsSync(report)) {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const counts = JSON.parse(readFileSync(report, "utf8"));
  return {
    passed: counts.numPassedTests,
    failed: counts.numFailedTests + counts.numRuntimeErrorTestSuites,
    skipped: counts.numPendingTests + counts.numTodoTests,
  };
}

const installed = path.join(REPOSITORY, "node_modules", ".package-lock.json");
if (!existsSync(installed) && !existsSync(path.join(REPOSITORY, "node_modules"))) {
  console.error("test: installing the npm packages");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: REPOSITORY, stdio: ["ignore", 2, 2] });
  if (status !== 0) {
    console.error("test: npm ci failed; see the lines above");
    process.exit(1);
  }
}

const more = process.argv.slice(2);
const runs = [
  // One Bazel at a time: they would share two cores and one folder of fetched wheels. These come first, since they bring
  // programs that unit tests have layers read by.
  jest("e2e", ["--testPathPatterns=/test/e2e/", "--runInBand", ...more]),
  jest("unit", ["--testPathIgnorePatterns=/test/e2e/", "--maxWorkers=2", ...more]),
];
rmSync(results, { recursive: true, force: true });
const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
const [passed, failed, skipped] = ["passed", "failed", "skipped"].map(sum);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
