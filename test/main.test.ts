// The executable as it is bundled, with its real actions, by each of its three ways in.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ClientOptions, HANGING, WorkerClient } from "./conformance/worker-client";
import { zipBytes } from "./fuzz/zip-bytes";

const programs = mkdtempSync(join(tmpdir(), "main-programs-"));
const program = join(programs, "worker.cjs");
let folder: string;

beforeAll(() => {
  execFileSync(process.execPath, [join(__dirname, "..", "esbuild.config.mjs"), program], {
    cwd: join(__dirname, ".."),
  });
});

afterAll(() => {
  rmSync(programs, { recursive: true, force: true });
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "main-"));
  mkdirSync(join(folder, "site-packages"));
  writeFileSync(join(folder, "site-packages", "a.py"), "print('hello')\n".repeat(100));
  writeFileSync(join(folder, "site-packages", "ñ b.txt"), "x".repeat(100_000));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const layer = [
  "layer",
  "--kind=package",
  "--name=Some.Package",
  "--version=1.0",
  "--file=app/a.py\tsite-packages/a.py",
  "--file=app/ñ b.txt\tsite-packages/ñ b.txt",
  "--compression=gzip",
  "--level=6",
  "--mtime=0",
  "--owner=0:0",
  "--merge-limit=1000",
  "--blob=out/blob",
  "--descriptor=out/descriptor",
  "--mergeable=out/mergeable",
];

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: "utf8",
    // A process that does not end is a failure, not a test without an end.
    timeout: HANGING,
    killSignal: "SIGKILL",
  });
  return { status, stdout, stderr };
}

function outputs(below = ""): string[] {
  return ["blob", "descriptor", "mergeable"].map((name) =>
    readFileSync(join(folder, below, "out", name)).toString("base64"),
  );
}

async function viaWorker(options: Partial<ClientOptions>, sandboxDir = ""): Promise<void> {
  const client = new WorkerClient({ program, cwd: folder, timeout: HANGING, ...options });
  client.send({ arguments: layer, requestId: 5, sandboxDir });
  expect(await client.response()).toEqual({ exitCode: 0, output: "", requestId: 5, wasCancelled: false });
  client.end();
  expect(await client.exit()).toBe(0);
}

test("the same bytes come out as a command, from a flag file, from a worker in both protocols, in a sandbox", async () => {
  expect(run(...layer)).toEqual({ status: 0, stdout: "", stderr: "" });
  const expected = outputs();
  expect(expected[0]!.length).toBeGreaterThan(0);
  const ways: (() => Promise<void> | void)[] = [
    () => {
      writeFileSync(join(folder, "flags"), layer.join("\n"));
      expect(run("@flags").status).toBe(0);
    },
    () => viaWorker({}),
    () => viaWorker({ json: true, args: ["--worker_protocol=json", "--persistent_worker"] }),
  ];
  for (const way of ways) {
    rmSync(join(folder, "out"), { recursive: true });
    await way();
    expect(outputs()).toEqual(expected);
    expect(readdirSync(join(folder, "out")).sort()).toEqual(["blob", "descriptor", "mergeable"]);
  }
  mkdirSync(join(folder, "__sandbox", "1"), { recursive: true });
  execFileSync("cp", ["-r", join(folder, "site-packages"), join(folder, "__sandbox", "1")]);
  await viaWorker({}, "__sandbox/1");
  expect(outputs("__sandbox/1")).toEqual(expected);
});

test("files are carried over from the wheel, proved by the bundle's own thread, which keeps no process", async () => {
  const content = readFileSync(join(folder, "site-packages", "ñ b.txt"));
  writeFileSync(join(folder, "b.whl"), zipBytes([{ name: "b.txt", content }]));
  const args = [
    ...layer.filter((flag) => !flag.startsWith("--file=")),
    "--file=app/site-packages/b.txt\tsite-packages/ñ b.txt",
  ];
  const withWheel = [...args, "--wheel=b.whl"];
  expect(run(...withWheel)).toEqual({ status: 0, stdout: "", stderr: "" });
  const descriptor = JSON.parse(readFileSync(join(folder, "out", "descriptor"), "utf8"));
  expect(descriptor.carried).toEqual({ files: 1, bytes: content.length, mismatched: 0 });
  const expected = outputs();
  const client = new WorkerClient({ program, cwd: folder, timeout: HANGING });
  for (const requestId of [1, 2]) {
    client.send({ arguments: withWheel, requestId });
    expect(await client.response()).toMatchObject({ exitCode: 0, output: "", requestId });
    expect(outputs()).toEqual(expected);
  }
  client.end();
  expect(await client.exit()).toBe(0);
});

test("a missing input is an error with file and remedy, and no output is left", () => {
  rmSync(join(folder, "site-packages", "a.py"));
  const { status, stderr } = run(...layer);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^package_layers: /);
  expect(stderr).toContain("a.py");
  expect(stderr).toMatch(/\n {2}remedy: .+\n$/);
  expect(stderr).not.toContain("    at ");
  expect(readdirSync(folder).filter((name) => name !== "site-packages" && name !== "out")).toEqual([]);
});

test("the command line answers people", () => {
  const version = JSON.parse(readFileSync(join(__dirname, "..", "package.json"), "utf8")).version;
  expect(run("--version")).toEqual({ status: 0, stdout: `package-layers ${version}\n`, stderr: "" });
  expect(run("--help").stdout).toMatch(/^ {2}layer .*\n {2}merge-layers .*\n(.*\n)+ {2}image-layout /m);
  expect(run("image-layout", "--help").stdout).toContain("--layout=DIRECTORY");
  expect(run("frobnicate")).toMatchObject({ status: 2, stdout: "" });
  expect(run()).toMatchObject({ status: 2, stdout: "" });
  expect(run("--worker_protocol=xml", "--persistent_worker")).toMatchObject({ status: 1, stdout: "" });
});
