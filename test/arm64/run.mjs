// npm run arm64: the tests that need no Bazel, on arm64 by qemu, one suite after the other. It takes hours.
// usage: node test/arm64/run.mjs FOLDER [PATTERN]...
//   FOLDER    outside of the repository: has the system, the tree at HEAD, `suites.txt` (a line for each suite that has
//             ended; the next run leaves it out) and what each suite said in `said/`
//   PATTERN   suites whose path has it, the first pattern's first
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

const REPOSITORY = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const NODE = "24.21.0";

const [given, ...patterns] = process.argv.slice(2);
if (given === undefined) {
  throw new Error("usage: node test/arm64/run.mjs FOLDER [PATTERN]...");
}
const folder = path.resolve(given);
const root = path.join(folder, "root");
const tree = path.join(root, "tree");
const log = path.join(folder, "suites.txt");
const must = (command, args, options = {}) => execFileSync(command, args, { stdio: "inherit", ...options });

must(path.join(REPOSITORY, "testbed", "provision-arm64.sh"), [folder, NODE]);
if (!existsSync(path.join(tree, "node_modules"))) {
  rmSync(tree, { recursive: true, force: true });
  must("git", ["clone", "--quiet", REPOSITORY, tree]);
  must("npm", ["ci", "--cpu=arm64", "--os=linux", "--libc=glibc", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: tree,
  });
}
mkdirSync(path.join(folder, "said"), { recursive: true });

/** Whether a suite starts a Node for each of many cases, or has very many cases: under qemu the one takes seconds, the other hours. */
const isSlow = (suite) =>
  /child_process|worker-client|build-our-worker|\/replay"|fast-check|\/fuzz/.test(
    readFileSync(path.join(tree, suite), "utf8"),
  );

/** Test files without Bazel, relative to the tree. */
function suites(below = "test") {
  return readdirSync(path.join(tree, below), { withFileTypes: true })
    .flatMap((entry) => {
      const file = path.posix.join(below, entry.name);
      return entry.isDirectory() ? suites(file) : file.endsWith(".test.ts") ? [file] : [];
    })
    .filter((file) => !file.startsWith("test/e2e/"))
    .sort();
}

const ended = new Set(
  existsSync(log)
    ? readFileSync(log, "utf8")
        .split("\n")
        .map((line) => line.split(" ", 1)[0])
    : [],
);
const place = (file) => patterns.findIndex((pattern) => file.includes(pattern));
const chosen = suites()
  .filter((file) => !ended.has(file) && (patterns.length === 0 || place(file) >= 0))
  .sort((a, b) => Number(isSlow(a)) - Number(isSlow(b)) || place(a) - place(b));
for (const suite of chosen) {
  const started = Date.now();
  rmSync(path.join(tree, "report.json"), { force: true });
  const jest = ["node_modules/jest/bin/jest.js", "--runInBand", "--json", "--outputFile=report.json"];
  const { stderr, signal } = spawnSync(
    "python3",
    [
      path.join(REPOSITORY, "testbed", "arm64_programs.py"),
      root,
      ...["sh", "-c", 'cd /tree && exec node "$@"', "sh", ...jest, "--runTestsByPath", suite],
    ],
    { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"], maxBuffer: 1 << 28 },
  );
  writeFileSync(path.join(folder, "said", `${suite.replaceAll("/", "+")}.txt`), stderr);
  const report = existsSync(path.join(tree, "report.json")) ? readFileSync(path.join(tree, "report.json"), "utf8") : "";
  const counts = report === "" ? undefined : JSON.parse(report);
  const outcome =
    counts === undefined
      ? `no report (${signal ?? "it ended"})`
      : `passed ${counts.numPassedTests} failed ${counts.numFailedTests + counts.numRuntimeErrorTestSuites} ` +
        `skipped ${counts.numPendingTests + counts.numTodoTests}`;
  const line = `${suite} ${outcome} ${Math.round((Date.now() - started) / 1000)} s`;
  appendFileSync(log, `${line}\n`);
  console.log(line);
}
