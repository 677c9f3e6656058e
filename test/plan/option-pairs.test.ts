// Every pair of the options that steer a plan: a contradiction is an error that names both, all else is done.

import { ActionError } from "../../src/action/action-error";
import type { LayerLock } from "../../src/plan/layer-lock";
import { type Plan, type PlanOptions, type PlanPackage, plan } from "../../src/plan/plan";

const pack = (name: string, bytes: number): PlanPackage => ({ id: name, name, version: "1", bytes, mergeable: true });
const packages = ["a1", "a2", "b1", "b2", "c1", "c2"].map((name) => pack(name, 1000));

/** a1 with b1, a2 with b2, c1 with c2. */
const lock: LayerLock = {
  schema: 2,
  mostLayers: 3,
  layers: ["bundle of 1", "bundle of 2", "bundle of 3"],
  packages: Object.fromEntries(packages.map(({ id }) => [id, `bundle of ${id[0] === "c" ? 3 : id[1]}`])),
};
const groupA = [{ pattern: "a*", group: "the as" }];

const layersOf = ({ layers }: Plan) => layers.map(({ packages: ids }) => ids.join("+"));

/** All of a message that a user sees. */
function failure(options: PlanOptions): string {
  try {
    plan(packages, options);
  } catch (error) {
    expect(error).toBeInstanceOf(ActionError);
    const { message, details } = error as ActionError;
    return `${message}; ${details.remedy}`;
  }
  throw new Error("the plan was made");
}

test.each<[string, PlanOptions, string[]]>([
  ["max_layers, heavy", { layers: 2, heavy: ["^a"] }, ['heavy "^a"', "raise max_layers by 1"]],
  ["max_layers, groups", { layers: 1, groups: groupA }, ['group "the as" (pattern a*)', "raise max_layers by 1"]],
  ["max_layers, recipe", { layers: 1, recipe: "heavy", heavy: ["a"] }, ['layers = "heavy"', "raise max_layers by 1"]],
  ["heavy, groups", { layers: 6, heavy: ["a1"], groups: groupA }, ['heavy "a1"', 'group "the as" (pattern a*)']],
  ["heavy, together", { layers: 6, heavy: ["a1"], together: [["a1", "b1"]] }, ['heavy "a1"', "together [a1, b1]"]],
  ["heavy, lock", { layers: 6, heavy: ["^[ab]"], lock }, ['heavy "^[ab]"', "update the layer lock"]],
  [
    "groups, lock",
    { layers: 6, groups: ["a1", "b1", "c1"].map((pattern) => ({ pattern, group: pattern })), lock },
    ['group "a1" (pattern a1)', "update the layer lock"],
  ],
  [
    "together, lock",
    { layers: 6, together: [["a1", "b2"]], lock },
    ["together [a1, b2]", "the lock has in several", "update the layer lock"],
  ],
  ["max_layers, lock", { layers: 2, lock }, ["raise max_layers by 1", "update the layer lock"]],
  [
    "groups, together",
    { layers: 6, groups: groupA, together: [["a1", "b1"]] },
    ['group "the as" (pattern a*)', "together [a1, b1]"],
  ],
  [
    "together, together",
    {
      layers: 6,
      together: [
        ["a1", "b1"],
        ["b1", "c1"],
      ],
    },
    ["together [a1, b1]", "together [b1, c1]"],
  ],
  [
    "groups, groups",
    { layers: 6, groups: [...groupA, { pattern: "*1", group: "ones" }] },
    ['group "the as" (pattern a*)', 'group "ones" (pattern *1)'],
  ],
  ["recipe three, heavy", { layers: 6, recipe: "three", heavy: ["a"] }, ['layers = "three"', "heavy"]],
  ["recipe three, groups", { layers: 6, recipe: "three", groups: groupA }, ['layers = "three"', "groups"]],
  [
    "recipe groups, heavy",
    { layers: 6, recipe: "groups", groups: groupA, heavy: ["a"] },
    ['layers = "groups"', "heavy"],
  ],
  [
    "recipe heavy, groups",
    { layers: 6, recipe: "heavy", groups: groupA, heavy: ["a"] },
    ['layers = "heavy"', "groups"],
  ],
  ["recipe, together", { layers: 6, recipe: "three", together: [["a1", "b1"]] }, ['layers = "three"', "together"]],
  [
    "recipe, min_layer_bytes",
    { layers: 6, recipe: "three", minLayerBytes: 1 },
    ['layers = "three"', "min_layer_bytes"],
  ],
  ["recipe, layer_cost", { layers: 6, recipe: "three", layerCost: 1 }, ['layers = "three"', "layer_cost"]],
  ["recipe, lock", { layers: 6, recipe: "three", lock }, ['layers = "three"', "lock"]],
])("contradiction: %s", (_, options, named) => {
  const message = failure(options);
  for (const entry of named) {
    expect(message).toContain(entry);
  }
});

