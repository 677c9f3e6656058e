// Wheels and applications of rules_py (aspect), on real wheels: a layer for each wheel that the build itself unpacks.
//
// In every run the rules are stand-ins of the same kinds, attributes and providers as in 2.0.0-alpha.6, which a Bazel before
// 8.6 cannot load. With PACKAGE_LAYERS_REGISTRY they are those of 1.12.0, and only the programs that it has from GitHub are
// scripts.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { LayerDescriptor } from "../../src/layer/layer-descriptor";
import { LEAST_CARRIED } from "../../src/layer/write-layer";
import type { PlanFile } from "../../src/plan/plan-file";
import { assertShared } from "./assert-shared";
import { debianBase, run } from "./base-image";
import { expectGoldenLayers, layersOfImage } from "./golden-layers";
import { standIn } from "./stand-ins";
import { inImage, startOf } from "./started-image";
import { DEBIAN, newestRuleSets, Workspace } from "./workspace";

const SOURCE = "test/e2e/rules-py";
const IMAGES = ["server_layers", "client_layers"] as const;

/** A program that tells what its launcher gave it; the environment's directory is not the same in each layout. */
const TELL = `import json
import os
import sys

import greeting
import six

here = os.path.dirname(os.path.realpath(__file__))
print(json.dumps({
    "greeting": greeting.TEXT,
    "six": six.__version__,
    "isolated": sys.flags.isolated,
    "no_bytecode": sys.flags.dont_write_bytecode,
    "optimize": sys.flags.optimize,
    "utf8": sys.flags.utf8_mode,
    "has_own_directory": here in sys.path,
    "environment": {name: value for name, value in sorted(os.environ.items()) if name.startswith("BAZEL_TARGET")},
    "has_environment": "VIRTUAL_ENV" in os.environ,
    "workspace": os.environ.get("BAZEL_WORKSPACE"),
}))
`;

/** What find's expression for such links is. */
const LEADS_NOWHERE = ["-xtype", "l"];

let workspace: Workspace;
let version: string;
let flags: string[];

beforeAll(() => {
  workspace = Workspace.create(SOURCE, "rules-py", DEBIAN);
  version = run("/usr/bin/python3", ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"]).trim();
  flags = [
    standIn("aspect_rules_py"),
    `--define=PYTHON_VERSION=${version}`,
    `--@package_layers//bazel/settings:python_version=${version}`,
  ];
});

afterAll(() => {
  workspace.bazel(["shutdown"]);
});

function planOf(image: string): PlanFile {
  return JSON.parse(readFileSync(workspace.output(`${image}_layers.plan.json`), "utf8"));
}

/** What the descriptors say of the wheels' layers, by file name. */
function descriptors(ending: string): Record<string, LayerDescriptor> {
  const folder = workspace.output("wheels");
  return Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith(ending))
      .sort()
      .map((file) => [file, JSON.parse(readFileSync(path.join(folder, file), "utf8"))]),
  );
}

const pathsOf = ({ files }: LayerDescriptor) => files.map(([file]) => file);

test("both images have each wheel as a package of its name and version, made once", () => {
  assertShared(workspace, IMAGES, flags);
  workspace.build([...IMAGES.map((image) => `//:${image}`), "--output_groups=+plan", ...flags]);
  const layers = (image: string) =>
    planOf(image).layers.map(({ kind, packages }) =>
      [kind, ...packages.filter((one) => one.version !== "").map((one) => `${one.name} ${one.version}`)].join(" "),
    );
  expect(layers("server")).toEqual([
    "package idna 3.20",
    "package markupsafe 3.0.4",
    "package six 1.17.0",
    "application",
  ]);
  expect(layers("client")).toEqual(["package idna 3.20", "package six 1.17.0", "application"]);
});

test.each(IMAGES)("%s has the paths, modes, owners and links that it should", async (image) => {
  await expectGoldenLayers(SOURCE, image, layersOfImage(workspace, image));
});

