// The part of the determinism matrix that needs nothing but this machine's Node; `npm run determinism` has the rest.

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { BAZEL_CELLS, LOCAL_CELLS, NODE_CELLS, REFUSED_CELL, ZSTD_CELLS } from "./cells";
import { exampleActions, writeExampleInputs } from "./example-build";
import type { Outcome } from "./outcome";
import { recordedActions } from "./recorded-action";
import { type Place, replay, type Surroundings } from "./replay";

const REPOSITORY = path.dirname(path.dirname(__dirname));
const actions = exampleActions();
let folder: string;
let baseline: Map<string, Outcome>;

const placeOf = (inputs: string): Place => ({
  program: path.join(REPOSITORY, "bazel", "worker", "worker.cjs"),
  executionRoot: path.join(folder, inputs),
  folder,
});

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "determinism-"));
  for (const [inputs, mode] of [
    ["inputs", 0o644],
    ["other-modes", 0o700],
  ] as const) {
    mkdirSync(path.join(folder, inputs));
    writeExampleInputs(path.join(folder, inputs), mode);
  }
  baseline = await replay(actions, { way: "worker" }, placeOf("inputs"));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("the baseline has every output, and no two are alike", () => {
  expect([...baseline.keys()]).toEqual(actions.map(({ subject }) => subject));
  expect(new Set([...baseline.values()].map(({ all }) => all)).size).toBe(actions.length);
});

test.each(LOCAL_CELLS.map((cell) => [`${cell.axis}: ${cell.value}`, cell.surroundings] as const))(
  "%s: every output is the baseline's",
  async (_, surroundings) => {
    expect(await replay(actions, surroundings, placeOf("inputs"))).toEqual(baseline);
  },
);

test("modes of the input files: every output is the baseline's", async () => {
  expect(await replay(actions, { way: "worker" }, placeOf("other-modes"))).toEqual(baseline);
});

test("another compression shows as a difference: the comparison can fail", async () => {
  const surroundings: Surroundings = { way: "worker", compression: "none" };
  const others = await replay(actions.slice(0, 4), surroundings, placeOf("inputs"));
  for (const [subject, { digest }] of others) {
    expect(digest).not.toBe(baseline.get(subject)!.digest);
  }
});

test("docs/determinism.md has every cell, all are equal, and the Node that is refused is refused", () => {
  const rows = readFileSync(path.join(REPOSITORY, "docs", "determinism.md"), "utf8")
    .split("\n")
    .filter((line) => /^\| (?!axis|output|---)/.test(line) && !line.includes("`"))
    .map((line) => line.slice(2, -2).split(" | "));
  const cells = [...BAZEL_CELLS, ...LOCAL_CELLS, ...NODE_CELLS, REFUSED_CELL, ...ZSTD_CELLS];
  expect(rows.map(([axis, value]) => `${axis}: ${value}`).sort()).toEqual(
    cells.map(({ axis, value }) => `${axis}: ${value}`).sort(),
  );
  for (const [, value, equal] of rows) {
    expect(equal).toMatch(value === REFUSED_CELL.value ? /^refused$/ : /^(\d+) of \1$/);
  }
});

test("actions are taken out of what aquery prints", () => {
  const graph = {
    actions: [
      {
        targetId: 1,
        mnemonic: "PackageLayer",
        inputDepSetIds: [2],
        outputIds: [3, 4],
        arguments: ["node", "--flag-of-node=1", "worker.cjs", "--setting-of-the-process", "layer", "--name=a"],
      },
      {
        targetId: 1,
        mnemonic: "ImageLayout",
        outputIds: [2],
        arguments: ["node", "worker.cjs", "image-layout"],
      },
    ],
    artifacts: [
      { id: 1, pathFragmentId: 2 },
      { id: 2, pathFragmentId: 3 },
      { id: 3, pathFragmentId: 4 },
      { id: 4, pathFragmentId: 5 },
    ],
    depSetOfFiles: [
      { id: 1, directArtifactIds: [1] },
      { id: 2, directArtifactIds: [2], transitiveDepSetIds: [1, 1] },
    ],
    pathFragments: [
      { id: 1, label: "bazel-out" },
      { id: 2, label: "x.py", parentId: 1 },
      { id: 3, label: "y.py", parentId: 1 },
      { id: 4, label: "a.layer.json", parentId: 1 },
      { id: 5, label: "a.layer.tar.gz", parentId: 1 },
    ],
    targets: [{ id: 1, label: "//:image" }],
  };
  expect(recordedActions(JSON.stringify(graph))).toEqual([
    {
      subject: "a",
      args: ["layer", "--name=a"],
      inputs: ["bazel-out/y.py", "bazel-out/x.py"],
      outputs: ["bazel-out/a.layer.tar.gz", "bazel-out/a.layer.json"],
    },
    { subject: "//:image ImageLayout", args: ["image-layout"], inputs: [], outputs: ["bazel-out/y.py"] },
  ]);
});
