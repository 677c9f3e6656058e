// The smallest application under a real Bazel: its own layer line by line, what Bazel's user reads when an image cannot be,
// and the same bytes in another output base.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import type { PlanFile } from "../../src/plan/plan-file";
import { expectGoldenListing } from "../golden";
import { writeLayout } from "../image/write-layout";
import { readTar, type TarEntry } from "../layer/read-tar";
import { withoutRuleSet } from "./any-rule-set";
import { digestsOf } from "./digests-of";
import { LATER_DEFAULTS, STRICTER_CHECKS } from "./later-defaults";
import { startOf } from "./started-image";
import { SCRATCH, Workspace } from "./workspace";

/** What rules_python and Bazel write; it differs from version to version, so that the listing says only that it is there. */
const WRITTEN = /^app$|^app\.runfiles\/(_main\/app|_repo_mapping)$/;

let workspace: Workspace;

beforeAll(() => {
  workspace = Workspace.create("test/e2e/tiny", "tiny");
  workspace.bazel(["clean"]);
  workspace.build(["//:app_layers"]);
});

afterAll(() => {
  workspace.bazel(["shutdown"]);
});

/** What every rule set gives, without the content of what is written. */
const ofApplication = (entries: readonly TarEntry[]): TarEntry[] =>
  withoutRuleSet(entries).map((entry) =>
    WRITTEN.test(entry.path) ? { ...entry, size: 0, content: Buffer.alloc(0) } : entry,
  );

test("the application's layer holds first-party files, the launcher and nothing of the packages", async () => {
  const tar = gunzipSync(readFileSync(workspace.output("app_layers.application.layer.tar.gz")));
  const entries = await readTar(tar);
  for (const { path: name, size } of entries.filter((entry) => WRITTEN.test(entry.path))) {
    expect([name, size > 0]).toEqual([name, true]);
  }
  expect(entries.filter(({ path: name }) => /\/(idna|six)(\/.+)?\.py$/.test(name))).toEqual([]);
  await expectGoldenListing(
    "application",
    "the application of test/e2e/tiny, but for what rules_python and Bazel write",
    tar,
    ofApplication,
  );
});

test("the application layer has a time of its own where one is set, and all other layers keep theirs", () => {
  const times = (): Record<string, { digest: string; mtime: number }> =>
    Object.fromEntries(
      workspace
        .bazel(["cquery", "--output=files", "--output_groups=package_layers", "//:app_layers"])
        .trim()
        .split("\n")
        .map((file) => path.join(workspace.folder, file.replace(/\.tar\.gz$/, ".json")))
        .concat(workspace.output("app_layers.application.layer.json"))
        .map((file) => [path.basename(file), JSON.parse(readFileSync(file, "utf8"))])
        .map(([name, { digest, ownership }]) => [name, { digest, mtime: ownership.mtime }]),
    );
  const application = "app_layers.application.layer.json";
  const before = times();
  expect(Object.keys(before).length).toBeGreaterThan(1);
  expect(new Set(Object.values(before).map(({ mtime }) => mtime))).toEqual(new Set([315_619_200]));
  workspace.build(["//:app_layers", "--@package_layers//bazel/settings:application_mtime=1700000000"]);
  const after = times();
  expect(after[application]?.mtime).toBe(1_700_000_000);
  expect({ ...after, [application]: undefined }).toEqual({ ...before, [application]: undefined });
  workspace.build(["//:app_layers"]);
});

test("the image's environment has what the binary's env says", () => {
  expect(startOf(workspace, "app_layers").Env).toEqual(["GREETED=a = b, and data/greeting.txt"]);
});

