import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { sharedPlanAction } from "../../src/plan/shared-plan-action";
import { formatSharedPlan, parseSharedPlan } from "../../src/plan/shared-plan-file";

let folder: string;
const digestOf = (index: number) => `sha256:${String(index).padStart(64, "0")}`;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "shared-plan-"));
  for (let index = 0; index < 4; index++) {
    const descriptor = { name: `p${index}`, digest: digestOf(index), tarSize: 5_000_000, mergeable: index > 0 };
    writeFileSync(path.join(folder, `${index}.json`), JSON.stringify({ ...descriptor, files: [] }));
  }
});

afterEach(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) =>
  sharedPlanAction(args, { root: folder, signal: new AbortController().signal, log: () => {} });
const flags = (...images: number[][]) => [
  ...images.map((_, image) => `--image=//:app${image}`),
  ...images.flatMap((packages, image) => packages.map((index) => `--package=${image}\t${index}.json`)),
  "--plan=out.json",
];

test("writes each image's layers by digest, and how many images have one", async () => {
  await run(...flags([0, 1, 2], [0, 1, 3]), "--max-layers=3");
  const text = readFileSync(path.join(folder, "out.json"), "utf8");
  const plan = parseSharedPlan(text, "out.json");
  expect(formatSharedPlan(plan)).toBe(text);
  expect(Object.keys(plan.images)).toEqual(["//:app0", "//:app1"]);
  expect(plan.images["//:app0"]).toEqual(
    expect.arrayContaining([
      { packages: [digestOf(0)], images: 2 },
      { packages: [digestOf(1)], images: 2 },
      { packages: [digestOf(2)], images: 1 },
    ]),
  );
});

test.each([
  [[...flags([0, 1]), "--max-layers=1"], "//:app0 needs 2 layers, and max_layers = 1: 1 packages are at or above"],
  [[...flags([0]), "--max-layers=0"], "--max-layers is less than 1"],
  [[...flags([0]), "--max-layers=9", "--package=7\t1.json"], "--package names image 7, and there are 1"],
  [[...flags([9]), "--max-layers=9"], "the descriptor cannot be read"],
  [
    [...flags(...Array.from({ length: 31 }, () => [0])), "--max-layers=9"],
    "the shared plan has 31 images, and at most 30 may share one",
  ],
])("refuses %j and leaves nothing", async (args, message) => {
  await expect(run(...args)).rejects.toThrow(message);
  expect(existsSync(path.join(folder, "out.json"))).toBe(false);
});

test.each([
  ["no", "the shared plan is not JSON"],
  ['{"schema":2,"images":{}}', "valid: schema: is not 1"],
])("refuses the file %s", (text, message) => {
  expect(() => parseSharedPlan(text, "x")).toThrow(message);
});
