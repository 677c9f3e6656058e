// Runs tests: brings what is missing, and ends with one line that counts them.
// usage: node test/run.mjs [unit|e2e] [PATTERN or jest flag]...
//   unit, e2e   one half of the tests; without it, all of them
//   PATTERN     tests whose path matches; a name without a slash is enough: `layer-lock`
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
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

const { dependencies, devDependencies } = JSON.parse(readFileSync(path.join(REPOSITORY, "package.json"), "utf8"));
const needed = Object.keys({ ...dependencies, ...devDependencies });
if (needed.some((name) => !existsSync(path.join(REPOSITORY, "node_modules", name)))) {
  console.error("test: installing the npm packages");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: REPOSITORY, stdio: ["ignore", 2, 2] });
  if (status !== 0) {
    console.error("test: npm ci failed; see the lines above");
    process.exit(1);
  }
}

const args = process.argv.slice(2);
const half = ["unit", "e2e"].includes(args[0]) ? args.shift() : undefined;
const flags = args.filter((arg) => arg.startsWith("-"));
const patterns = args.filter((arg) => !arg.startsWith("-")).map((pattern) => new RegExp(pattern));

/** Paths of test files, relative to the repository, that a pattern matches (all files where there is none). */
function testFiles(folder = "test") {
  return readdirSync(path.join(REPOSITORY, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) {
      return testFiles(file);
    }
    const wanted = patterns.length === 0 || patterns.some((pattern) => pattern.test(file));
    return wanted && file.endsWith(".test.ts") ? [file] : [];
  });
}

const halves = [
  // One Bazel at a time: they would share two cores and one folder of fetched wheels. These come first, since they bring
  // programs that unit tests have layers read by.
  { name: "e2e", has: (file) => file.startsWith("test/e2e/"), args: ["--runInBand"] },
  { name: "unit", has: (file) => !file.startsWith("test/e2e/"), args: ["--maxWorkers=2"] },
];
const runs = halves
  .filter(({ name }) => half === undefined || name === half)
  .map(({ name, has, args: own }) => ({ name, own, files: testFiles().filter(has) }))
  .filter(({ files }) => files.length > 0)
  .map(({ name, own, files }) => jest(name, [...own, ...flags, "--runTestsByPath", ...files]));
rmSync(results, { recursive: true, force: true });
if (runs.length === 0) {
  console.error(`test: no test file matches ${args.join(" ") || "nothing"}`);
}
const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
const [passed, failed, skipped] = ["passed", "failed", "skipped"].map(sum);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
