// The points of the conformance table: what Bazel's own tests ask of a worker, asked of any worker from outside.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type ClientOptions, encodeRequest, type Request, type WorkerClient } from "./worker-client";

/** A fresh folder and the worker under test. */
export interface Bench {
  readonly folder: string;
  /** Milliseconds of silence that count as hanging. */
  readonly timeout: number;
  /** Starts a worker in the folder; all are killed when the point is over. */
  start(options?: Partial<ClientOptions>): WorkerClient;
}

/** One line of the table. */
export interface Point {
  readonly point: string;
  /** Where the demand comes from. */
  readonly source: string;
  /** Resolves if the worker does what is asked, and rejects with what it did instead. */
  readonly check: (bench: Bench) => Promise<void>;
}

const workerTest = "bazel_worker_test.sh";
const multiplexTest = "bazel_worker_multiplexer_test.sh";
const handlerTest = "WorkRequestHandlerTest";
const documentation = "bazel.build/remote/creating";

function read({ folder }: Bench, name = "out"): string {
  return readFileSync(join(folder, name), "utf8");
}

function namesIn({ folder }: Bench): string[] {
  // A copy, because under Jest the arrays of the file system are of another realm and never deeply equal to ours.
  return [...readdirSync(folder)].sort();
}

function write(id: number, output: string, ...words: string[]): Request {
  return { arguments: ["write", ...words.map((word) => `--word=${word}`), `--output=${output}`], requestId: id };
}

function slow(id: number, milliseconds: number, output: string): Request {
  return { arguments: ["slow", `--milliseconds=${milliseconds}`, `--output=${output}`], requestId: id };
}

const never = 600_000;

/** Waits until work has begun to write, that is, until there is something in the folder. */
async function workHasBegun(bench: Bench): Promise<void> {
  const deadline = Date.now() + bench.timeout;
  while (namesIn(bench).length === 0) {
    assert(Date.now() < deadline, "the work did not begin");
    await delay(10);
  }
}

async function expectDone(client: WorkerClient, requestId = 0): Promise<void> {
  const response = await client.response();
  const [line] = response.output.split("\n");
  assert.equal(response.exitCode, 0, `exit code ${response.exitCode} for request ${response.requestId}: ${line}`);
  assert.equal(response.wasCancelled, false, "it says cancelled");
  assert.equal(response.requestId, requestId, `the response is for ${response.requestId} instead of ${requestId}`);
}

/** After SIGTERM an exit with 0 is as good as being ended by the signal: Bazel looks at neither. */
function assertCleanEnd(end: number | NodeJS.Signals): void {
  assert(end === 0 || end === "SIGTERM", `it ended with ${end}`);
}

/** Sends one request in the given chunks and expects it to be done. */
async function sendInChunks(client: WorkerClient, bytes: Buffer, length: number): Promise<void> {
  for (let offset = 0; offset < bytes.length; offset += length) {
    client.sendBytes(bytes.subarray(offset, offset + length));
    await delay(1);
  }
}

function requestOfLength(length: number): Buffer {
  const request = (word: string): Request => write(0, "out", word);
  const empty = encodeRequest(request("")).length;
  let word = "x".repeat(Math.max(0, length - empty));
  while (encodeRequest(request(word)).length > length) {
    word = word.slice(1);
  }
  const bytes = encodeRequest(request(word));
  assert(Math.abs(bytes.length - length) <= 1);
  return bytes;
}

