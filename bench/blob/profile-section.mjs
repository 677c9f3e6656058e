// Where the time of one layer goes: the main thread by what it does, the other threads as a whole, the system calls.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
import { ours } from "./contenders.mjs";
import { measure } from "./measure.mjs";
import { fromDebian, log } from "./tools.mjs";

const READING = ["open", "close", "fstat", "lstat", "stat", "read", "readdir", "readlink", "internalModuleStat"];

/** What a sample of the main thread is counted as, by the function that was running; first match wins. */
const KINDS = [
  ["waiting for other threads", (name) => name === "(idle)"],
  ["garbage collection", (name) => name === "(garbage collector)"],
  ["hashing", (name, url) => /crypto/.test(url) || ["update", "digest"].includes(name)],
  ["reading and looking up files", (name, url) => (url === "" && READING.includes(name)) || name === "readSync"],
  ["writing the blob", (name) => name === "writeBuffer" || name === "writeSync"],
  ["comparing with the wheel", (name) => name === "compare" || name === "equals"],
  ["CRC-32", (name) => name === "crc32"],
  ["handing work to zlib and back", (_, url) => /zlib|node:internal\/streams/.test(url)],
  ["loading Node and the worker", (name, url) => /loader|bootstrap|internal\/modules|realm|compile/i.test(url + name)],
];

function mainThread(profile) {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node.callFrame]));
  const milliseconds = new Map([...KINDS.map(([kind]) => [kind, 0]), ["other JavaScript", 0]]);
  for (const [index, id] of profile.samples.entries()) {
    const { functionName, url } = nodes.get(id);
    const kind = KINDS.find(([, matches]) => matches(functionName, url))?.[0] ?? "other JavaScript";
    milliseconds.set(kind, milliseconds.get(kind) + profile.timeDeltas[index] / 1000);
  }
  return milliseconds;
}

/** The system calls of a run, the most frequent first: [[name, calls]…]; undefined without strace. */
function systemCalls(command, folder) {
  const strace = fromDebian("strace", "strace");
  const summary = path.join(folder, "strace");
  if (strace === undefined || spawnSync(strace, ["-f", "-c", "-S", "calls", "-o", summary, ...command]).status !== 0) {
    log("skipped: strace cannot be had or used on this machine");
    return undefined;
  }
  return readFileSync(summary, "utf8")
    .split("\n")
    .map((line) => /^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s+(?:\d+\s+)?(\w+)$/.exec(line))
    .filter((match) => match !== null && match[2] !== "total")
    .map(([, calls, name]) => [name, calls])
    .slice(0, 10);
}

/** @returns {string} Markdown: a profile of each way to make one layer of `job`. */
export function profileText(job, folder) {
  const ways = [
    ["carry-over", ours("gzip", true)],
    ["gzip", ours("gzip", false)],
  ];
  const columns = [];
  const calls = [];
  for (const [name, command] of ways) {
    log(`profile: ${name}`);
    const profiles = path.join(folder, "profiles");
    mkdirSync(profiles);
    const [node, ...rest] = command({ ...job, output: path.join(folder, "blob") });
    const flags = ["--cpu-prof", `--cpu-prof-dir=${profiles}`, "--cpu-prof-interval=200"];
    const { cpu_seconds } = measure([node, ...flags, ...rest], path.join(folder, "blob"));
    const profile = JSON.parse(readFileSync(path.join(profiles, readdirSync(profiles)[0]), "utf8"));
    rmSync(profiles, { recursive: true });
    const main = mainThread(profile);
    const busy = [...main]
      .filter(([kind]) => kind !== "waiting for other threads")
      .reduce((sum, [, ms]) => sum + ms, 0);
    columns.push([...main, ["**other threads**: zlib, V8", Math.max(0, cpu_seconds * 1000 - busy)]]);
    calls.push([name, systemCalls([node, ...rest], folder)]);
  }
  const lines = [
    `| milliseconds, ${job.name} | ${ways.map(([name]) => name).join(" | ")} |`,
    `| --- |${" --- |".repeat(ways.length)}`,
    ...columns[0].map(
      ([kind], row) => `| ${kind} | ${columns.map((column) => column[row][1].toFixed(0)).join(" | ")} |`,
    ),
    "",
    ...calls.flatMap(([name, counted]) =>
      counted === undefined
        ? []
        : [`System calls of ${name}: ${counted.map(([call, count]) => `${call} ${count}`).join(", ")}.`, ""],
    ),
  ];
  return lines.join("\n");
}
