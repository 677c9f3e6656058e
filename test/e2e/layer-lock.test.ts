// The layer lock as its user meets it: written by `bazel run`, kept to by builds, and called dear by `bazel test`.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { PlanFile } from "../../src/plan/plan-file";
import { DEBIAN, Workspace } from "./workspace";

let workspace: Workspace;

beforeAll(() => {
  workspace = Workspace.create("test/e2e/layer-lock", "layer-lock", DEBIAN);
});

afterAll(() => {
  workspace.bazel(["shutdown"]);
});

const lockFile = "app_layers.lock.json";

function edit(file: string, from: string, to: string): void {
  const text = workspace.read(file);
  expect(text).toContain(from);
  workspace.write(file, text.replace(from, to));
}

/** Which packages share a layer in the lock, by the layer's name. */
function locked(): Record<string, string> {
  return JSON.parse(workspace.read(lockFile)).packages;
}

/** The digest of each layer of packages, by what it holds. */
function layers(): Record<string, string> {
  workspace.bazel(["build", "//:app_layers", "--output_groups=plan"]);
  const plan: PlanFile = JSON.parse(readFileSync(workspace.output("app_layers.plan.json"), "utf8"));
  return Object.fromEntries(
    plan.layers
      .filter(({ kind }) => kind === "package" || kind === "bundle")
      .map(({ packages, digest }) => [packages.map(({ name, version }) => `${name}-${version}`).join(" "), digest]),
  );
}

const fresh = {
  attrs: "bundle attrs",
  click: "bundle attrs",
  idna: "idna",
  packaging: "bundle attrs",
  six: "six",
};

let before: Record<string, string>;

test("`bazel run` of .lock writes the plan of today, and the same again once it is there", () => {
  before = layers();
  workspace.bazel(["run", "//:app_layers.lock"]);
  expect(locked()).toEqual(fresh);
  const written = workspace.read(lockFile);
  edit("BUILD.bazel", "    max_layers", `    lock = "${lockFile}",\n    max_layers`);
  workspace.bazel(["run", "//:app_layers.lock"]);
  expect(workspace.read(lockFile)).toBe(written);
  expect(layers()).toEqual(before);
  workspace.bazel(["test", "//:app_layers.lock_test"]);
});

test("an upgrade changes the layer that it is in and no other", () => {
  edit("requirements_lock.txt", "six==1.17.0", "six==1.16.0");
  edit(
    "requirements_lock.txt",
    "4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274",
    "8abb2f1d86890a2dfb989f9a77cfcfd3e47c2a354b01111771326f8aa26e0254",
  );
  const { "six-1.16.0": upgraded, ...others } = layers();
  const { "six-1.17.0": old, ...unchanged } = before;
  expect(others).toEqual(unchanged);
  expect(upgraded).not.toBe(old);
});

test("a removed package vanishes, a new one joins what is still a bundle, and the others stay", () => {
  edit(
    "BUILD.bazel",
    '        "@pypi//packaging",\n        "@pypi//six",\n',
    '        "@pypi//six",\n        "@pypi//tqdm",\n',
  );
  expect(Object.keys(layers()).sort()).toEqual(["attrs-26.1.0 click-8.5.1 tqdm-4.70.1", "idna-3.20", "six-1.16.0"]);
});

test("a lock that has become costly fails its test, which says what to run; after that it passes", () => {
  const names = ["attrs", "click", "six", "tqdm"];
  const packages = Object.fromEntries(names.map((name) => [name, "bundle attrs"]));
  workspace.write(lockFile, JSON.stringify({ schema: 2, mostLayers: 3, layers: ["bundle attrs"], packages }));
  const complaint = workspace.bazelFailure(["test", "//:app_layers.lock_test", "--test_output=errors"]);
  expect(complaint).toMatch(/The layer lock costs \d\.\d\d times a fresh plan; 1\.25 is allowed/);
  expect(complaint).toContain("run: bazel run //:app_layers.lock");
  workspace.bazel(["run", "//:app_layers.lock"]);
  workspace.bazel(["test", "//:app_layers.lock_test"]);
});

test("a lock that no longer fits fails the build, which says what to run; that needs no build with the lock", () => {
  const sets = () => {
    const names = Object.entries(locked());
    return [...new Set(Object.values(locked()))].map((layer) =>
      names.flatMap(([name, of]) => (of === layer ? [name] : [])).join(),
    );
  };
  const good = sets().sort();
  const packages = { attrs: "bundle attrs", idna: "bundle attrs" };
  workspace.write(lockFile, JSON.stringify({ schema: 2, mostLayers: 3, layers: ["bundle attrs"], packages }));
  const error = workspace.bazelFailure(["build", "//:app_layers"]);
  expect(error).toContain('heavy "^idna$" asks for a layer of its own, and the lock has the package in a layer with');
  expect(error).toContain("bazel run //:app_layers.lock");
  workspace.bazel(["run", "//:app_layers.lock"]);
  expect(sets().sort()).toEqual(good);
}, 600_000);

test("two images of one BUILD file have a lock each", () => {
  edit(
    "BUILD.bazel",
    "package_layers(\n",
    'package_layers(\n    name = "other_layers",\n    binary = ":app",\n    layer_cost = 0,\n)\n\npackage_layers(\n',
  );
  const written = workspace.read(lockFile);
  workspace.bazel(["run", "//:other_layers.lock"]);
  expect(workspace.read(lockFile)).toBe(written);
  expect(JSON.parse(workspace.read("other_layers.lock.json")).packages).toMatchObject({ attrs: "attrs" });
}, 600_000);

test("the history of the requirements lock says which packages change often", () => {
  const git = (...args: string[]) =>
    expect(
      spawnSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.org", ...args], {
        cwd: workspace.folder,
      }).status,
    ).toBe(0);
  git("init", "--quiet");
  for (const version of ["4.70.0", "4.69.0", "4.70.1"]) {
    workspace.write(
      "requirements_lock.txt",
      workspace.read("requirements_lock.txt").replace(/^tqdm==\S+/m, `tqdm==${version}`),
    );
    git("add", "requirements_lock.txt");
    git("commit", "--quiet", "--message", version);
  }
  const { idna, click, tqdm } = locked();
  expect([idna, click]).toEqual(["idna", tqdm]);
  edit("BUILD.bazel", "    max_layers", '    requirements_lock = "requirements_lock.txt",\n    max_layers');
  workspace.bazel(["run", "//:app_layers.lock"]);
  const weighed = locked();
  expect(weighed.click).toBe(weighed.attrs);
  expect(weighed.tqdm).toBe(weighed.six);
  expect(weighed.tqdm).not.toBe(weighed.click);
});

test("the plan says where a package is and why", () => {
  layers();
  const plan = workspace.output("app_layers.plan.json");
  const explained = workspace.bazel([
    "run",
    "@package_layers//bazel:worker",
    "--",
    "plan",
    `--plan=${plan}`,
    "--explain=IDNA",
  ]);
  expect(explained).toContain("idna 3.20");
  expect(explained).toContain('heavy "^idna$" asks for a layer of its own');
  const error = workspace.bazelFailure([
    "run",
    "@package_layers//bazel:worker",
    "--",
    "plan",
    `--plan=${plan}`,
    "--explain=sixx",
  ]);
  expect(error).toContain("the plan holds no package sixx");
});
