// Starts the program as a process in each of its three ways: what each prints, where, and its exit code.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildOurWorker } from "./conformance/build-our-worker";
import { HANGING, WorkerClient } from "./conformance/worker-client";

const programs = mkdtempSync(join(tmpdir(), "run-process-programs-"));
let program: string;
let folder: string;

beforeAll(() => {
  program = buildOurWorker(programs);
});

afterAll(() => {
  rmSync(programs, { recursive: true, force: true });
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "run-process-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: "utf8" });
  return { status, stdout, stderr };
}

const output = () => readFileSync(join(folder, "out"), "utf8");

test("runs a command with paths relative to the working directory", () => {
  expect(run("write", "--word=hello", "--output=out")).toEqual({ status: 0, stdout: "", stderr: "" });
  expect(output()).toBe("hello");
});

test("runs a flag file, as Bazel gives it without a worker", () => {
  writeFileSync(join(folder, "flags"), "write\n--word=hello\n--output=out\n");
  expect(run("@flags")).toEqual({ status: 0, stdout: "", stderr: "" });
  expect(output()).toBe("hello");
});

test("runs as a persistent worker, which answers and ends with 0 at the end of its input", async () => {
  const client = new WorkerClient({ program, cwd: folder, timeout: HANGING });
  client.send({ arguments: ["write", "--word=hello", "--output=out"], requestId: 3 });
  expect(await client.response()).toEqual({ exitCode: 0, output: "", requestId: 3, wasCancelled: false });
  client.end();
  expect(await client.exit()).toBe(0);
  expect(output()).toBe("hello");
});

test("prints on standard output what an action says", () => {
  expect(run("say", "--word=one", "--word=two", "--output=out")).toEqual({
    status: 0,
    stdout: "one\ntwo\n",
    stderr: "",
  });
});

test.each([
  [
    "an action that fails",
    ["fail"],
    1,
    "package_layers: the example failed\n  file: example.txt\n  remedy: do not ask it to\n",
  ],
  [
    "a flag file that is missing",
    ["@missing"],
    1,
    /^package_layers: a flag file cannot be read.*\n {2}file: missing\n/,
  ],
  [
    "a worker setting that does not exist",
    ["--worker_protocol=xml"],
    1,
    /^package_layers: the worker protocol "xml" is not known\n/,
  ],
  [
    "a command that does not exist",
    ["wrte"],
    2,
    'package_layers: there is no command "wrte"\n  remedy: did you mean write?\n',
  ],
])("%s: standard error has the reason, and the exit code is not 0", (_name, args, status, stderr) => {
  expect(run(...args)).toEqual({
    status,
    stdout: "",
    stderr: typeof stderr === "string" ? stderr : expect.stringMatching(stderr),
  });
  expect(readdirSync(folder)).toEqual([]);
});

test("shows the stack of a defect", () => {
  const { status, stderr } = run("throw");
  expect(status).toBe(1);
  expect(stderr).toMatch(/^package_layers: unexpected error: TypeError: exploded\n {4}at /);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const)(
  "a command that is interrupted by %s leaves no output and says so in a line",
  async (signal) => {
    const child = spawn(process.execPath, [program, "slow", "--milliseconds=60000", "--output=out"], { cwd: folder });
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    while (!readdirSync(folder).some((name) => name.endsWith(".partial"))) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    child.kill(signal);
    const status = await new Promise((resolve) => child.once("close", resolve));
    expect(status).toBe(1);
    expect(said).toBe(`package_layers: stopped by ${signal}; nothing was written\n`);
    expect(existsSync(join(folder, "out"))).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  },
);

test("SIGUSR1 opens no port for a debugger, and the worker goes on", async () => {
  const client = new WorkerClient({ program, cwd: folder, timeout: HANGING });
  const answer = async (requestId: number) => {
    client.send({ arguments: ["write", "--word=hello", "--output=out"], requestId });
    expect(await client.response()).toMatchObject({ exitCode: 0, requestId });
  };
  await answer(1);
  client.process.kill("SIGUSR1");
  // Node would say that it listens, or that it cannot, from this thread between two of these.
  for (let requestId = 2; requestId < 30; requestId += 1) {
    await answer(requestId);
  }
  client.end();
  expect(await client.exit()).toBe(0);
  expect(client.stderr).toBe("");
});

const shell = (script: string) => {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script, process.execPath, program], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
};

test("does not fail when the reader has gone, and finishes its work", () => {
  expect(shell('set -o pipefail; "$0" "$1" --help | true')).toEqual({ status: 0, stdout: "", stderr: "" });
  expect(shell('set -o pipefail; "$0" "$1" write --word=hello --output=out | true').status).toBe(0);
  expect(output()).toBe("hello");
});

test("reports in a few lines that output cannot be written, or at least by its exit code", () => {
  const { status, stderr } = shell('"$0" "$1" --help > /dev/full');
  expect(status).toBe(1);
  expect(stderr).toBe(
    "package_layers: standard output cannot be written\n  cause: ENOSPC: no space left on device, write\n" +
      "  remedy: redirect it to a place that can be written to\n",
  );
  expect(shell('"$0" "$1" nonsense 2> /dev/full')).toEqual({ status: expect.any(Number), stdout: "", stderr: "" });
  expect(shell('"$0" "$1" nonsense 2> /dev/full').status).toBeGreaterThan(0);
});
