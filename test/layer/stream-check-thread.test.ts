// Both sides of the thread, with the program as the bundle has it.

import { execFileSync, spawnSync } from "node:child_process";
import { setMaxListeners } from "node:events";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { PIECE_SIZE } from "../../src/layer/buffer-pool";
import type { StreamClaim } from "../../src/layer/stream-check";
import { StreamCheckThread } from "../../src/layer/stream-check-thread";
import { someBytes } from "./some-bytes";

const GOES_ON = new AbortController().signal;
// All claims of a test listen to it.
setMaxListeners(0, GOES_ON);

const PROGRAM = execFileSync(
  path.join(__dirname, "../../node_modules/.bin/esbuild"),
  [path.join(__dirname, "../../src/layer/stream-check-program.ts"), "--bundle", "--platform=node", "--format=cjs"],
  { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
);

/** For claims that the thread has to decide. */
const nowhereElse = () => Promise.reject(new Error("it was decided elsewhere"));

let folder: string;
let opened: number[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "stream-check-thread-"));
  opened = [];
});

afterEach(() => {
  opened.forEach(closeSync);
  rmSync(folder, { recursive: true });
});

function keep(descriptor: number): number {
  opened.push(descriptor);
  return descriptor;
}

function claimOf(name: string, size: number): StreamClaim {
  const content = someBytes(size, name);
  const stream = deflateRawSync(content);
  const file = path.join(folder, name);
  writeFileSync(file, content);
  writeFileSync(`${file}.stream`, stream);
  const wheel = keep(openSync(`${file}.stream`, "r"));
  const source = keep(openSync(file, "r"));
  return { wheel, entry: { crc32: crc32(content), compressedSize: stream.length, size }, offset: 0, source };
}

test("decides each of many claims by itself", async () => {
  const { checkStream } = new StreamCheckThread(PROGRAM, nowhereElse);
  const claims = Array.from({ length: 30 }, (_, index) =>
    claimOf(`file-${index}`, index % 5 === 0 ? PIECE_SIZE + index : 1000 + index),
  );
  for (const [index, { entry }] of claims.entries()) {
    if (index % 3 === 0) {
      writeFileSync(path.join(folder, `file-${index}`), Buffer.alloc(entry.size));
    }
  }
  const proofs = await Promise.all(claims.map((claim) => checkStream(claim, GOES_ON)));
  expect(proofs).toEqual(claims.map((_, index) => index % 3 !== 0));
});

test("gives up the claims that it is told to, and no other", async () => {
  const { checkStream } = new StreamCheckThread(PROGRAM, nowhereElse);
  const stop = new AbortController();
  const claims = ["a", "b", "c"].map((name) => claimOf(name, 8 * PIECE_SIZE));
  const keptClaim = claimOf("d", 2 * PIECE_SIZE);
  const given = claims.map((claim) => checkStream(claim, stop.signal));
  const kept = checkStream(keptClaim, GOES_ON);
  stop.abort(new Error("stopped"));
  const outcomes = await Promise.allSettled(given);
  expect(outcomes).toEqual(given.map(() => ({ status: "rejected", reason: new Error("stopped") })));
  await expect(kept).resolves.toBe(true);
  await expect(checkStream(claimOf("e", 10), stop.signal)).rejects.toThrow("stopped");
});

test("an error of the machine comes back with its code, and fails that claim alone", async () => {
  const { checkStream } = new StreamCheckThread(PROGRAM, nowhereElse);
  const right = claimOf("a", 10);
  const failing = checkStream({ ...right, source: keep(openSync(folder, "r")) }, GOES_ON);
  await expect(failing).rejects.toMatchObject({ code: "EISDIR", message: expect.stringContaining("EISDIR") });
  await expect(checkStream(right, GOES_ON)).resolves.toBe(true);
});

test("a thread that fails fails its claims; the next one has a new thread", async () => {
  const marker = path.join(folder, "failed");
  const once = `const fs = require("node:fs");
if (!fs.existsSync(${JSON.stringify(marker)})) { fs.writeFileSync(${JSON.stringify(marker)}, ""); throw new Error("no memory"); }
${PROGRAM}`;
  const { checkStream } = new StreamCheckThread(once, nowhereElse);
  const [first, second] = [claimOf("a", 10), claimOf("b", 10)].map((claim) => checkStream(claim, GOES_ON));
  await expect(first).rejects.toThrow("the thread that proves what is carried over from wheels has ended");
  await expect(second).rejects.toMatchObject({ cause: { message: "no memory" } });
  await expect(checkStream(claimOf("c", 10), GOES_ON)).resolves.toBe(true);
});

test.each(["decided", "given up at once"])("a thread whose claims are %s keeps no process alive", (how) => {
  const program = path.join(folder, "program.cjs");
  const bundle = path.join(__dirname, "../../node_modules/.bin/esbuild");
  const side = path.join(__dirname, "../../src/layer/stream-check-thread.ts");
  execFileSync(bundle, [side, "--bundle", "--platform=node", "--format=cjs", `--outfile=${program}`], {
    stdio: "pipe",
  });
  const { entry, offset } = claimOf("a", 3 * PIECE_SIZE);
  const file = JSON.stringify(path.join(folder, "a"));
  const start = `
const thread = new (require(${JSON.stringify(program)}).StreamCheckThread)(${JSON.stringify(PROGRAM)});
const wheel = require("node:fs").openSync(${file} + ".stream");
const source = require("node:fs").openSync(${file});
const stop = new AbortController();
const proof = thread.checkStream(${JSON.stringify({ entry, offset }).replace("{", "{ wheel, source, ")}, stop.signal);
if (${how !== "decided"}) stop.abort("stopped");
proof.then(console.log, console.log);`;
  const { status, signal, stdout } = spawnSync(process.execPath, ["-e", start], {
    timeout: 30_000,
    killSignal: "SIGKILL",
    encoding: "utf8",
  });
  expect({ status, signal, stdout }).toEqual({
    status: 0,
    signal: null,
    stdout: how === "decided" ? "true\n" : "stopped\n",
  });
});