test("a layer is the unpacked directory, and carries over what the wheel compressed", () => {
  const found = descriptors(".layer.json");
  expect(Object.keys(found)).toEqual([
    "idna.actual_idna.layer.json",
    "markupsafe.markupsafe.layer.json",
    "six.six.layer.json",
  ]);
  const idna = found["idna.actual_idna.layer.json"]!;
  const folder = `app.runfiles/_main/wheels/actual_idna.install/lib/python${version}/site-packages`;
  expect(pathsOf(idna)).toContain(`${folder}/idna/core.py`);
  expect(pathsOf(idna).filter((file) => !file.startsWith(`${folder}/idna`))).toEqual([]);
  // idna's tables are its only files of that size; no wheel index names the wheel.
  const large = idna.files.filter(([, size]) => typeof size === "number" && size >= LEAST_CARRIED);
  expect(large.length).toBeGreaterThan(0);
  expect(idna.carried.files).toBe(large.length);
});

test.each(["server", "client"])("the image of %s starts from its layers alone", (image) => {
  const layout = workspace.output(`${image}_layers`);
  const root = mkdtempSync(path.join(tmpdir(), "package-layers-rules-py-"));
  try {
    for (const { digest } of planOf(image).layers) {
      run("tar", ["-xzf", path.join(layout, "blobs", ...digest.split(":")), "-C", root]);
    }
    const said = run("/usr/bin/env", ["-i", path.join(root, "app")]);
    expect(said).toMatch(new RegExp(`^${image} ok .*xn--tda\\.de True$`, "m"));
    const programs = path.join(root, "app.runfiles", "_main", image === "server" ? ".server.venv" : ".client");
    expect(readdirSync(path.join(programs, "lib", `python${version}`, "site-packages"))).toContain("idna");
    expect(run("find", [root, ...LEADS_NOWHERE])).toBe("");
  } finally {
    rmSync(root, { recursive: true });
  }
});

test("in the layout venv the wheels are in the environment, with compiled modules where wanted", async () => {
  workspace.build([
    "//:server_venv_layers",
    "--output_groups=+package_layers,+plan",
    "--@package_layers//bazel/settings:pyc",
    ...flags,
  ]);
  await expectGoldenLayers(SOURCE, "server_venv_layers", layersOfImage(workspace, "server_venv_layers"));
  const found = descriptors(".venv.layer.json");
  const tag = `cpython-${version.replace(".", "")}`;
  const folder = `venv/lib/python${version}/site-packages`;
  expect(pathsOf(found["six.six.venv.layer.json"]!)).toEqual([
    `${folder}/__pycache__/six.${tag}.pyc`,
    ...["LICENSE", "METADATA", "WHEEL", "top_level.txt"].map((file) => `${folder}/six-1.17.0.dist-info/${file}`),
    `${folder}/six.py`,
    `${folder}/six-1.17.0.dist-info/RECORD`,
  ]);
});

const registry = newestRuleSets("rules_py 1.12.0");
const base = debianBase();

test.each([
  ["outer_runfiles", []],
  [
    "outer_venv",
    [
      {
        id: "own-environment",
        message:
          '@@//:client is in the data of the image\'s program and has an environment of its own. With layout = "venv" that environment ' +
          "has all packages of the image: the program may import other modules than under `bazel run`, or fail to start",
        remedy: 'use layout = "runfiles", or name the program in binaries',
      },
    ],
  ],
  ["both_venv", []],
])("%s: a program of rules_py in data is a finding where packages are in one directory", (image, findings) => {
  workspace.build([`//:${image}`, "--output_groups=+plan", ...flags]);
  const plan: PlanFile = JSON.parse(workspace.read(`bazel-bin/${image}.plan.json`));
  expect(plan.findings).toMatchObject(findings);
  expect(plan.findings).toHaveLength(findings.length);
});

