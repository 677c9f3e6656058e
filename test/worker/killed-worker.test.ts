// Outputs of workers that are killed at any moment or cannot write: whole or not there.

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { buildOurWorker } from "../conformance/build-our-worker";
import { HANGING, WorkerClient } from "../conformance/worker-client";

const programs = mkdtempSync(join(tmpdir(), "killed-worker-programs-"));
const size = 4 * 1024 * 1024 + 17;
const large = ["large", `--bytes=${size}`, "--output=blob", "--directory=tree"];
let program: string;
let folder: string;

beforeAll(() => {
  program = buildOurWorker(programs);
});

afterAll(() => {
  rmSync(programs, { recursive: true, force: true });
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "killed-worker-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function start(): WorkerClient {
  return new WorkerClient({ program, cwd: folder, timeout: HANGING });
}

/** Resolves once an unfinished output has been seen so many times, a little later each time. */
async function writing(times: number): Promise<void> {
  for (let seen = 0; seen < times; ) {
    await delay(1);
    seen += readdirSync(folder).some((name) => name.endsWith(".partial")) ? 1 : 0;
    if (existsSync(join(folder, "blob"))) {
      return;
    }
  }
}

function expectWholeIfThere(): void {
  if (existsSync(join(folder, "blob"))) {
    expect(statSync(join(folder, "blob")).size).toBe(size);
  }
  if (existsSync(join(folder, "tree"))) {
    expect(readdirSync(join(folder, "tree"))).toHaveLength(Math.ceil(size / 65_536));
  }
}

test("SIGKILL at many moments: no half-written output; the next run is right and clears what was left", async () => {
  let killedInTheMiddle = 0;
  for (let round = 0; round < 12; round += 1) {
    const client = start();
    client.send({ arguments: ["write", "--output=ready"], requestId: 1 });
    await client.response();
    client.send({ arguments: large, requestId: 2 });
    await writing(round);
    client.process.kill("SIGKILL");
    await client.exit();
    killedInTheMiddle += readdirSync(folder).some((name) => name.endsWith(".partial")) ? 1 : 0;
    expectWholeIfThere();
  }
  expect(killedInTheMiddle).toBeGreaterThan(0);
  const client = start();
  client.send({ arguments: large, requestId: 1 });
  expect((await client.response()).exitCode).toBe(0);
  client.end();
  expect(await client.exit()).toBe(0);
  expect(readdirSync(folder).sort()).toEqual(["blob", "ready", "tree"]);
  expectWholeIfThere();
});

test("SIGTERM in the middle leaves nothing", async () => {
  const client = start();
  client.send({ arguments: ["write", "--output=ready"], requestId: 1 });
  await client.response();
  client.send({ arguments: large, requestId: 2 });
  await writing(1);
  client.process.kill("SIGTERM");
  expect(await client.exit()).toBe(0);
  const left = readdirSync(folder).filter((name) => name !== "ready");
  expect(left.filter((name) => name.endsWith(".partial"))).toEqual([]);
  expectWholeIfThere();
});

test("a file system that takes no more bytes fails the request, names the error and leaves nothing", () => {
  writeFileSync(join(folder, "flags"), `${large.join("\n")}\n`);
  const script = 'ulimit -f 1000 && exec "$0" "$@"';
  const run = spawnSync("sh", ["-c", script, process.execPath, program, "@flags"], { cwd: folder, encoding: "utf8" });
  expect(run.status).toBe(1);
  expect(run.stderr).toContain("EFBIG");
  expect(readdirSync(folder)).toEqual(["flags"]);
});

test("a one-shot run that is told to end leaves nothing and says that it failed", async () => {
  writeFileSync(join(folder, "flags"), "slow\n--milliseconds=600000\n--output=out\n");
  const client = new WorkerClient({ program, cwd: folder, args: ["@flags"], timeout: HANGING });
  while (readdirSync(folder).length < 2) {
    await delay(5);
  }
  client.process.kill("SIGTERM");
  expect(await client.exit()).toBe(1);
  expect(readdirSync(folder)).toEqual(["flags"]);
  expect(readFileSync(join(folder, "flags"), "utf8")).toContain("slow");
});
