import { ActionError } from "../../src/action/action-error";
import {
  type Collision,
  type ContentFacts,
  collisionFindings,
  findCollisions,
  refuseCollisions,
  winsOf,
} from "../../src/image/path-collisions";
import type { LayerDescriptor } from "../../src/layer/layer-descriptor";
import { describeLayer } from "../layer/describe-layer";

type Given = Partial<LayerDescriptor>;

const layer = (name: string, files: LayerDescriptor["files"], given: Given = {}) =>
  describeLayer({ name, files, ...given });

const nothingKnown = () => Promise.resolve(new Map<string, ContentFacts>());
const collisionsOf = (layers: readonly LayerDescriptor[]) => findCollisions(layers, nothingKnown);

/** Kind, path and names of each content. */
const summary = (collisions: readonly Collision[]) =>
  collisions.map(({ kind, path, contents }) => [
    kind,
    path,
    ...contents.map((owners) => owners.map(({ name }) => name).join("=")),
  ]);

const SHA = (digit: string) => digit.repeat(64);

describe("no collision are", () => {
  test.each<[string, LayerDescriptor[]]>([
    ["no layers", []],
    ["other paths", [layer("a", [["x/a.py", 1, 2]]), layer("b", [["x/b.py", 1, 2]])]],
    ["an empty file in three packages", ["a", "b", "c"].map((name) => layer(name, [["x/py.typed", 0, 0]]))],
    ["the same link", ["a", "b"].map((name) => layer(name, [["x/link", "target"]]))],
    ["a file whose name begins like a directory", [layer("a", [["x", 1, 2]]), layer("b", [["x.py/y", 1, 2]])]],
    ["a directory that many share", [layer("a", [["x/y/a", 1, 2]]), layer("b", [["x/y/b", 1, 2]])]],
    [
      "files of one SHA-256",
      ["a", "b"].map((name) => layer(name, [["x/LICENSE", 5, 7]], { shared: [["x/LICENSE", SHA("1")]] })),
    ],
    [
      "a namespace that is declared in three ways",
      [
        layer("a", [["x/__init__.py", 0, 0]]),
        layer("b", [["x/__init__.py", 5, 1]], { shared: [["x/__init__.py", SHA("1"), "namespace"]] }),
        layer("c", [["x/__init__.py", 5, 2]], { shared: [["x/__init__.py", SHA("2"), "namespace"]] }),
      ],
    ],
  ])("%s", async (_name, layers) => {
    expect(await collisionsOf(layers)).toEqual([]);
  });
});