(registry === undefined ? describe.skip : describe)("rules_py 1.12.0 itself", () => {
  const images = [...IMAGES, "server_venv_layers", "client_venv_layers"];
  let newer: Workspace;

  beforeAll(() => {
    newer = Workspace.create(SOURCE, "rules-py-newer", registry);
    newer.write("wheels/BUILD.bazel", newer.read("wheels/BUILD.newer.bazel"));
    if (base !== undefined) {
      cpSync(base, path.join(newer.folder, "base"), { recursive: true });
      newer.write("BUILD.bazel", newer.read("BUILD.bazel").replace(/binary = /g, 'base = "base", binary = '));
    }
  });

  afterAll(() => {
    newer.bazel(["shutdown"]);
  });

  test("both images have each wheel as a package, made once", () => {
    assertShared(newer, IMAGES);
  });

  test.each(images)("%s has the paths, modes, owners and links that it should", async (image) => {
    newer.build([`//:${image}`, "--output_groups=+plan"]);
    await expectGoldenLayers(SOURCE, `${image}.1.12`, layersOfImage(newer, image));
  });

  test("a layer carries over what the wheel compressed, which the rule that unpacks it has", () => {
    const blobs = newer.bazel(["cquery", "--output=files", "--output_groups=package_layers", "//:server_layers"]);
    const idna = blobs.split("\n").find((file) => path.basename(file).startsWith("idna."))!;
    const { files, carried }: LayerDescriptor = JSON.parse(newer.read(idna.replace(/\.tar\.gz$/, ".json")));
    const large = files.filter(([, size]) => typeof size === "number" && size >= LEAST_CARRIED);
    expect(large.length).toBeGreaterThan(0);
    expect(carried.files).toBe(large.length);
  });

  (base === undefined ? test.skip : test).each(["py_binary", "py_venv_binary"])(
    "a program of %s has its launcher's flags, variables and import directories in both layouts",
    (rule) => {
      mkdirSync(path.join(newer.folder, "launched", "lib"), { recursive: true });
      newer.write("launched/lib/greeting.py", 'TEXT = "hello"\n');
      newer.write("launched/tell.py", TELL);
      newer.write(
        "launched/BUILD.bazel",
        [
          'load("@aspect_rules_py//py:defs.bzl", "py_binary", "py_library")',
          'load("@aspect_rules_py//py/unstable:defs.bzl", "py_venv_binary")',
          'load("@package_layers//bazel:defs.bzl", "package_layers")',
          'py_library(name = "greeting", srcs = ["lib/greeting.py"], imports = ["lib"])',
          `${rule}(`,
          '    name = "tell",',
          '    srcs = ["tell.py"],',
          '    main = "tell.py",',
          '    interpreter_options = ["-O", "-X utf8"],',
          '    deps = [":greeting", "//wheels:six"],',
          ")",
          'package_layers(name = "runfiles", base = "//:base", binary = ":tell")',
          'package_layers(name = "venv", base = "//:base", binary = ":tell", layout = "venv")',
          "",
        ].join("\n"),
      );
      newer.write(
        "BUILD.bazel",
        `${newer.read("BUILD.bazel").replace(/\nexports_files.*/, "")}\nexports_files(["base"])\n`,
      );
      const underBazelRun = newer.bazel(["run", "//launched:tell"]);
      expect(JSON.parse(underBazelRun)).toMatchObject({ greeting: "hello", no_bytecode: 1, optimize: 1, utf8: 1 });
      newer.build(["//launched:runfiles", "//launched:venv"]);
      for (const layout of ["runfiles", "venv"]) {
        inImage(newer, `launched/${layout}`, (start) => {
          expect(start(startOf(newer, `launched/${layout}`).Entrypoint)).toBe(underBazelRun);
        });
      }
    },
  );

  (base === undefined ? test.skip : test).each(images)("%s starts, and none of its links leads nowhere", (image) => {
    newer.build([`//:${image}`, "--output_groups=+plan"]);
    inImage(newer, image, (start) => {
      expect(start(startOf(newer, image).Entrypoint)).toMatch(/^(server|client) ok .*xn--tda\.de True$/m);
      const places = image.endsWith("_venv_layers") ? ["/app", "/app.runfiles", "/venv"] : ["/app.runfiles"];
      expect(start(["find", ...places, ...LEADS_NOWHERE])).toBe("");
    });
  });
});