describe("an image that cannot be", () => {
  function expectFailure(target: string, lines: readonly string[]): void {
    const output = workspace.bazelFailure(["build", `//:${target}`]);
    expect(output.split("\n")).toEqual(expect.arrayContaining(lines));
    for (const name of [`${target}.plan.json`, `${target}.report.html`]) {
      expect(existsSync(workspace.output(name))).toBe(false);
    }
    // Bazel itself makes the folders of directory outputs, before an action runs.
    for (const name of [target, `${target}.bundles`].map((folder) => workspace.output(folder))) {
      expect(existsSync(name) ? readdirSync(name) : []).toEqual([]);
    }
  }

  test("because its cap is too low: both numbers are named, and no output exists", () => {
    // With Debian's rules_python the application has files of another repository, which are a layer.
    const others = workspace.hasDebianRuleSets ? 2 : 1;
    expectFailure("below_cap", [
      "package_layers: max_layers = 1 cannot hold the image: the base has 0 layers, " +
        `interpreter, other repositories and application ${others}, and the packages need one`,
      `  remedy: raise max_layers to ${others + 1} or more, or use a base of fewer layers`,
    ]);
  });

  test("because its base is an index of other platforms: they are named, and no output exists", () => {
    writeLayout(path.join(workspace.folder, "base"), {
      index: (image) => ({
        schemaVersion: 2,
        manifests: ["riscv64", "s390x"].map((architecture) => ({ ...image, platform: { os: "linux", architecture } })),
      }),
    });
    const wanted = process.arch === "arm64" ? "linux/arm64/v8" : "linux/amd64";
    expectFailure("on_other_platforms", [
      `package_layers: the base has no image for ${wanted}; it has linux/riscv64, linux/s390x`,
    ]);
  });

  test("because a file of the application would delete others: it is named, and no output exists", () => {
    workspace.write("data/.wh.greeting.txt", "");
    expectFailure("with_whiteout", [
      "package_layers: a path in the image has a name that begins with .wh., which container tools take as a deletion",
      "  file: app.runfiles/_main/data/.wh.greeting.txt",
      "  remedy: rename the file, or leave it out of the package",
    ]);
  });
});

test("a binary may have an image among its files, whose packages are not its own", () => {
  workspace.build(["//:carrier_layers"]);
  const plan = JSON.parse(readFileSync(workspace.output("carrier_layers.plan.json"), "utf8"));
  expect(plan.packages).toEqual([]);
});

test.each([
  [["//:on_a_mac"], "the target platform is not Linux, and images and their packages are; say platform ="],
  [["//:several_lines"], "LINES has several lines; put it in a file"],
])("%j cannot be analysed, and the error says what to do", async (args, message) => {
  const { status, output } = await workspace.bazelBeside(["build", ...args]);
  expect(status).not.toBe(0);
  expect(output).toContain(message);
});

test.each(["--legacy_external_runfiles", "--nolegacy_external_runfiles"])(
  "under bazel run relative paths are those of the working directory, with %s",
  async (flag) => {
    workspace.build(["//:app_layers"]);
    const { status, output } = await workspace.bazelBeside([
      "run",
      flag,
      "@package_layers//bazel:worker",
      "--",
      "plan",
      "--plan=bazel-bin/app_layers.plan.json",
    ]);
    expect(output).toContain("six");
    expect(status).toBe(0);
  },
);

test.each([
  ["in another output base", "another-output-base", []],
  [
    "on a machine like a Mac: below a symlink as /var is, and without a sandbox",
    "var/output-base",
    ["--spawn_strategy=worker,local"],
  ],
])("the bytes are the same %s", (_, place, flags) => {
  const first = digestsOf(workspace.output("app_layers"));
  mkdirSync(path.join(SCRATCH, "private"), { recursive: true });
  rmSync(path.join(SCRATCH, "var"), { force: true });
  symlinkSync("private", path.join(SCRATCH, "var"));
  const startup = [`--output_base=${path.join(SCRATCH, place)}`];
  try {
    workspace.bazel(["clean"], startup);
    const { executed } = workspace.build(["//:app_layers", ...flags], startup);
    expect(executed).toMatchObject({ PackageLayer: 2, ImageLayout: 1 });
    expect(digestsOf(workspace.output("app_layers"))).toEqual(first);
  } finally {
    workspace.bazel(["shutdown"], startup);
  }
});

test("an image of the layout venv is the same with what later versions of Bazel do of themselves, but for links named by repositories", () => {
  const settings = ["layout=venv", "python_version=3.11"].map((each) => `--@package_layers//bazel/settings:${each}`);
  const build = (more: readonly string[]) => {
    workspace.bazel(["clean"]);
    workspace.build(["//:app_layers", ...settings, ...more]);
    const descriptor = (layer: string) =>
      JSON.parse(readFileSync(workspace.output(`app_layers.${layer}.json`), "utf8"));
    const { layers }: PlanFile = JSON.parse(readFileSync(workspace.output("app_layers.plan.json"), "utf8"));
    // A descriptor has a link's target in the place of a file's size, and a directory without more.
    const files = (descriptor("application.layer").files as [string, ...unknown[]][]).filter(
      ([file, second]) => typeof second === "number" && !/^app\.runfiles\/(?!_main\/(?!external))/.test(file),
    );
    return { packages: layers.filter(({ kind }) => kind !== "application").map(({ digest }) => digest), files };
  };
  const now = build([]);
  expect(now.packages).not.toEqual([]);
  expect(now.files.map(([file]) => file)).toContain("app.runfiles/_main/app.py");
  expect(build([...LATER_DEFAULTS, ...STRICTER_CHECKS])).toEqual(now);
});