describe("different files at one path", () => {
  test.each<[string, LayerDescriptor["files"], LayerDescriptor["files"]]>([
    ["another size", [["x/a", 1, 7]], [["x/a", 2, 7]]],
    ["another content", [["x/a", 1, 7]], [["x/a", 1, 8]]],
    ["another target", [["x/a", "y"]], [["x/a", "z"]]],
    ["a link and a file", [["x/a", "y"]], [["x/a", 1, 7]]],
  ])("%s: the error names both packages, the path and the remedy", async (_name, first, second) => {
    const layers = [
      layer("second", second, { version: "2.0" }),
      layer("other", [["other/x/a", 1, 7]]),
      layer("first", first),
    ];
    const collisions = await collisionsOf(layers);
    expect(summary(collisions)).toEqual([["content", "x/a", "first", "second"]]);
    expect(() => refuseCollisions(collisions, "error")).toThrow(
      expect.objectContaining({
        message: "two layers have different files at one path",
        details: {
          package: "first 1.0 and second 2.0",
          file: "x/a",
          remedy:
            "leave one of the two packages out, or use versions that do not share the file, " +
            'or let second 2.0 win with collisions = "warn"',
        },
      }),
    );
    expect(() => refuseCollisions(collisions, "warn")).not.toThrow();
  });

  test("size and CRC-32 alone prove nothing: both can be forged", async () => {
    const collisions = await collisionsOf(["a", "b"].map((name) => layer(name, [["x/a.py", 5, 7]])));
    expect(() => refuseCollisions(collisions, "error")).toThrow(
      "two layers have files of one size and CRC-32 at one path, which does not prove that they are the same",
    );
    const forged = ["1", "2"].map((digit) => layer(digit, [["x/a.py", 5, 7]], { shared: [["x/a.py", SHA(digit)]] }));
    expect(summary(await collisionsOf(forged))).toEqual([["content", "x/a.py", "1", "2"]]);
  });

  test("what no descriptor tells is looked up, and only where it matters", async () => {
    const asked: [string, readonly string[]][] = [];
    const files: LayerDescriptor["files"] = [
      ["x/a.py", 5, 7],
      ["x/b.py", 5, 7],
    ];
    const layers = [
      layer("first", files),
      layer("second", files),
      layer("third", [["x/b.py", 6, 7]]),
      layer("fourth", [["x/y/__init__.py", 5, 7]]),
      layer("fifth", [["x/y/__init__.py", 6, 7]]),
    ];
    const collisions = await findCollisions(layers, (descriptor, paths) => {
      asked.push([descriptor.name, paths]);
      const namespace = descriptor.name === "fifth";
      return Promise.resolve(new Map(paths.map((path) => [path, { sha256: SHA("1"), namespace }])));
    });
    expect(asked).toEqual([
      ["first", ["x/a.py", "x/b.py"]],
      ["second", ["x/a.py", "x/b.py"]],
      ["fourth", ["x/y/__init__.py"]],
      ["fifth", ["x/y/__init__.py"]],
    ]);
    expect(summary(collisions)).toEqual([
      ["content", "x/b.py", "first=second", "third"],
      ["namespace", "x/y/__init__.py", "fifth", "fourth"],
    ]);
  });

  test("in directories that no program needs: the remedy leaves those out, and the error counts the paths", async () => {
    const site = "venv/lib/python3.11/site-packages";
    const files = (sum: number): LayerDescriptor["files"] => [
      [`${site}/tests/a.py`, 1, sum],
      [`${site}/tests/b.py`, 1, sum],
      [`${site}/docs/conf.py`, 1, sum],
    ];
    const collisions = await collisionsOf([layer("a", files(1)), layer("b", files(2))]);
    expect(() => refuseCollisions(collisions, "error")).toThrow(
      expect.objectContaining({
        message: "two layers have different files at one path and 2 more paths",
        details: expect.objectContaining({
          file: `${site}/tests/a.py`,
          remedy:
            "leave them out of all packages with --@package_layers//bazel/settings:exclude=docs/ " +
            '--@package_layers//bazel/settings:exclude=tests/, or let b 1.0 win with collisions = "warn"',
        }),
      }),
    );
    expect(collisionFindings(collisions, [])).toEqual([
      expect.objectContaining({
        message: expect.stringContaining("tests/a.py and 2 more paths; the image has those of"),
      }),
    ]);
  });

  test("a layer that is not a package is named by what it is", async () => {
    const layers = [
      layer("application", [["app", 1, 7]], { kind: "application", version: "" }),
      layer("interpreter", [["app", 1, 8]], { kind: "interpreter", version: "" }),
    ];
    const collisions = await collisionsOf(layers);
    expect(() => refuseCollisions(collisions, "error")).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ package: "interpreter and application" }) }),
    );
  });
});

describe("a file and a directory at one path", () => {
  test.each<[string, Given, Given, string, string]>([
    [
      "a file and a file below it",
      { files: [["x", 1, 7]] },
      { files: [["x/y/z", 1, 7]] },
      "x",
      "first 1.0 and second 2.0",
    ],
    [
      "a link and a file below it",
      { files: [["l/x", "y"]] },
      { files: [["l/x/z", 1, 7]] },
      "l/x",
      "first 1.0 and second 2.0",
    ],
    ["a directory and a file", { files: [["x/y", 1, 7]] }, { files: [["x", 1, 7]] }, "x", "second 2.0 and first 1.0"],
    [
      "an empty directory and a file",
      { directories: ["x"] },
      { files: [["x", 1, 7]] },
      "x",
      "second 2.0 and first 1.0",
    ],
    [
      "a file and an empty directory",
      { files: [["x", 1, 7]] },
      { directories: ["x"] },
      "x",
      "first 1.0 and second 2.0",
    ],
  ])("%s: the error names both packages and the path", async (_name, first, second, file, names) => {
    const layers = [
      layer("first", [], first),
      layer("other", [["o", 1, 7]]),
      layer("second", [], { version: "2.0", ...second }),
    ];
    await expect(collisionsOf(layers)).rejects.toThrow(
      expect.objectContaining({
        message: "two layers have a file and a directory at one path",
        details: {
          package: names,
          file,
          remedy: "leave one of the two packages out, or use versions that do not share the path",
        },
      }),
    );
  });
});