export const points: readonly Point[] = [
  // Singleplex
  {
    point: "singleplex: a request is done and answered",
    source: `${workerTest}: test_example_worker`,
    check: async (bench) => {
      const client = bench.start();
      client.send(write(0, "out", "hello", "world"));
      await expectDone(client);
      assert.equal(read(bench), "hello world");
      const second = write(0, "upper", "hello", "world");
      client.send({ arguments: [...second.arguments!, "--uppercase=1"] });
      await expectDone(client);
      assert.equal(read(bench, "upper"), "HELLO WORLD");
    },
  },
  {
    point: "singleplex: one process serves request after request",
    source: `${workerTest}: test_shared_worker`,
    check: async (bench) => {
      const client = bench.start();
      for (const name of ["one", "two", "three"]) {
        client.send({ arguments: ["count", `--output=${name}`] });
        await expectDone(client);
      }
      const [first, second, third] = ["one", "two", "three"].map((name) => read(bench, name).split(" "));
      assert.deepEqual(
        [second, third],
        [
          [first![0], "2"],
          [first![0], "3"],
        ],
      );
    },
  },
  {
    point: "singleplex: arguments arrive as they were sent",
    source: `${workerTest}: test_worker_requests`,
    check: async (bench) => {
      const given = [
        "--word=a b",
        "--word='\"\\",
        "--word=ñ漢🐍",
        "--word=",
        "--word=@x",
        "--word=a\tb\nc",
        "--output=out",
      ];
      const client = bench.start();
      client.send({ arguments: ["arguments", ...given], inputs: [{ path: "a/b", digest: Uint8Array.of(1, 255) }] });
      await expectDone(client);
      assert.deepEqual(JSON.parse(read(bench)), given);
    },
  },
  {
    point: "singleplex: an unknown extra flag of the worker is ignored",
    source: `${workerTest}: test_worker_extra_flag`,
    check: async (bench) => {
      const client = bench.start({ args: ["--persistent_worker", "--ignored_argument"] });
      client.send(write(0, "out", "x"));
      await expectDone(client);
    },
  },
  {
    point: "singleplex: several flag files, --flagfile= among them",
    source: `${workerTest}: test_multiple_flagfiles`,
    check: async (bench) => {
      writeFileSync(join(bench.folder, "one"), "--output=out\n--word=hello\n");
      writeFileSync(join(bench.folder, "two"), "--word=big  world\n");
      const client = bench.start();
      client.send({ arguments: ["write", "--flagfile=one", "--flagfile=two"] });
      await expectDone(client);
      assert.equal(read(bench), "hello big  world");
    },
  },
  {
    point: "singleplex: an input that changed between requests is read again",
    source: `${workerTest}: test_input_digests`,
    check: async (bench) => {
      const client = bench.start();
      for (const content of ["hello world", "changed data"]) {
        writeFileSync(join(bench.folder, "input"), content);
        client.send({ arguments: ["copy", "--input=input", "--output=out"] });
        await expectDone(client);
        assert.equal(read(bench), content);
      }
    },
  },
  {
    point: "singleplex: requests that arrive together are all answered",
    source: documentation,
    check: async (bench) => {
      const client = bench.start();
      client.send(write(0, "one", "1"), write(0, "two", "2"), write(0, "three", "3"));
      for (const name of ["one", "two", "three"]) {
        await expectDone(client);
        assert(existsSync(join(bench.folder, name)));
      }
    },
  },
  {
    point: "singleplex: a run without a worker, with a flag file",
    source: `${workerTest}: test_missing_execution_requirements_fallback_to_standalone`,
    check: async (bench) => {
      writeFileSync(join(bench.folder, "flags"), "write\n--word=hello 'x'\n--output=out\n");
      const client = bench.start({ args: ["@flags"] });
      assert.equal(await client.exit(), 0, client.stderr);
      assert.equal(read(bench), "hello 'x'");
    },
  },
  {
    point: "singleplex: no environment variable is needed, none leaks in",
    source: `${workerTest}: test_environment_is_clean`,
    check: async (bench) => {
      const client = bench.start({ env: {} });
      client.send({ arguments: ["environment", "--output=out"] });
      await expectDone(client);
      assert.equal(JSON.parse(read(bench)).PATH, undefined);
    },
  },
  {
    point: "singleplex: verbosity is heard, and only on standard error",
    source: `${workerTest}: test_worker_verbose`,
    check: async (bench) => {
      const client = bench.start();
      client.send({ ...write(0, "out", "x"), verbosity: 10 });
      assert.deepEqual((await client.response()).output, "");
      client.end();
      await client.exit();
      assert.notEqual(client.stderr, "", "nothing was said");
    },
  },
  // Protocols
  {
    point: "protocol: protobuf unless JSON is asked for",
    source: `${workerTest}: test_requires_worker_protocol_missing_defaults_to_proto`,
    check: async (bench) => {
      const client = bench.start({ args: ["--persistent_worker"] });
      client.send(write(7, "out", "x"));
      await expectDone(client, 7);
    },
  },
  {
    point: "protocol: JSON",
    source: `${workerTest} with WORKER_PROTOCOL=json`,
    check: async (bench) => {
      const client = bench.start({ json: true, args: ["--worker_protocol=json", "--persistent_worker"] });
      client.send(write(1, "one", "ñ", "b"), write(2, "two", "c"));
      const ids = (await client.responses(2)).map(({ exitCode, requestId }) => [exitCode, requestId]);
      assert.deepEqual(ids.sort(), [
        [0, 1],
        [0, 2],
      ]);
      assert.equal(read(bench, "one"), "ñ b");
    },
  },
  {
    point: "protocol: JSON without newlines, as Bazel before 7 writes it",
    source: "JsonWorkerProtocol.putRequest",
    check: async (bench) => {
      const client = bench.start({ json: true, args: ["--worker_protocol=json", "--persistent_worker"] });
      client.sendBytes(Buffer.from(JSON.stringify(write(1, "out", "{}"))));
      await expectDone(client, 1);
      client.sendBytes(Buffer.from(JSON.stringify(write(2, "out", "}{"))));
      await expectDone(client, 2);
    },
  },
  {
    point: "protocol: a protobuf request of 123 bytes, whose length is the byte {",
    source: documentation,
    check: async (bench) => {
      const client = bench.start();
      const bytes = requestOfLength(124);
      assert.equal(bytes[0], 0x7b);
      client.sendBytes(bytes);
      await expectDone(client);
    },
  },
  {
    point: "protocol: unknown fields are ignored",
    source: `${documentation}: future versions may add fields`,
    check: async (bench) => {
      const client = bench.start();
      const body = encodeRequest(write(1, "out", "x")).subarray(1);
      const unknown = Buffer.from([(15 << 3) | 2, 3, 1, 2, 3, 14 << 3, 1]);
      client.sendBytes(Buffer.concat([Buffer.from([body.length + unknown.length]), body, unknown]));
      await expectDone(client, 1);
    },
  },
  // Frames
  {
    point: "frames: a request in many reads",
    source: documentation,
    check: async (bench) => {
      const client = bench.start();
      await sendInChunks(client, encodeRequest(write(1, "out", "x".repeat(200))), 1);
      await expectDone(client, 1);
    },
  },
  {
    point: "frames: requests of 65,530 to 65,543 bytes",
    source: "the size of a pipe's buffer",
    check: async (bench) => {
      for (let length = 65_530; length <= 65_543; length += 1) {
        const client = bench.start();
        client.sendBytes(requestOfLength(length));
        try {
          await expectDone(client);
        } catch (error) {
          throw new Error(`${length} bytes: ${(error as Error).message}`);
        }
        client.process.kill("SIGKILL");
      }
    },
  },
  {
    point: "frames: a request of 8 MiB",
    source: documentation,
    check: async (bench) => {
      const client = bench.start();
      client.sendBytes(encodeRequest(write(1, "out", "x".repeat(8 * 1024 * 1024))));
      await expectDone(client, 1);
      assert.equal(read(bench).length, 8 * 1024 * 1024);
    },
  },
  {
    point: "frames: garbage ends the worker with a message and a non-zero code",
    source: documentation,
    check: async (bench) => {
      const client = bench.start();
      client.sendBytes(Buffer.from("ffffffffffffffffffff", "hex"));
      assert.notEqual(await client.exit(), 0, "it ended with 0");
      assert.notEqual(client.stderr, "", "nothing was said");
    },
  },
  {
    point: "frames: an input that ends inside a request gives a non-zero code",
    source: documentation,
    check: async (bench) => {
      const client = bench.start();
      client.sendBytes(encodeRequest(write(1, "out", "x")).subarray(0, 5));
      client.end();
      assert.notEqual(await client.exit(), 0, "it ended with 0");
    },
  },
  // Answers
  {
    point: "answers: work that fails gives 1 and its message; the next request is done",
    source: `${handlerTest}: testOutput`,
    check: async (bench) => {
      const client = bench.start();
      client.send({ arguments: ["fail"] });
      const response = await client.response();
      assert.equal(response.exitCode, 1);
      assert.match(response.output, /the example failed/);
      client.send(write(0, "out", "x"));
      await expectDone(client);
    },
  },
  {
    point: "answers: an unexpected exception gives 1 and its stack; the next request is done",
    source: `${handlerTest}: testException`,
    check: async (bench) => {
      const client = bench.start();
      client.send({ arguments: ["throw"] });
      const response = await client.response();
      assert.equal(response.exitCode, 1);
      assert.match(response.output, /TypeError: exploded\n/);
      client.send(write(0, "out", "x"));
      await expectDone(client);
    },
  },
  {
    point: "answers: unknown work gives 1 and a message; the next request is done",
    source: documentation,
    check: async (bench) => {
      const client = bench.start();
      client.send({ arguments: ["no-such-work"] }, {});
      for (const { exitCode, output } of await client.responses(2)) {
        assert.equal(exitCode, 1);
        assert.notEqual(output, "");
      }
      client.send(write(0, "out", "x"));
      await expectDone(client);
    },
  },
  {
    point: "answers: text on success is shown to the user",
    source: documentation,
    check: async (bench) => {
      const client = bench.start();
      client.send({ arguments: ["say", "--word=ñ漢", "--word=b", "--output=out"] });
      const { exitCode, output } = await client.response();
      assert.deepEqual([exitCode, output], [0, "ñ漢\nb\n"]);
      client.send(write(0, "out", "x"));
      assert.equal((await client.response()).output, "", "the text came twice");
    },
  },
  {
    point: "answers: text that is not valid Unicode does not spoil the response",
    source: "protobuf: a string is UTF-8",
    check: async (bench) => {
      const client = bench.start({ json: true, args: ["--worker_protocol=json", "--persistent_worker"] });
      client.sendBytes(Buffer.from('{"arguments":["say","--word=a\\ud800b","--output=out"]}\n'));
      // Replaced as decoders do it, or spelt out.
      assert.match((await client.response()).output, /^a(?:\ufffd|\\ud800)b\n$/);
    },
  },
  {
    point: "bad response: what a library prints does not reach the protocol",
    source: `${workerTest}: test_build_fails_when_worker_returns_junk`,
    check: async (bench) => {
      const client = bench.start();
      client.send({ arguments: ["print", "--output=out"], requestId: 1 });
      await expectDone(client, 1);
      client.send(write(2, "out", "x"));
      await expectDone(client, 2);
    },
  },
  // Multiplex
  {
    point: "multiplex: the response carries the request's id",
    source: `${handlerTest}: testMultiplexWorkRequest`,
    check: async (bench) => {
      const client = bench.start();
      for (const id of [42, 1, 2 ** 31 - 1]) {
        client.send(write(id, "out", "x"));
        await expectDone(client, id);
      }
    },
  },
  {
    point: "multiplex: requests that arrive together are all answered",
    source: `${multiplexTest}: test_example_worker_multiplexer`,
    check: async (bench) => {
      const client = bench.start();
      client.send(...Array.from({ length: 20 }, (_, index) => write(index + 1, `out${index + 1}`, `${index + 1}`)));
      const ids = (await client.responses(20)).map(({ requestId }) => requestId);
      assert.deepEqual(
        ids.sort((left, right) => left - right),
        Array.from({ length: 20 }, (_, index) => index + 1),
      );
      assert.equal(read(bench, "out20"), "20");
    },
  },
  {
    point: "multiplex: a quick request is answered while a slow one runs",
    source: `${documentation}: responses in any order`,
    check: async (bench) => {
      const client = bench.start();
      client.send(slow(1, never, "slow"));
      await workHasBegun(bench);
      client.send(write(2, "out", "x"));
      await expectDone(client, 2);
    },
  },
  {
    point: "multiplex: several flag files, --flagfile= among them",
    source: `${multiplexTest}: test_multiple_flagfiles`,
    check: async (bench) => {
      writeFileSync(join(bench.folder, "one"), "--output=out\n--word=hello\n");
      const client = bench.start();
      client.send({ arguments: ["write", "--flagfile=one"], requestId: 1 });
      await expectDone(client, 1);
      assert.equal(read(bench), "hello");
    },
  },
  {
    point: "multiplex: a failure leaves the requests beside it unharmed",
    source: documentation,
    check: async (bench) => {
      const client = bench.start();
      client.send(slow(1, 200, "slow"), { arguments: ["throw"], requestId: 2 }, write(3, "out", "x"));
      const codes = new Map((await client.responses(3)).map(({ requestId, exitCode }) => [requestId, exitCode]));
      assert.deepEqual(
        [1, 2, 3].map((id) => codes.get(id)),
        [0, 1, 0],
      );
      assert.equal(read(bench, "slow"), "begin end");
    },
  },
  // Sandbox
  {
    point: "sandbox: singleplex inputs come and go between requests",
    source: `${workerTest}: test_sandbox_cleanup`,
    check: async (bench) => {
      const client = bench.start();
      for (const names of [
        ["1.txt", "2.txt"],
        ["2.txt", "3.txt"],
      ]) {
        rmSync(join(bench.folder, "in"), { recursive: true, force: true });
        mkdirSync(join(bench.folder, "in"));
        for (const name of names) {
          writeFileSync(join(bench.folder, "in", name), name);
        }
        client.send({ arguments: ["list", "--directory=in", "--output=out"] });
        await expectDone(client);
        assert.equal(read(bench), names.join(" "));
      }
    },
  },
  {
    point: "sandbox: sandbox_dir is where a multiplex request reads and writes",
    source: `${documentation}: multiplex sandboxing`,
    check: async (bench) => {
      const client = bench.start();
      const sandboxes = [1, 2].map((id) => join("__sandbox", `${id}`, "_main"));
      const requests = sandboxes.map((sandboxDir, index): Request => {
        mkdirSync(join(bench.folder, sandboxDir), { recursive: true });
        writeFileSync(join(bench.folder, sandboxDir, "input"), sandboxDir);
        return { arguments: ["copy", "--input=input", "--output=out"], requestId: index + 1, sandboxDir };
      });
      client.send(...requests);
      const responses = await client.responses(2);
      assert.deepEqual(
        responses.map(({ exitCode }) => exitCode),
        [0, 0],
      );
      for (const sandboxDir of sandboxes) {
        assert.equal(read(bench, join(sandboxDir, "out")), sandboxDir);
      }
      assert(!existsSync(join(bench.folder, "out")));
    },
  },
  // Cancel
  {
    point: "cancel: the work stops, leaves nothing, and the response says cancelled",
    source: `${handlerTest}: testCancelRequest_sendsResponseWhenDone`,
    check: async (bench) => {
      const client = bench.start();
      client.send(slow(42, never, "out"));
      await workHasBegun(bench);
      client.send({ requestId: 42, cancel: true });
      const response = await client.response();
      assert.deepEqual([response.requestId, response.wasCancelled, response.output], [42, true, ""]);
      assert.deepEqual(namesIn(bench), [], "something was left behind");
    },
  },
  {
    point: "cancel: a singleplex request",
    source: `${documentation}: supports-worker-cancellation`,
    check: async (bench) => {
      const client = bench.start();
      client.send(slow(0, never, "out"));
      await workHasBegun(bench);
      client.send({ cancel: true });
      assert.equal((await client.response()).wasCancelled, true);
      client.send(write(0, "out", "x"));
      await expectDone(client);
    },
  },
  {
    point: "cancel: exactly one response, whoever wins",
    source: `${handlerTest}: testCancelRequest_exactlyOneResponseSent`,
    check: async (bench) => {
      const client = bench.start();
      client.send(write(42, "out", "x"), { requestId: 42, cancel: true });
      assert.equal((await client.response()).requestId, 42);
      client.send(write(43, "out", "x"));
      await expectDone(client, 43);
      assert.deepEqual(client.pending, []);
    },
  },
  {
    point: "cancel: a second cancel is not answered",
    source: `${handlerTest}: testCancelRequest_noDoubleCancelResponse`,
    check: async (bench) => {
      const client = bench.start();
      client.send(slow(42, never, "out"));
      await workHasBegun(bench);
      client.send({ requestId: 42, cancel: true }, { requestId: 42, cancel: true });
      assert.equal((await client.response()).wasCancelled, true);
      client.send(write(43, "out", "x"));
      await expectDone(client, 43);
    },
  },
  {
    point: "cancel: of an answered request, is not answered",
    source: `${handlerTest}: testCancelRequest_sendsNoResponseWhenAlreadySent`,
    check: async (bench) => {
      const client = bench.start();
      client.send(write(42, "out", "x"));
      await expectDone(client, 42);
      client.send({ requestId: 42, cancel: true });
      await delay(200);
      client.send(write(43, "out", "x"));
      await expectDone(client, 43);
    },
  },
  {
    point: "cancel: the other requests go on",
    source: `${documentation}: cancellation`,
    check: async (bench) => {
      const client = bench.start();
      client.send(slow(1, never, "one"), slow(2, 400, "two"));
      await workHasBegun(bench);
      client.send({ requestId: 1, cancel: true });
      const responses = await client.responses(2);
      assert.deepEqual(
        responses.map(({ requestId, wasCancelled }) => [requestId, wasCancelled]),
        [
          [1, true],
          [2, false],
        ],
      );
      assert.equal(read(bench, "two"), "begin end");
    },
  },
  // Restart, crash, exit
  {
    point: "exit: end of input ends an idle worker with 0",
    source: `${workerTest}: test_workers_quit_after_build`,
    check: async (bench) => {
      const client = bench.start();
      client.send(write(1, "out", "x"));
      await expectDone(client, 1);
      client.end();
      assert.equal(await client.exit(), 0);
    },
  },
  {
    point: "exit: end of input before any request",
    source: `${workerTest}: test_workers_quit_on_clean`,
    check: async (bench) => {
      const client = bench.start();
      client.end();
      assert.equal(await client.exit(), 0);
    },
  },
  {
    point: "exit: requests that were sent before the end of input are answered",
    source: documentation,
    check: async (bench) => {
      const client = bench.start();
      client.send(write(1, "out", "x"));
      client.end();
      await expectDone(client, 1);
      assert.equal(await client.exit(), 0);
    },
  },
  {
    point: "exit: SIGTERM ends an idle worker",
    source: `${workerTest}: test_workers_quit_after_build`,
    check: async (bench) => {
      const client = bench.start();
      client.send(write(1, "out", "x"));
      await expectDone(client, 1);
      client.process.kill("SIGTERM");
      assertCleanEnd(await client.exit());
    },
  },
  {
    point: "exit: SIGTERM and end of input together",
    source: "SubprocessBuilder: destroying a worker does both",
    check: async (bench) => {
      const client = bench.start();
      client.send(write(1, "out", "x"));
      await expectDone(client, 1);
      client.end();
      client.process.kill("SIGTERM");
      assertCleanEnd(await client.exit());
    },
  },
  {
    point: "exit: SIGTERM during work gives the work up and leaves no output",
    source: `${handlerTest}: testMultiplexWorkRequest_stopsThreadsOnShutdown`,
    check: async (bench) => {
      const client = bench.start();
      client.send(slow(1, never, "out"), slow(2, never, "other"));
      await workHasBegun(bench);
      client.end();
      client.process.kill("SIGTERM");
      await client.exit();
      assert.deepEqual(namesIn(bench), [], "something was left behind");
    },
  },
  {
    point: "crash: a worker that dies during work ends without a response, its last words on standard error",
    source: `${workerTest}: test_build_fails_if_worker_dies_during_action, test_crashed_worker_causes_log_dump`,
    check: async (bench) => {
      const client = bench.start();
      client.send({ arguments: ["exit", "--output=out"] });
      assert.equal(await client.exit(), 3);
      assert.deepEqual(client.pending, []);
      assert.match(client.stderr, /pretending to do work/, "its last words are lost");
    },
  },
  {
    point: "crash: after SIGKILL during work no output is there, and the next worker does it",
    source: `${workerTest}: test_build_fails_if_worker_dies_during_action`,
    check: async (bench) => {
      const client = bench.start();
      client.send(slow(1, never, "out"));
      await workHasBegun(bench);
      client.process.kill("SIGKILL");
      assert.equal(await client.exit(), "SIGKILL");
      assert(!existsSync(join(bench.folder, "out")));
      const next = bench.start();
      next.send(slow(1, 1, "out"));
      await expectDone(next, 1);
      assert.equal(read(bench), "begin end");
      assert.deepEqual(namesIn(bench), ["out"], "leftovers of the killed worker stay");
    },
  },
  {
    point: "restart: a worker of other files is another process with nothing remembered",
    source: `${workerTest}: test_worker_restarts_when_worker_binary_changes, …_runfiles_change`,
    check: async (bench) => {
      const uuids = new Set<string>();
      for (let start = 0; start < 2; start += 1) {
        const client = bench.start();
        client.send({ arguments: ["count", "--output=out"] });
        await expectDone(client);
        const [uuid, count] = read(bench).split(" ");
        assert.equal(count, "1");
        uuids.add(uuid!);
        client.end();
        assert.equal(await client.exit(), 0);
      }
      assert.equal(uuids.size, 2);
    },
  },
  {
    point: "restart: a worker whose responses nobody reads any more ends",
    source: "WorkerMultiplexer: destroyMultiplexer",
    check: async (bench) => {
      const client = bench.start();
      client.send(write(1, "out", "x"));
      await expectDone(client, 1);
      client.process.stdout!.destroy();
      client.send(write(2, "out", "x"));
      await client.exit();
    },
  },
];
