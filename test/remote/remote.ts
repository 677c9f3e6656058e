// usage: remote DOCUMENT [--json]
// Builds both example images in every case of cases.ts with real services; writes what came of it into the section
// "Measured" of DOCUMENT and prints it; with --json the last line has the rows. Ends with 1 if a claim does not hold.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { SCRATCH, Workspace } from "../e2e/workspace";
import { BuildGrid, provisionBuildGrid } from "./build-grid";
import { CACHE_CASES, type Case, EXECUTION_CASES, failuresOf, type MachineName, type Outcome } from "./cases";
import { LoopbackProxy } from "./loopback-proxy";
import { BuildFailed, Machine } from "./machine";
import { findNginx, NginxCache } from "./nginx-cache";

/** A line of a table. */
interface Row extends Outcome {
  readonly name: string;
  readonly seconds: number;
  readonly failures: readonly string[];
}

/** What the cases of one service have in common. */
interface Site<Service> {
  readonly service: Service;
  readonly line: LoopbackProxy;
  readonly workspace: Workspace;
  readonly machines: Readonly<Record<MachineName, Machine>>;
  /** Digests of the images of a local build. */
  readonly baseline: readonly string[];
}

const NAMES = ["forecast_layers", "report_layers"];
const IMAGES = NAMES.map((name) => `//:${name}`);
const FOLDER = path.join(SCRATCH, "remote");
const WORKERS = 3;

const cacheFlags = (port: number) => [`--remote_cache=http://127.0.0.1:${port}`];
const executionFlags = (port: number) => [
  `--remote_executor=grpc://127.0.0.1:${port}`,
  "--remote_default_exec_properties=OSFamily=Linux",
  "--spawn_strategy=remote",
];

const log = (line: string) => process.stderr.write(`remote: ${line}\n`);

const digestsOf = (machine: Machine): Promise<string[]> => Promise.all(NAMES.map((name) => machine.digest(name)));

async function measure<Service>(one: Case<Service>, site: Site<Service>): Promise<Row> {
  const { name, trouble, expected } = one;
  const { service, line } = site;
  log(name);
  const machine = site.machines[one.machine ?? "second"];
  if (one.goesOn !== true) {
    await machine.clean();
  }
  await one.before?.(service);
  line.reset(trouble);
  const isOver = new AbortController();
  const meanwhile = one.meanwhile?.(service, isOver.signal);
  const begin = performance.now();
  const built = await machine
    .build([...IMAGES, ...one.flags])
    .catch((error) => {
      if (error instanceof BuildFailed) {
        return error;
      }
      throw error;
    })
    .finally(() => isOver.abort());
  const seconds = Math.round((performance.now() - begin) / 1000);
  const bytes = line.down;
  const outcome: Outcome =
    built instanceof BuildFailed
      ? { image: "none", runners: {}, bytes, said: built.output }
      : { image: await imageOf(machine, site), runners: built.runners, bytes, said: built.output };
  const failures = [...failuresOf(expected, outcome), ...(one.after?.(service) ?? [])];
  if ((await meanwhile) === false) {
    failures.push("the build was over too soon");
  }
  if (line.isDead !== (trouble?.deadAfter !== undefined)) {
    failures.push(line.isDead ? "the line is dead" : "the line was not cut");
  }
  const row = { name, seconds, failures, ...outcome };
  log(`  ${cells(row).slice(1).join("; ")}`);
  if (failures.length > 0) {
    log(outcome.said.slice(-5000));
  }
  return row;
}

async function imageOf(machine: Machine, { workspace, baseline }: Site<unknown>): Promise<Outcome["image"]> {
  // Bazel makes the folder of what it does not fetch.
  if (!NAMES.some((name) => existsSync(path.join(workspace.output(name), "index.json")))) {
    return "not fetched";
  }
  return String(await digestsOf(machine)) === String(baseline) ? "right" : "wrong";
}

/** Builds in every case, on two machines with an output root each, and ends the service, which follows a line. */
async function measureAll<Service extends NginxCache | BuildGrid>(
  cases: readonly Case<Service>[],
  service: Service,
  flagsOf: (port: number) => readonly string[],
  { workspace, baseline }: Pick<Site<unknown>, "workspace" | "baseline">,
): Promise<Row[]> {
  const line = await LoopbackProxy.start(service.port);
  const flags = flagsOf(line.port);
  const root = path.join(FOLDER, "second-machine");
  const machines = {
    first: new Machine(workspace, flags),
    second: new Machine(workspace, flags, root),
    "second without the service": new Machine(workspace, [], root),
  };
  const rows: Row[] = [];
  try {
    await machines.second.prepare(IMAGES);
    for (const one of cases) {
      rows.push(await measure(one, { service, line, workspace, machines, baseline }));
    }
    return rows;
  } finally {
    await machines.second.shutdown();
    await line.stop();
    await service.stop();
    removeAll(root);
  }
}

