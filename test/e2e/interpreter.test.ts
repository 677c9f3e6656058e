// An application that brings its Python or leaves it to the base image, and packages that share a directory.

import { cpSync, existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { LayerDescriptor } from "../../src/layer/layer-descriptor";
import { debianBase } from "./base-image";
import { canCopyPython, copyPython, PYTHON } from "./copied-python";
import { packageEntries, withoutRepository } from "./package-blob";
import { inImage, startOf } from "./started-image";
import { Workspace } from "./workspace";

const IMAGES = ["app_layers", "app_venv", "app_on_base_python"];

const base = debianBase();
const withPython = canCopyPython() ? describe : describe.skip;

withPython("an interpreter of the repository", () => {
  let workspace: Workspace;

  beforeAll(() => {
    workspace = Workspace.create("test/e2e/interpreter", "interpreter");
    copyPython(path.join(workspace.folder, "cpython"));
    if (base !== undefined) {
      cpSync(base, path.join(workspace.folder, "base"), { recursive: true });
      workspace.write("BUILD.bazel", workspace.read("BUILD.bazel").replace(/binary = /g, 'base = "base", binary = '));
    }
    workspace.build([...IMAGES.map((image) => `//:${image}`), "--output_groups=+plan"]);
  });

  afterAll(() => {
    workspace.bazel(["shutdown"]);
  });

  /** Path and link target or nothing, of the entries of a layer of an image. */
  function entries(image: string, layer: string): [string, string?][] {
    const descriptor: LayerDescriptor = JSON.parse(
      readFileSync(workspace.output(`${image}.${layer}.layer.json`), "utf8"),
    );
    return descriptor.files.map(([file, ...rest]) => (rest.length === 1 ? [file, rest[0] as string] : [file]));
  }

  function programs(image: string): [string, string?][] {
    return entries(image, "interpreter").filter(([file]) => file.includes("/bin/"));
  }

  test("the runfiles have it below its repository, and its names are links", () => {
    const bin = programs("app_layers").map(([file, ...link]) => [file.replace(/^app\.runfiles\/[^/]+/, ""), ...link]);
    expect(bin).toEqual([["/bin/python", PYTHON], ["/bin/python3", PYTHON], [`/bin/${PYTHON}`]]);
  });

  test("the virtual environment links to it, whatever its repository is called", () => {
    expect(programs("app_venv")).toEqual([
      ["python/bin/python", PYTHON],
      ["python/bin/python3", PYTHON],
      [`python/bin/${PYTHON}`],
    ]);
    expect(entries("app_venv", "interpreter").filter(([file]) => !file.startsWith("python/"))).toEqual([]);
    const application = entries("app_venv", "application");
    /** A repository's apparent and canonical name. */
    const named = (pattern: RegExp) =>
      application.find(([file]) => pattern.test(file))!.map((name) => path.basename(name!)) as [string, string];
    const [, cpython] = named(/^app\.runfiles\/cpython$/);
    const [pypiTabulate, tabulate] = named(/^app\.runfiles\/pypi_(311_)?tabulate[^/]*$/);
    // Bazel adds empty __init__.py files, and before version 8 links below `external`; later rule sets add what is known of
    // the build, and the scripts of packages.
    const added =
      /\/__init__\.py$|^app\.runfiles\/_main\/external\/|\/app\.build_data\.txt$|\/bazel_binary_info\.py$|^app\.runfiles\/[^/]+tabulate[^/]*\/bin$/;
    const ofOurs = application.filter(([file]) => !added.test(file));
    expect(ofOurs.sort()).toEqual(
      [
        ["app", "app.runfiles/_main"],
        ["app.runfiles/_main/app.py"],
        ...["BUILD.bazel", "REPO.bazel", "bin", "lib"].map((name) => [
          `app.runfiles/${cpython}/${name}`,
          `../../python/${name}`,
        ]),
        ["app.runfiles/cpython", cpython],
        ["app.runfiles/interpreter_example", "_main"],
        [`app.runfiles/${pypiTabulate}`, tabulate],
        [`app.runfiles/${tabulate}/site-packages`, `../../venv/lib/${PYTHON}/site-packages`],
        ["venv/bin/python", `../../python/bin/${PYTHON}`],
        ["venv/bin/python3", "python"],
        [`venv/bin/${PYTHON}`, "python"],
        [`venv/lib/${PYTHON}/site-packages/_application.pth`],
        [`venv/lib/${PYTHON}/site-packages/_application_path.py`],
        ["venv/pyvenv.cfg"],
      ].sort(),
    );
  });

  test("an image that names the base's Python leaves it out", () => {
    expect(existsSync(workspace.output("app_on_base_python.interpreter.layer.json"))).toBe(false);
    expect(entries("app_on_base_python", "application")).toContainEqual(["venv/bin/python", "/usr/bin/python3"]);
  });

  test("packages may have the same file in one directory, and no other two files at one path", () => {
    workspace.build(["//:alike_runfiles", "//:alike_venv", "//:clash_runfiles"]);
    const said = workspace.bazelFailure(["build", "//:clash_venv"]);
    expect(said).toContain("have different files at one path");
    expect(said).toContain("wheel-one 1 and wheel-two 1");
    expect(said).toContain("venv/lib/python3.11/site-packages/shared/version.py");
  });

  test("the same holds in the runfiles, for packages of one repository", () => {
    // Later versions would compile a generated module into the place of the other's.
    const once = workspace.hasDebianRuleSets
      ? []
      : ["--@rules_python//python/config_settings:precompile=force_disabled"];
    workspace.build(["//:alike_in_repository_layers", ...once]);
    const said = workspace.bazelFailure(["build", "//:clash_in_repository_layers", ...once]);
    expect(said).toContain("two layers have different files at one path");
    expect(said).toContain("package: patched 2 and unpacked 1");
    expect(said).toMatch(
      /file: app\.runfiles\/[^/]+\/site-packages\/shared\/version\.py\n {2}remedy: leave one of the two/,
    );
  });

  test("a package's relative symlinks stay, of an action and in a directory", async () => {
    workspace.build(["//:inner_layers", "--output_groups=+package_layers"]);
    for (const [name, expected] of [
      ["inner_in_link", [["inner_link", "SymbolicLink", "real.txt"]]],
      [
        "inner_in_tree",
        [
          ["inner_tree/link", "SymbolicLink", "real.txt"],
          ["inner_tree/real.txt", "File", ""],
        ],
      ],
    ] as const) {
      const found = withoutRepository(await packageEntries(workspace, name));
      const entries = found.filter(({ type }) => type !== "Directory");
      expect(entries.map(({ path: file, type, link }) => [file, type, link])).toEqual(expected);
    }
  });

  test.each([
    ["absolute_in_tree", "a symlink leads out of its package, to /etc/passwd", "absolute_tree/link", "point inside"],
    ["absent_in_link", "a symlink leads out of its package, to /absent/file", "absent_link", "point inside"],
  ])(
    "%s: a symlink to a place of this machine is refused, and the error names package, file and remedy",
    (name, message, file, remedy) => {
      const said = workspace.bazelFailure(["build", `//:${name}_layers`]);
      expect(said).toMatch(
        new RegExp(`package_layers: ${message}\n {2}package: ${name} 3\n {2}file: .*/${file}\n {2}remedy: .*${remedy}`),
      );
    },
  );

  (base === undefined ? test.skip : test).each([
    ["app_layers", /^app {2}ok {2}(\/app\.runfiles\/[^/ ]+) {2}\1\n$/],
    ["app_venv", /^app {2}ok {2}\/venv {2}\/python\n$/],
    ["app_on_base_python", /^app {2}ok {2}\/venv {2}\/usr\n$/],
  ])("%s starts with the Python that it should", (image, output) => {
    inImage(workspace, image, (start) => {
      expect(start(startOf(workspace, image).Entrypoint)).toMatch(output);
      if (image !== "app_layers") {
        expect(start(["tabulate", "--help"])).toContain("Pretty-print tabular data");
      }
    });
  });

  test("the setting decides for images that do not, and they share their packages with those that do", () => {
    const { executed } = workspace.build([
      "//:app_layers",
      "//:app_venv",
      "--@package_layers//bazel/settings:layout=venv",
    ]);
    expect(executed.PackageLayer).toBeUndefined();
    const [bySetting, byAttribute] = ["app_layers", "app_venv"].map((image) =>
      readFileSync(path.join(workspace.output(image), "index.json"), "utf8"),
    );
    expect(bySetting).toBe(byAttribute);
  });
});