test.each<[string, PlanOptions, string[]]>([
  ["max_layers, min_layer_bytes: fewer layers", { layers: 6, minLayerBytes: 3000 }, []],
  ["max_layers, together: they stay together in the one layer too", { layers: 1, together: [["a1", "b1"]] }, []],
  ["heavy, min_layer_bytes: heavy wins", { layers: 6, heavy: ["a1"], minLayerBytes: 5000 }, ["a1", "a2+b1+b2+c1+c2"]],
  [
    "groups, min_layer_bytes: the group wins",
    { layers: 6, groups: groupA, minLayerBytes: 4000 },
    ["a1+a2", "b1+b2+c1+c2"],
  ],
  [
    "together, min_layer_bytes: lists count as one",
    {
      layers: 3,
      together: [
        ["a1", "b1", "c1"],
        ["a2", "b2", "c2"],
      ],
      minLayerBytes: 3000,
    },
    ["a1+b1+c1", "a2+b2+c2"],
  ],
  ["heavy, groups: of different packages", { layers: 3, heavy: ["b1"], groups: groupA }, ["b1", "a1+a2", "b2+c1+c2"]],
  [
    "heavy, groups: a group of one package may be heavy",
    { layers: 2, heavy: ["b1"], groups: [{ pattern: "b1", group: "b" }] },
    ["b1", "a1+a2+b2+c1+c2"],
  ],
  [
    "heavy, together: a list of one package that is here may be heavy",
    { layers: 2, heavy: ["b1"], together: [["b1", "absent"]] },
    ["b1", "a1+a2+b2+c1+c2"],
  ],
  [
    "groups, together: a list inside a group",
    { layers: 2, groups: groupA, together: [["a1", "a2"]] },
    ["a1+a2", "b1+b2+c1+c2"],
  ],
  [
    "groups, lock: the group has a layer of the lock",
    { layers: 6, groups: [{ pattern: "c*", group: "c" }], lock },
    ["a1+b1", "a2+b2", "c1+c2"],
  ],
  ["together, lock: the list is in a layer of the lock", { layers: 6, together: [["a1", "b1"]], lock }, ["a1+b1"]],
  ["min_layer_bytes, lock: the lock wins", { layers: 6, minLayerBytes: 5000, lock }, ["a1+b1", "a2+b2", "c1+c2"]],
  ["recipe, heavy", { layers: 2, recipe: "heavy", heavy: ["^a"] }, ["a1+a2", "b1+b2+c1+c2"]],
  ["recipe, groups", { layers: 2, recipe: "groups", groups: groupA }, ["a1+a2", "b1+b2+c1+c2"]],
  [
    "recipe, nothing else",
    { layers: 1, recipe: "three", heavy: [], groups: [], together: [], minLayerBytes: 0 },
    ["a1+a2+b1+b2+c1+c2"],
  ],
])("%s", (_, options, expected) => {
  const planned = plan(packages, options.recipe === undefined ? { layerCost: 0, ...options } : options);
  expect(planned.layers.flatMap((layer) => layer.packages).sort()).toEqual(packages.map(({ id }) => id));
  expect(planned.layers.length).toBeLessThanOrEqual(options.layers);
  const { minLayerBytes = 0, heavy, groups, lock: kept } = options;
  if (heavy === undefined && groups === undefined && kept === undefined) {
    expect(Math.min(...planned.layers.map(({ bytes }) => bytes))).toBeGreaterThanOrEqual(minLayerBytes);
  }
  for (const list of options.together ?? []) {
    expect(new Set(list.map((name) => planned.packages.get(name)?.layer).filter((at) => at !== undefined)).size).toBe(
      1,
    );
  }
  expect(layersOf(planned)).toEqual(expect.arrayContaining(expected));
});
