// `npm run bench`: every contender makes the layer of every wheel, in turn, several rounds. `-- --only pyarrow` limits it
// to one wheel, `--rounds N` sets the rounds, `--json` prints the rows as the last line. Writes bench/RESULTS.md unless
// limited.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { contenders } from "./contenders.mjs";

const FOLDER = path.dirname(fileURLToPath(import.meta.url));
const CACHE = path.join(path.dirname(FOLDER), ".wheels");
const MIB = 2 ** 20;

const { values } = parseArgs({
  options: { json: { type: "boolean" }, only: { type: "string" }, rounds: { type: "string", default: "3" } },
});
const rounds = Number(values.rounds);
const log = (line) => process.stderr.write(`bench: ${line}\n`);

function must(command, args) {
  const { status } = spawnSync(command, args, { stdio: ["ignore", 2, 2] });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")} ended with ${status}`);
  }
}

/** Brings the pinned wheels and unpacks them: [{name, wheel, folder}]. */
function wheels() {
  const pins = path.join(FOLDER, "wheels.txt");
  const names = readFileSync(pins, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("==")[0]);
  const chosen = names.filter((name) => values.only === undefined || name === values.only);
  if (chosen.length === 0) {
    throw new Error(`--only ${values.only}: the wheels are ${names.join(", ")}`);
  }
  mkdirSync(CACHE, { recursive: true });
  const fileOf = (name) =>
    readdirSync(CACHE).find((file) => file.endsWith(".whl") && file.startsWith(`${name.replaceAll("-", "_")}-`));
  const missing = chosen.filter((name) => fileOf(name) === undefined);
  if (missing.length > 0) {
    log(`fetching ${missing.join(", ")}`);
    const wanted = path.join(CACHE, "wanted.txt");
    const lines = readFileSync(pins, "utf8").split("\n");
    writeFileSync(wanted, missing.map((name) => lines.find((line) => line.startsWith(`${name}==`))).join("\n"));
    const platforms = [
      "manylinux_2_28_x86_64",
      "manylinux_2_27_x86_64",
      "manylinux_2_24_x86_64",
      "manylinux2014_x86_64",
    ];
    must("python3", [
      ...["-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:"],
      ...["--python-version=3.11", ...platforms.map((platform) => `--platform=${platform}`)],
      ...[`--dest=${CACHE}`, `--requirement=${wanted}`],
    ]);
  }
  return chosen.map((name) => {
    const wheel = path.join(CACHE, fileOf(name));
    const folder = path.join(CACHE, name);
    if (!existsSync(folder)) {
      must("python3", ["-m", "zipfile", "-e", wheel, folder]);
    }
    return { name, wheel, folder };
  });
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

function measure(contender, job) {
  for (const file of [job.output, `${job.output}.json`, `${job.output}.mergeable`]) {
    rmSync(file, { force: true });
  }
  const command = contender.command(job);
  const { stdout, stderr } = spawnSync("python3", [path.join(FOLDER, "measure.py"), ...command], { encoding: "utf8" });
  const result = JSON.parse(stdout);
  if (result.status !== 0) {
    throw new Error(`${contender.name} ended with ${result.status} on ${job.name}\n${stderr}`);
  }
  return {
    seconds: result.seconds,
    rss_bytes: result.rss_bytes,
    bytes: existsSync(job.output) ? statSync(job.output).size : 0,
  };
}

const all = contenders(CACHE);
for (const { name } of all.filter(({ command }) => command === undefined)) {
  log(`skipped: ${name} cannot be had on this machine`);
}
const present = all.filter(({ command }) => command !== undefined);
const jobs = wheels();
const loadBefore = loadavg()[0];
const temporary = mkdtempSync(path.join(tmpdir(), "package-layers-bench-"));
const rows = [];
try {
  for (const job of jobs) {
    const results = new Map(present.map(({ name }) => [name, []]));
    // The first round brings everything into the page cache and does not count.
    for (let round = 0; round <= rounds; round++) {
      log(`${job.name}: ${round === 0 ? "warming up" : `round ${round} of ${rounds}`}`);
      for (const contender of present) {
        const result = measure(contender, { ...job, output: path.join(temporary, "blob") });
        if (round > 0) {
          results.get(contender.name).push(result);
        }
      }
    }
    for (const [contender, of] of results) {
      rows.push({
        wheel: job.name,
        contender,
        seconds: Number(median(of.map(({ seconds }) => seconds)).toFixed(3)),
        bytes: of[0].bytes,
        rss_bytes: Math.max(...of.map(({ rss_bytes }) => rss_bytes)),
      });
    }
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

const row = (cells) => `| ${cells.join(" | ")} |`;
const find = (wheel, contender) => rows.find((one) => one.wheel === wheel && one.contender === contender);

/** A bar of pyarrow: what it is, what was measured, and whether that is enough. */
function bars() {
  const ratio = (a, b, key) => find("pyarrow", a)?.[key] / find("pyarrow", b)?.[key];
  const peak =
    Math.max(
      ...["carry-over", "gzip", "zstd"].map((name) =>
        Math.max(0, ...rows.filter(({ contender }) => contender === name).map(({ rss_bytes }) => rss_bytes)),
      ),
    ) / MIB;
  return [
    [
      "carry-over at least 8 times as fast as `bsdtar -z`",
      ratio("bsdtar-gzip", "carry-over", "seconds"),
      (x) => x >= 8,
      "×",
    ],
    [
      "carry-over at most 0.5 % larger than `bsdtar -z`",
      100 * (ratio("carry-over", "bsdtar-gzip", "bytes") - 1),
      (x) => x <= 0.5,
      " %",
    ],
    ["carry-over at most twice the limit's time", ratio("carry-over", "limit", "seconds"), (x) => x <= 2, "×"],
    ["gzip no slower than pigz", ratio("gzip", "pigz", "seconds"), (x) => x <= 1, "×"],
    ["zstd no slower than `bsdtar --zstd`", ratio("zstd", "bsdtar-zstd", "seconds"), (x) => x <= 1, "×"],
    ["at most 150 MiB of memory, all wheels", peak, (x) => x <= 150, " MiB"],
  ].map(([bar, measured, enough, unit]) =>
    Number.isFinite(measured)
      ? [bar, `${measured.toFixed(2)}${unit}`, enough(measured) ? "met" : "**missed**"]
      : [bar, "not measured", "-"],
  );
}

const lines = [];
for (const job of jobs) {
  lines.push(
    `### ${path.basename(job.wheel)}`,
    "",
    row(["contender", "seconds", "MB", "peak MiB"]),
    row(["---", "---", "---", "---"]),
  );
  for (const { name } of present) {
    const { seconds, bytes, rss_bytes } = find(job.name, name);
    lines.push(
      row([name, seconds.toFixed(2), bytes === 0 ? "-" : (bytes / 1e6).toFixed(2), (rss_bytes / MIB).toFixed(0)]),
    );
  }
  lines.push("");
}
const machine = `${cpus()[0].model.trim()}, ${availableParallelism()} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB; Node ${process.versions.node}; load average ${loadBefore.toFixed(1)} before the run`;
const text = `# One layer from one wheel

Made by \`npm run bench\` on ${machine}. Medians of ${rounds} rounds in which the contenders took turns, after
one that did not count; whole processes, from start to end, Node's own start included. Only package_layers and the limit compute digests.
The memory is the largest process's.

${row(["contender", "what it is"])}
${row(["---", "---"])}
${all.map(({ name, description, command }) => row([name, command === undefined ? `${description} (not on this machine)` : description])).join("\n")}

## The bars

On pyarrow, both digests included:

${row(["bar", "measured", ""])}
${row(["---", "---", "---"])}
${bars().map(row).join("\n")}

## All wheels

${lines.join("\n")}`;
if (values.only === undefined) {
  writeFileSync(path.join(path.dirname(FOLDER), "RESULTS.md"), text);
}
console.log(text);
if (values.json) {
  console.log(JSON.stringify(rows));
}