describe("what is harmless", () => {
  const files = (sum: number): LayerDescriptor["files"] => [
    ["venv/bin/run", 1, sum],
    ["venv/lib/python3.11/site-packages/LICENSE.txt", 1, sum],
    ["venv/lib/python3.11/site-packages/x/stub.pyi", 1, sum],
  ];

  test("is never refused, and the last package by name is to win", async () => {
    const layers = [layer("b", files(1)), layer("a-cli", files(2)), layer("a", files(1))];
    // Nothing proves that a and b are the same.
    const collisions = await collisionsOf(layers);
    expect(summary(collisions)).toEqual([
      ["script", "venv/bin/run", "a", "a-cli", "b"],
      ["document", "venv/lib/python3.11/site-packages/LICENSE.txt", "a", "a-cli", "b"],
      ["document", "venv/lib/python3.11/site-packages/x/stub.pyi", "a", "a-cli", "b"],
    ]);
    expect(() => refuseCollisions(collisions, "error")).not.toThrow();
    expect(winsOf(collisions.slice(0, 1), ({ name }) => name)).toEqual([
      { winner: "b", loser: "a" },
      { winner: "b", loser: "a-cli" },
    ]);
    const inOrder = [layers[0]!, layers[2]!, layers[1]!];
    expect(collisionFindings(collisions, inOrder)).toEqual([
      {
        id: "script-collision",
        severity: "warning",
        message: "a 1.0, a-cli 1.0 and b 1.0 have different files at venv/bin/run; the image has that of a-cli 1.0",
        remedy: "leave one of the packages out if you need the script of the other",
      },
      {
        id: "document-collision",
        severity: "note",
        message:
          "a 1.0, a-cli 1.0 and b 1.0 have different files at venv/lib/python3.11/site-packages/LICENSE.txt and 1 more path; " +
          "the image has those of a-cli 1.0",
        remedy: "leave one of the packages out if you need the document of the other",
      },
    ]);
  });

  test("a script of the application is not: a package would be hidden", async () => {
    const layers = [layer("a", files(1)), layer("application", files(2), { kind: "application", version: "" })];
    expect((await collisionsOf(layers)).map(({ kind }) => kind)).toEqual(["content", "content", "content"]);
  });
});

describe("a namespace in which one package has code", () => {
  const INIT = "x/__init__.py";
  const layers = [
    layer("a", [[INIT, 9, 9]]),
    layer("b", [[INIT, 0, 0]]),
    layer("c", [[INIT, 5, 1]], { shared: [[INIT, SHA("1"), "namespace"]] }),
  ];

  test("is that package's, whatever its name, and the plan says so", async () => {
    const collisions = await collisionsOf(layers);
    expect(summary(collisions)).toEqual([["namespace", INIT, "a", "b", "c"]]);
    expect(() => refuseCollisions(collisions, "error")).not.toThrow();
    expect(winsOf(collisions, ({ name }) => name)).toEqual([
      { winner: "a", loser: "b" },
      { winner: "a", loser: "c" },
    ]);
    expect(collisionFindings(collisions, layers.toReversed())).toEqual([
      expect.objectContaining({
        id: "namespace-collision",
        severity: "note",
        message: expect.stringContaining("the image has that of a 1.0, as the others only declare a namespace"),
      }),
    ]);
  });

  test("that cannot come last is an error, as its code would not be there", async () => {
    const collisions = await collisionsOf(layers);
    expect(() => collisionFindings(collisions, layers)).toThrow(ActionError);
    expect(() => collisionFindings(collisions, layers)).toThrow(
      "the file of c 1.0, which only declares a namespace, would hide another",
    );
  });

  test("and another too is a collision like any other", async () => {
    const collisions = await collisionsOf([...layers, layer("d", [[INIT, 8, 8]])]);
    expect(collisions.map(({ kind, winner }) => [kind, winner.name])).toEqual([["content", "d"]]);
  });
});

test("wins of namespaces come before all others, and equal files count for each other", async () => {
  const shared = (name: string, digit: string) =>
    layer(name, [["venv/bin/run", 5, Number(digit)]], { shared: [["venv/bin/run", SHA(digit)]] });
  const init = "x/__init__.py";
  const collisions = await collisionsOf([
    shared("a", "1"),
    shared("b", "2"),
    shared("c", "1"),
    layer("z", [[init, 0, 0]]),
    layer("y", [[init, 1, 1]]),
  ]);
  expect(winsOf(collisions, ({ name }) => name)).toEqual([
    { winner: "y", loser: "z" },
    { winner: "c", loser: "b" },
  ]);
});