/** Bazel's outputs are read-only. */
function removeAll(folder: string): void {
  spawnSync("chmod", ["-R", "u+w", folder]);
  rmSync(folder, { recursive: true, force: true });
}

function cells({ name, runners, bytes, image, seconds, failures }: Row): (string | number)[] {
  const actions = Object.entries(runners).map(([runner, count]) => `${count} ${runner}`);
  const done = image === "none" ? "the build fails" : actions.join(", ") || "none";
  const holds = failures.length === 0 ? "yes" : `no: ${failures.join(", ")}`;
  return [name, done, bytes.toLocaleString("en"), image, seconds, holds];
}

function table(rows: readonly Row[]): string[] {
  return [
    "| case | our actions | bytes sent to Bazel | image | seconds | holds |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows.map((row) => `| ${cells(row).join(" | ")} |`),
  ];
}

/** Bytes of a folder's files. */
function bytesOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(path.join(parentPath, name)).size, 0);
}

/** The version that a program says first, on whichever stream. */
function version(command: string, ...args: string[]): string {
  const { stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  return /\d[\d.]*\d/.exec(stdout + stderr)?.[0] ?? "of an unknown version";
}

/** What came of everything, and what the reader of it has to know. */
interface Measured {
  readonly bazel: string;
  readonly bytesOfImages: number;
  readonly services: readonly { readonly title: string; readonly rows: readonly Row[] }[];
}

async function measureServices(nginx: string, programs: string): Promise<Measured> {
  removeAll(FOLDER);
  const workspace = Workspace.create("examples", "remote");
  const local = new Machine(workspace, []);
  try {
    log("a local build");
    await local.clean();
    await local.build(IMAGES);
    const common = { workspace, baseline: await digestsOf(local) };
    const bazel = workspace.bazel(["info", "release"]).replace("release", "").trim();
    const bytesOfImages = NAMES.reduce((sum, name) => sum + bytesOf(workspace.output(name)), 0);
    const cache = await NginxCache.start(nginx, path.join(FOLDER, "nginx"));
    const cached = await measureAll(CACHE_CASES, cache, cacheFlags, common);
    const grid = await BuildGrid.start({ programs, workers: WORKERS });
    const executed = await measureAll(EXECUTION_CASES, grid, executionFlags, common);
    const services = [
      { title: "An HTTP cache", rows: cached },
      { title: "Remote execution", rows: executed },
    ];
    return { bazel, bytesOfImages, services };
  } finally {
    await local.shutdown();
    removeAll(FOLDER);
  }
}

function section({ bazel, bytesOfImages, services }: Measured, nginx: string, programs: string): string {
  const buildGrid = version(path.join(programs, "venv", "bin", "pip"), "show", "buildgrid");
  const inRoot = (program: string) => version("chroot", path.join(programs, "root"), program, "--version");
  return [
    "## Measured",
    "",
    `\`npm run remote\` wrote this section on ${new Date().toISOString().slice(0, 10)}. Each case builds both images of \`examples/\`, whose layouts have`,
    `${bytesOfImages.toLocaleString("en")} bytes; an image is right if they are byte for byte those of a local build, and not fetched if they stay with`,
    "the service. Bytes are counted on the line from the service to Bazel. A machine has built nothing before, unless the case begins",
    "with “then”: it goes on with what the case before has left.",
    "",
    `Bazel ${bazel}, Node ${process.versions.node}, nginx ${version(nginx, "-v")}; BuildGrid ${buildGrid} with PostgreSQL ${inRoot("psql")} as content store, action cache and`,
    `scheduler, and ${WORKERS} workers of buildbox ${inRoot("buildbox-worker")}, all on one machine: ${os.cpus()[0]!.model.trim()}, ${os.availableParallelism()} cores, ${(os.totalmem() / 2 ** 30).toFixed(0)} GiB.`,
    ...services.flatMap(({ title, rows }) => ["", `### ${title}`, "", ...table(rows)]),
    "",
  ].join("\n");
}

async function main(document: string, asJson: boolean): Promise<void> {
  const nginx = findNginx();
  const programs = provisionBuildGrid("execution");
  if (nginx === undefined || programs === undefined) {
    throw new Error("nginx, BuildGrid and buildbox are needed; see the lines above");
  }
  const measured = await measureServices(nginx, programs);
  const text = section(measured, nginx, programs);
  const [before] = readFileSync(document, "utf8").split("## Measured\n");
  writeFileSync(document, `${before}${text}`);
  console.log(text);
  const rows = measured.services.flatMap(({ title, rows }) => rows.map((row) => ({ service: title, ...row })));
  if (asJson) {
    console.log(JSON.stringify(rows.map(({ said, ...row }) => row)));
  }
  process.exitCode = rows.every(({ failures }) => failures.length === 0) ? 0 : 1;
}

// The services end with this process.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => process.exit(1));
}
const [document, ...flags] = process.argv.slice(2);
main(document!, flags.includes("--json")).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
