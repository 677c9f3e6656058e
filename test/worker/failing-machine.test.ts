// The shipped worker on a machine that fails under it: a full disk, a read error in the middle of a file.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exampleActions, writeExampleInputs } from "../determinism/example-build";
import { saySkipped } from "../say-skipped";

const program = join(__dirname, "..", "..", "bazel", "worker", "worker.cjs");
const [plain, wheeled] = exampleActions() as [
  ReturnType<typeof exampleActions>[number],
  ReturnType<typeof exampleActions>[number],
];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "failing-machine-"));
  writeExampleInputs(folder, 0o644);
  mkdirSync(join(folder, "bazel-out", "bin"), { recursive: true });
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(command: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  return { status, stdout, stderr };
}

/** A mount namespace of one's own needs root, or a kernel that lets users have namespaces. */
const unshare = ["--mount", ...(process.getuid?.() === 0 ? [] : ["--map-root-user"])];
const canMount = spawnSync("unshare", [...unshare, "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;
if (!canMount) {
  saySkipped("a full disk cannot be tried here, because this user may not mount a tmpfs");
}

(canMount ? test : test.skip)(
  "a full disk: the error says so, nothing is left, and with more room the same run is right",
  () => {
    expect(run(process.execPath, [program, ...plain.args]).status).toBe(0);
    const right = readFileSync(join(folder, plain.outputs[0]!));
    writeFileSync(join(folder, "flags"), `${plain.args.join("\n")}\n`);
    const script = `
    mount -t tmpfs -o size=1m none bazel-out/bin || exit 9
    "$0" "$1" @flags; echo "first: $?"; ls -A bazel-out/bin
    mount -o remount,size=64m bazel-out/bin
    "$0" "$1" @flags; echo "second: $?"; cp ${plain.outputs[0]} copy`;
    expect(right.length).toBeGreaterThan(1 << 20);
    const { status, stdout, stderr } = run("unshare", [...unshare, "sh", "-c", script, process.execPath, program]);
    expect(stderr).toBe(
      "package_layers: the disk is full\n  package: plain 1.0\n  cause: ENOSPC: no space left on device, write\n" +
        "  remedy: make room on the disk that Bazel's output base is on, and build again\n",
    );
    expect(stdout).toBe("first: 1\nsecond: 0\n");
    expect(status).toBe(0);
    expect(readFileSync(join(folder, "copy")).equals(right)).toBe(true);
  },
);

test.each([
  ["a file that we compress", plain, 2],
  ["a file that is carried over", wheeled, 2],
  ["a file that is carried over in pieces", wheeled, 9],
])("a read error in the middle of %s: the error says so and nothing is left", (_, { subject: name, args }, reads) => {
  // What the system says of a bad sector, from the N-th read of a large piece on.
  writeFileSync(
    join(folder, "bad-sector.cjs"),
    `const fs = require("node:fs");
      const { readSync } = fs;
      let reads = 0;
      fs.readSync = (...args) => {
        reads += args[3] >= 65536 ? 1 : 0;
        if (reads > ${reads}) throw Object.assign(new Error("EIO: i/o error, read"), { code: "EIO" });
        return readSync(...args);
      };`,
  );
  const { status, stderr } = run(process.execPath, ["--require", "./bad-sector.cjs", program, ...args]);
  expect(stderr).toBe(
    `package_layers: the disk failed\n  package: ${name} 1.0\n  cause: EIO: i/o error, read\n` +
      "  remedy: check the disk, then fetch the package again with `bazel fetch --force`\n",
  );
  expect(status).toBe(1);
  expect(readdirSync(join(folder, "bazel-out", "bin"))).toEqual([]);
});

test("a Node with the system's zlib: the error says what to use, and when it is allowed the layer is made", () => {
  writeFileSync(
    join(folder, "debian-node.cjs"),
    `Object.defineProperty(process, "config", { value: { variables: { node_shared_zlib: true } } });`,
  );
  const shared = (...flags: string[]) =>
    spawnSync(process.execPath, ["--require", "./debian-node.cjs", program, ...flags, ...plain.args], {
      cwd: folder,
      encoding: "utf8",
      env: {},
    });
  const refused = shared();
  expect(refused.stderr).toMatch(/^package_layers: this Node compresses with the system's zlib/);
  expect(refused.stderr).toContain("node.download()");
  expect(refused.status).toBe(1);
  expect(readdirSync(join(folder, "bazel-out", "bin"))).toEqual([]);
  expect(shared("--allow_shared_zlib")).toMatchObject({ status: 0, stderr: "" });
});

test.each(
  ["EMFILE", "ENOMEM", "EIO"].flatMap((code) => [
    [code, "a proof in the main thread", "isMainThread && /checkHeld/.test(new Error().stack)"],
    [code, "a proof in a thread of its own", "!isMainThread"],
  ]),
)("%s in %s fails the request instead of giving another blob", (code, _, isProof) => {
  writeFileSync(
    join(folder, "fault.cjs"),
    `const { isMainThread } = require("node:worker_threads");
    const fs = require("node:fs");
    const { readSync } = fs;
    fs.readSync = (...args) => {
      if (${isProof}) throw Object.assign(new Error("${code}: of the machine, read"), { code: "${code}" });
      return readSync(...args);
    };`,
  );
  const { status, stderr } = run(process.execPath, ["--require", "./fault.cjs", program, ...wheeled.args]);
  expect(stderr).toContain(`  package: wheeled 1.0\n  cause: ${code}: of the machine, read\n  remedy: `);
  expect(status).toBe(1);
  expect(readdirSync(join(folder, "bazel-out", "bin"))).toEqual([]);
});

test("no thread is left for the proofs: they are made in the thread that there is, and the layer is the same", () => {
  writeFileSync(
    join(folder, "no-threads.cjs"),
    `require("node:worker_threads").Worker = class {
      constructor() { throw Object.assign(new Error("EAGAIN"), { code: "ERR_WORKER_INIT_FAILED" }); }
    };`,
  );
  const made = (...args: string[]) => {
    expect(run(process.execPath, [...args, program, ...wheeled.args])).toEqual({ status: 0, stdout: "", stderr: "" });
    return wheeled.outputs.map((output) => readFileSync(join(folder, output)));
  };
  expect(made("--require", "./no-threads.cjs")).toEqual(made());
});

test("a file system without hard links: the mergeable is a copy", () => {
  writeFileSync(
    join(folder, "no-links.cjs"),
    `require("node:fs").linkSync = () => { throw Object.assign(new Error("EPERM: operation not permitted, link"), { code: "EPERM" }); };`,
  );
  const [blob, , mergeable] = plain.outputs.map((output) => join(folder, output)) as [string, string, string];
  expect(run(process.execPath, ["--require", "./no-links.cjs", program, ...plain.args])).toEqual({
    status: 0,
    stdout: "",
    stderr: "",
  });
  expect(readFileSync(mergeable).equals(readFileSync(blob))).toBe(true);
});

test("ten times as many packages as files may be open are planned", () => {
  expect(run(process.execPath, [program, ...plain.args]).status).toBe(0);
  const descriptor = JSON.parse(readFileSync(join(folder, plain.outputs[1]!), "utf8"));
  const flags = ["plan", "--layers=20"];
  for (let index = 0; index < 1000; index += 1) {
    writeFileSync(join(folder, `${index}.json`), JSON.stringify({ ...descriptor, name: `package-${index}` }));
    flags.push(`--descriptor=${index}.json`);
  }
  writeFileSync(join(folder, "flags"), `${flags.join("\n")}\n`);
  const { status, stderr, stdout } = run("bash", [
    "-c",
    'ulimit -n 100; exec "$0" "$1" @flags',
    process.execPath,
    program,
  ]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const planned = [...stdout.matchAll(/(\d+) packages:/g)].map(([, count]) => Number(count));
  expect(planned.reduce((sum, count) => sum + count, 0)).toBe(1000);
});
