import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { collectEntries } from "../../src/layer/layer-entry";

const OUTPUT = "bazel-out/k8-fastbuild/bin/_app.venv/lib/numpy";

let disk: string;

beforeEach(() => {
  disk = mkdtempSync(path.join(tmpdir(), "package-layers-links-"));
  mkdirSync(path.join(disk, path.dirname(OUTPUT)), { recursive: true });
});

afterEach(() => rmSync(disk, { recursive: true }));

function collect(from: string) {
  const args = {
    files: [["app.runfiles/_main/_app.venv/lib/numpy", from] as const],
    trees: [],
    links: [],
    symlinks: [],
    empty: [],
  };
  return collectEntries(args, { disk, image: "" });
}

test("a generated link that leads somewhere in the runfiles only stays a link", async () => {
  symlinkSync("../../../numpy/site-packages/numpy", path.join(disk, OUTPUT));
  expect(await collect(OUTPUT)).toEqual([
    { path: "app.runfiles/_main/_app.venv/lib/numpy", kind: "symlink", target: "../../../numpy/site-packages/numpy" },
  ]);
});

test("a generated link to a directory stays a link", async () => {
  mkdirSync(path.join(disk, path.dirname(OUTPUT), "elsewhere"));
  symlinkSync("elsewhere", path.join(disk, OUTPUT));
  expect(await collect(OUTPUT)).toMatchObject([{ kind: "symlink", target: "elsewhere" }]);
});

test("a generated link to a file is the file, as Bazel itself has it", async () => {
  writeFileSync(path.join(disk, path.dirname(OUTPUT), "real"), "content");
  symlinkSync("real", path.join(disk, OUTPUT));
  expect(await collect(OUTPUT)).toMatchObject([{ kind: "file", size: 7 }]);
});

test("a generated link to a missing place of the machine is refused, and the place named", async () => {
  symlinkSync("/nowhere/numpy", path.join(disk, OUTPUT));
  await expect(collect(OUTPUT)).rejects.toMatchObject({
    message: "a generated file is a symlink to a path of this machine at which there is nothing",
    details: { file: `${OUTPUT} -> /nowhere/numpy` },
  });
});

test("a generated link to a directory of the machine is refused", async () => {
  symlinkSync(disk, path.join(disk, OUTPUT));
  await expect(collect(OUTPUT)).rejects.toThrow("an input is not a regular file");
});

test("a generated file that is missing is reported as missing", async () => {
  await expect(collect(OUTPUT)).rejects.toThrow("an input file cannot be read");
});

test("a source file's dangling link is a missing file", async () => {
  symlinkSync("missing", path.join(disk, "source"));
  await expect(collect("source")).rejects.toThrow("an input file cannot be read");
});

describe("a directory's link that leads to another output", () => {
  const ENVIRONMENT = "bazel-out/k8-fastbuild/bin/src/.app/lib/site-packages";

  function target(link: string, runfiles?: string) {
    mkdirSync(path.join(disk, ENVIRONMENT, "numpy"), { recursive: true });
    symlinkSync(link, path.join(disk, ENVIRONMENT, "numpy", "link"));
    const tree = ["app.runfiles/_main/src/.app", path.posix.dirname(path.posix.dirname(ENVIRONMENT))] as const;
    return collectEntries(
      { files: [], trees: [tree], links: [], symlinks: [], empty: [] },
      { disk, image: "/opt", runfiles },
    ).then(([entry]) => entry);
  }

  test.each([
    ["../../../../../external/numpy~/install/a.py", "../../../../../../numpy~/install/a.py"],
    ["../../../../../wheels/six/six.py", "../../../../../wheels/six/six.py"],
    ["../../../../../../../../external/numpy~/site-packages/a.py", "../../../../../../numpy~/site-packages/a.py"],
    ["../../../../../../../../src/a.py", "../../../../a.py"],
    ["../../../../../../../k8-opt/bin/external/numpy~/a.py", "../../../../../../numpy~/a.py"],
    ["../here.py", "../here.py"],
  ])("%s: leads to where the runfiles have it", async (link, expected) => {
    expect(await target(link, "app.runfiles")).toEqual({
      path: "opt/app.runfiles/_main/src/.app/lib/site-packages/numpy/link",
      kind: "symlink",
      target: expected,
    });
  });

  test.each([
    ["a link out of a package", "../../../../../wheels/six/six.py", undefined],
    ["a link out of the build", "../../../../../../../../../elsewhere", "app.runfiles"],
    ["a link to no output's place", "../../../../../../../k8-opt", "app.runfiles"],
    ["an absolute link", "/", "app.runfiles"],
  ])("%s is refused", async (_, link, runfiles) => {
    await expect(target(link, runfiles)).rejects.toThrow("a symlink leads out of its package");
  });
});
