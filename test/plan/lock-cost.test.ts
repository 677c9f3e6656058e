import type { LayerLock } from "../../src/plan/layer-lock";
import { lockComplaint, lockCost } from "../../src/plan/lock-cost";
import { type PlanPackage, plan } from "../../src/plan/plan";

const pack = (name: string, bytes: number): PlanPackage => ({ id: name, name, version: "1", bytes, mergeable: true });
const packages = Array.from({ length: 12 }, (_, i) => pack(`package-${String(i).padStart(2, "0")}`, 1000 + 10 * i));
test("the complaint says what it costs, what is gained, what to run", () => {
  const one: LayerLock = {
    schema: 2,
    mostLayers: 4,
    layers: ["bundle all"],
    packages: Object.fromEntries(packages.map(({ id }) => [id, "bundle all"])),
  };
  const cost = lockCost(plan(packages, { layers: 4, lock: one }), plan(packages, { layerCost: 0, layers: 4 }));
  expect(cost.factor).toBeGreaterThan(2);
  expect(lockComplaint(cost, cost.factor, "run this")).toBeUndefined();
  expect(
    lockComplaint({ locked: 2_000_000, fresh: 1_500_000, factor: 4 / 3 }, 1.25, "bazel run //:app_layers.lock"),
  ).toBe(
    [
      "The layer lock costs 1.33 times a fresh plan; 1.25 is allowed.",
      "  now:          upgrading one package pushes 2.00 MB on average (uncompressed)",
      "  with update:  1.50 MB, 500 kB less",
      "  to update, once pushing again what moves, run: bazel run //:app_layers.lock",
    ].join("\n"),
  );
});

test("nothing to push costs nothing", () => {
  const nothing = plan([], { layers: 1 });
  expect(lockCost(nothing, nothing).factor).toBe(1);
});
