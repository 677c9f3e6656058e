import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { diffAction } from "../../src/compare/diff-command";
import { formatPlanFile } from "../../src/plan/plan-file";
import { digestOf } from "../layer/describe-layer";

let folder: string;
const at = (file: string) => path.join(folder, file);

async function run(...args: string[]): Promise<string> {
  const lines: string[] = [];
  await diffAction(args, { root: folder, signal: new AbortController().signal, log: (line) => lines.push(line) });
  return lines.join("\n");
}

function writePlan(file: string, version: string): void {
  const layers = [
    {
      kind: "package" as const,
      packages: [{ name: "numpy", version, bytes: 4000 }],
      digest: digestOf(`numpy ${version}`),
      size: 1000,
      mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
      diffId: digestOf(`tar ${version}`),
      why: "a reason",
    },
  ];
  mkdirSync(path.dirname(at(file)), { recursive: true });
  writeFileSync(
    at(file),
    formatPlanFile({ schema: 1, maxLayers: 9, layersForPackages: 9, layers, packages: [], findings: [] }),
  );
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "diff-command-"));
  writePlan("before/api/layers.plan.json", "1");
  writePlan("after/api/layers.plan.json", "2");
  writePlan("before/old.plan.json", "1");
  writePlan("after/new.plan.json", "1");
});

afterEach(() => rmSync(folder, { recursive: true }));

test("two plans", async () => {
  const plans = ["before/api/layers.plan.json", "after/api/layers.plan.json"];
  expect(await run(...plans)).toMatch(/^layers: 1\.00 kB to push, 1 of 1 layers\n/);
  const [json] = JSON.parse(await run(...plans, "--format", "json"));
  expect(json).toMatchObject({ image: "layers", bytesToPush: 1000, packages: [{ name: "numpy", change: "upgraded" }] });
});

test("two folders: images by their path, those that come and go too", async () => {
  const text = await run("before", "after", "--format=markdown");
  expect(text.match(/^\| `\S+` \| \S+ \S+ \| \d+ \| \d+ \| \d+/gm)).toEqual([
    "| `api/layers` | **1.00 kB** | 1 | 0 | 1",
    "| `new` | **1.00 kB** | 1 | 0 | 0",
    "| `old` | **0 B** | 0 | 0 | 1",
  ]);
});

test.each([
  [["before", "after/new.plan.json"], "one of the two is a folder"],
  [["absent", "after/new.plan.json"], "there is no such plan, layout or image"],
  [["before"], "--after is missing"],
  [["before", "after", "third"], "--after may be given only once"],
  [["before", "after", "--format=xml"], "--format"],
])("refuses %j", async (args, message) => {
  await expect(run(...args)).rejects.toThrow(message);
});

test("folders without plans are an error", async () => {
  mkdirSync(at("a"));
  mkdirSync(at("b"));
  await expect(run("a", "b")).rejects.toThrow("neither folder holds a plan file");
});
