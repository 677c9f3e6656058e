import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as z from "zod";
import { parseArguments } from "../../src/action/flag-schemas";
import { planFlags, readPlanOptions } from "../../src/plan/plan-flags";

const folder = mkdtempSync(path.join(tmpdir(), "plan-flags-"));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (...args: string[]) => readPlanOptions(parseArguments("x", z.strictObject(planFlags), args), folder);

test("flags become options, the lock is read from the root", async () => {
  const lock = { schema: 2, mostLayers: 3, layers: [], packages: {} };
  writeFileSync(path.join(folder, "lock.json"), JSON.stringify(lock));
  const flags = ["--heavy=torch", "--heavy=^jax", "--together=a, b", "--group=nvidia-*\tcuda", "--min-layer-bytes=5"];
  expect(await read(...flags, "--lock=lock.json", "--update-command=bazel run //:x.lock")).toEqual({
    heavy: ["torch", "^jax"],
    together: [["a", "b"]],
    groups: [{ pattern: "nvidia-*", group: "cuda" }],
    minLayerBytes: 5,
    updateCommand: "bazel run //:x.lock",
    lock,
  });
});

test("without flags there are no options", async () => {
  expect(await read()).toEqual({ heavy: [], together: [], groups: [] });
});

test("wishes that cannot be fulfilled", async () => {
  await expect(read("--lock=absent.json")).rejects.toThrow("the layer lock cannot be read");
  expect(() => read("--min-layer-bytes=-1")).toThrow("--min-layer-bytes is less than 0");
  expect(() => read("--group=no tab")).toThrow('"no tab" lacks the TAB');
});
