// The check as a part of a build: what it lets pass, what it fails, and how it is told not to.

import { cpSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { checkFileSchema } from "../../src/check/check-file";
import { debianBase } from "./base-image";
import { canCopyPython, copyPython } from "./copied-python";
import { Workspace } from "./workspace";

const base = debianBase();
const onBase = base === undefined ? describe.skip : describe;

onBase("the check of images on a base", () => {
  let workspace: Workspace;

  beforeAll(() => {
    workspace = Workspace.create("test/e2e/check", "check");
    workspace.bazel(["clean"]);
    cpSync(base!, path.join(workspace.folder, "base"), { recursive: true });
  }, 600_000);

  afterAll(() => {
    workspace.bazel(["shutdown"]);
  });

  const checkOf = (image: string) =>
    checkFileSchema.parse(
      JSON.parse(readFileSync(path.join(workspace.folder, "bazel-bin", `${image}.check.json`), "utf8")),
    );

  test("finds nothing where nothing is missing, and reads the base once for all images on it", () => {
    const { executed } = workspace.build(["//:fine_runfiles", "//:fine_venv", "--output_groups=+check"]);
    expect(executed).toMatchObject({ BaseFacts: 1, CheckImage: 2, ReportCheck: 2 });
    for (const layout of ["runfiles", "venv"]) {
      const { findings, checked } = checkOf(`fine_${layout}`);
      expect(findings.filter(({ level }) => level !== "note")).toEqual([]);
      expect(checked).toMatchObject({
        python: "3.11",
        libc: expect.stringMatching(/^glibc 2\.\d+$/),
        base: expect.stringContaining("Debian"),
      });
      expect(checked.modules).toBeGreaterThan(10);
    }
  }, 600_000);

  test.each(["runfiles", "venv"])(
    "fails a build whose image cannot start, and says why (%s)",
    (layout) => {
      const said = workspace.bazelFailure(["build", `//:lacking_${layout}`]);
      expect(said).toContain(`//:lacking_${layout}: the image cannot start as it is, because of 1 finding above`);
      expect(said).toContain("error: nothing in the image has the module tkinter; lacking.py:2 imports tkinter");
      expect(said).toContain("remedy:");
    },
    600_000,
  );

  test("reads no module for an image that has no Python", () => {
    const { executed } = workspace.build(["//:baseless_runfiles", "//:baseless_venv", "--output_groups=+check"]);
    expect(executed).toMatchObject({ CheckImage: 2, ReportCheck: 2 });
    expect(executed).not.toHaveProperty("ModuleImports");
    for (const layout of ["runfiles", "venv"]) {
      expect(checkOf(`baseless_${layout}`).findings.map(({ message }) => message)).toEqual([
        "the image has no base, so nothing is known about the libraries and the Python that it will find",
      ]);
    }
  }, 600_000);

  (canCopyPython() ? test : test.skip)(
    "follows imports without a base where the Python is among the program's data",
    () => {
      copyPython(path.join(workspace.folder, "python"));
      workspace.build(["//:bringing_venv", "--output_groups=+check"]);
      expect(checkOf("bringing_venv").findings.map(({ message }) => message)).toContain(
        "nothing in the image has the module tkinter; lacking.py:2 imports tkinter",
      );
    },
    600_000,
  );

  test("does not when it is told not to", () => {
    workspace.build(["//:lacking_runfiles", "--norun_validations"]);
    workspace.build(["//:lacking_runfiles", "--@package_layers//bazel/settings:check=off"]);
    const { executed } = workspace.build(["//:warned", "//:unchecked", "//:allowed", "--output_groups=+check"]);
    expect(executed).toMatchObject({ CheckImage: 2, ReportCheck: 2 });
    expect(checkOf("warned").findings.map(({ level }) => level)).toContain("error");
    expect(checkOf("allowed").findings.filter(({ level }) => level !== "note")).toEqual([]);
  }, 600_000);
});
