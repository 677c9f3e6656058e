// What the worker reads and writes as the kernel sees it: nothing but declared inputs and outputs, and no network.

import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { debianProgram } from "../debian-program";
import { exampleActions, writeExampleInputs } from "../determinism/example-build";
import { replay, type Way } from "../determinism/replay";
import { saySkipped } from "../say-skipped";
import { undeclared } from "./declared-files";
import { straceOptions, type TracedCommand, tracedCommands } from "./file-calls";

/** What Node opens when it is first needed, beside what it opens at every start; none of it makes bytes. */
const LATER_READ_BY_NODE = ["/dev/null", "/sys/devices/system/cpu/online", "/proc/sys/vm/overcommit_memory"];

/** By which a worker on four cores or more says how many threads it may have; none of it makes bytes. */
const LIMITS = "/proc/self/limits";

const BUNDLE = path.join(__dirname, "..", "..", "bazel", "worker", "worker.cjs");
const actions = exampleActions();
/** The layers first, of which none needs another; then what needs them. */
const phases = [actions.slice(0, 4), actions.slice(4, 5), actions.slice(5)];

let strace: string | undefined;
let folder: string;
let program: string;
/** What Node itself touches before it runs anything. */
let start: ReadonlySet<string>;
let startNetwork: ReadonlySet<string>;

/** Why this machine traces nothing; undefined when it does. */
function untraceable(): string | undefined {
  strace = debianProgram("/usr/bin/strace", "strace");
  if (strace === undefined) {
    return "it needs strace, or root and apt-get to install it";
  }
  const { status, stderr } = spawnSync(strace, ["--quiet=all", "--output=/dev/null", "true"], { encoding: "utf8" });
  return status === 0 ? undefined : `strace may not trace here: ${stderr.trim()}`;
}

const reason = untraceable();
if (reason !== undefined) {
  saySkipped(`the trace of the worker's system calls: ${reason}`);
}
const testTraced = reason === undefined ? test : test.skip;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "trace-")));
  program = path.join(folder, "worker.cjs");
  mkdirSync(path.join(folder, "inputs"));
  writeExampleInputs(path.join(folder, "inputs"), 0o644);
  if (reason !== undefined) {
    return;
  }
  writeFileSync(program, "process.stdin.resume();\n");
  const log = path.join(folder, "start.log");
  spawnSync(strace!, [...straceOptions(log), process.execPath, program], { input: "", env: {} });
  const [traced] = tracedCommands(readFileSync(log, "utf8"));
  start = new Set(traced!.calls.map(({ file }) => file));
  startNetwork = traced!.network;
  copyFileSync(BUNDLE, program);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Does all actions under strace and gives what each process did, without what Node does by itself. */
async function traced(way: Way): Promise<TracedCommand[]> {
  const log = path.join(folder, `${way}.log`);
  await replay(
    actions,
    { way, node: [strace!, ...straceOptions(log), process.execPath] },
    { program, executionRoot: path.join(folder, "inputs"), folder },
  );
  const byNode = new Set([...start, ...LATER_READ_BY_NODE, LIMITS]);
  return tracedCommands(readFileSync(log, "utf8")).map((command) => ({
    ...command,
    calls: command.calls.filter(({ file, kind }) => kind === "write" || !byNode.has(file)),
  }));
}

function expectNoNetwork(commands: readonly TracedCommand[]): void {
  for (const { network } of commands) {
    expect([...network].filter((name) => !startNetwork.has(name))).toEqual([]);
  }
}

testTraced("one-shot: each process touches its own action's declared files alone", async () => {
  const commands = await traced("one-shot");
  expect(commands).toHaveLength(actions.length);
  expectNoNetwork(commands);
  for (const [index, { folder: root, calls }] of commands.entries()) {
    const { inputs, outputs } = actions[index]!;
    const flags = { inputs: ["flags.params"], outputs: [] };
    const place = { root, sources: [path.join(folder, "inputs")] };
    expect(undeclared(calls, [actions[index]!, flags], place)).toEqual([]);
    // The trace sees what there is to see: Node could read and write by io_uring, which it does only when it is asked to.
    const opened = calls
      .filter(({ kind }) => kind !== "look")
      .map(({ file }) => path.relative(root, file).replace("../inputs/", ""));
    // (What stays alone is no part of a bundle, so that its mergeable is not read.)
    const read = phases[0]!.includes(actions[index]!) ? inputs : [];
    expect(opened).toEqual(expect.arrayContaining([...read, ...outputs]));
  }
});

testTraced("a worker touches the declared files of its requests alone", async () => {
  const commands = await traced("worker");
  expect(commands).toHaveLength(phases.length);
  expectNoNetwork(commands);
  for (const [index, { folder: root, calls }] of commands.entries()) {
    expect(undeclared(calls, phases[index]!, { root, sources: [path.join(folder, "inputs")] })).toEqual([]);
  }
});

testTraced(
  "requests in sandboxes at a time: each touches its own declared files, in its own sandbox alone",
  async () => {
    const commands = await traced("sandboxed multiplex worker");
    expect(commands).toHaveLength(phases.length);
    expectNoNetwork(commands);
    for (const [phase, { folder: root, calls }] of commands.entries()) {
      const sources = [root, path.join(folder, "inputs")];
      const sandboxes = phases[phase]!.map((_, index) => path.join(root, "sandboxes", String(index + 1)));
      for (const [index, sandbox] of sandboxes.entries()) {
        const own = calls.filter(({ file }) => file.startsWith(`${sandbox}/`));
        expect(own.length).toBeGreaterThan(0);
        expect(undeclared(own, [phases[phase]![index]!], { root: sandbox, sources })).toEqual([]);
      }
      // Outside of the sandboxes are the files that the links in them lead to; nothing is written there.
      const outside = calls.filter(({ file }) => !sandboxes.some((sandbox) => file.startsWith(`${sandbox}/`)));
      const inputs = phases[phase]!.map((action) => ({ inputs: action.inputs, outputs: [] }));
      inputs.push({ inputs: sandboxes.map((sandbox) => path.relative(root, sandbox)), outputs: [] });
      expect(undeclared(outside, inputs, { root, sources })).toEqual([]);
    }
  },
);

testTraced("files that are not declared are named: the trace can fail", async () => {
  const [{ folder: root, calls }] = (await traced("one-shot")) as [TracedCommand, ...TracedCommand[]];
  const { inputs, outputs } = actions[0]!;
  const declared = [{ inputs: [...inputs.slice(1), "flags.params"], outputs: outputs.slice(1) }];
  const found = undeclared(calls, declared, { root, sources: [path.join(folder, "inputs")] });
  for (const file of [inputs[0]!, outputs[0]!]) {
    expect(found.filter((line) => line.startsWith("openat ") && line.includes(path.basename(file)))).not.toEqual([]);
  }
});
