// What the worker makes where names are those of a Mac: the same bytes as on Linux, or an error.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { createLayerAction } from "../../src/layer/layer-action";
import { exampleActions, writeExampleInputs } from "../determinism/example-build";
import type { Outcome } from "../determinism/outcome";
import type { RecordedAction } from "../determinism/recorded-action";
import { replay } from "../determinism/replay";
import { zipBytes } from "../fuzz/zip-bytes";
import { digestOf } from "../layer/describe-layer";
import { layerArguments } from "../layer/make-layer";
import { resourcesOfThisThread } from "../layer/resources-of-this-thread";
import { saySkipped } from "../say-skipped";
import { cannotMount, MacFolder, type Spelling } from "./mac-folder";

const SPELLINGS: readonly Spelling[] = ["apfs", "hfs"];
const mountable = SPELLINGS.filter((spelling) => {
  const reason = cannotMount(spelling);
  if (reason !== undefined) {
    saySkipped(`names as ${spelling} has them: ${reason}`);
  }
  return reason === undefined;
});
const testOnLinux = process.platform === "linux" ? test : test.skip;

const layerAction = createLayerAction(resourcesOfThisThread());
const PROGRAM = path.join(__dirname, "..", "..", "bazel", "worker", "worker.cjs");

/** The example's actions without one of its packages. */
function actionsWithout(...packages: readonly string[]): RecordedAction[] {
  const isOther = (text: string) => !packages.some((name) => text.includes(name));
  return exampleActions()
    .filter(({ subject }) => isOther(subject))
    .map((action) => ({ ...action, args: action.args.filter(isOther), inputs: action.inputs.filter(isOther) }));
}

/** Does the actions with inputs and outputs in a folder. */
async function replayIn(folder: string, actions: readonly RecordedAction[]): Promise<Map<string, Outcome>> {
  const executionRoot = path.join(folder, "inputs");
  mkdirSync(executionRoot);
  writeExampleInputs(executionRoot, 0o644);
  return replay(actions, { way: "multiplex worker" }, { program: PROGRAM, executionRoot, folder });
}

const NFC = "caf\u00e9.py";
const NFD = "cafe\u0301.py";

/** Files of a wheel by name. */
type Files = Readonly<Record<string, string>>;

/** A wheel with a RECORD, unpacked as installers do it; gives the names that are on the disk afterwards. */
function unpack(folder: string, files: Files): string[] {
  const record = Object.entries(files).map(([name, content]) => `${name},sha256=x,${content.length}\n`);
  const all = { ...files, "pkg-1.0.dist-info/RECORD": record.join("") };
  const wheel = path.join(folder, "pkg.whl");
  writeFileSync(wheel, zipBytes(Object.entries(all).map(([name, text]) => ({ name, content: Buffer.from(text) }))));
  const site = path.join(folder, "site-packages");
  const { status, stderr } = spawnSync("python3", ["-m", "zipfile", "-e", wheel, site], { encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
  return readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.relative(site, path.join(parentPath, name)));
}

/** The digest of the layer of a folder's package: of the files that are there, with the wheel, or as a directory. */
async function digestOfPackage(folder: string, way: Way, names: readonly string[]): Promise<string> {
  const place = "app.runfiles/pkg/site-packages";
  const named = names
    .filter((name) => way !== "its wheel" || !name.endsWith("RECORD"))
    .map((name) => `--file=${place}/${name}\tsite-packages/${name}`);
  const entries = {
    "its RECORD": named,
    "its wheel": [...named, "--wheel=pkg.whl"],
    "its RECORD in a directory": [`--tree=${place}\tsite-packages`],
  }[way];
  const flags = { blob: "blob", descriptor: "json", mergeable: "mergeable" };
  await layerAction(layerArguments("pkg", flags, entries), {
    root: folder,
    signal: new AbortController().signal,
    log: () => {},
  });
  return digestOf(readFileSync(path.join(folder, "blob")));
}

const WAYS = ["its RECORD", "its wheel", "its RECORD in a directory"] as const;
type Way = (typeof WAYS)[number];

let linux: string;

beforeEach(() => {
  linux = mkdtempSync(path.join(tmpdir(), "linux-folder-"));
});

afterEach(() => {
  rmSync(linux, { recursive: true });
});

/** The layer's digest on Linux. */
const digestOnLinux = (way: Way, files: Files) => digestOfPackage(linux, way, unpack(linux, files));

// A describe of nothing would be an error.
(mountable.length === 0 ? describe.skip : describe).each(mountable.length === 0 ? SPELLINGS : mountable)(
  "with names as %s has them",
  (spelling) => {
    let mac: MacFolder;

    beforeEach(async () => {
      mac = await MacFolder.mount(spelling);
    });

    afterEach(async () => {
      await mac.close();
    });

    test("the folder has one file for names that differ in case or in the form of Unicode", () => {
      const at = (name: string) => path.join(mac.path, name);
      writeFileSync(at("Package.py"), "first");
      writeFileSync(at("package.py"), "second");
      writeFileSync(at(NFC), "é");
      expect(readFileSync(at("PACKAGE.py"), "utf8")).toBe("second");
      expect(readFileSync(at(NFD), "utf8")).toBe("é");
      expect(readdirSync(mac.path).sort()).toEqual(["Package.py", spelling === "hfs" ? NFD : NFC]);
    });

    test("layers, bundles and layout are those of Linux", async () => {
      // HFS+ has the one name beyond ASCII of the example's directory in another form, and nothing says that it was not so.
      const actions = actionsWithout(...(spelling === "hfs" ? ["tree"] : []));
      expect(await replayIn(mac.path, actions)).toEqual(await replayIn(linux, actions));
    });

    test("two files that an action is given and that are one are refused", async () => {
      unpack(mac.path, { "pkg/A.py": "first", "pkg/a.py": "second" });
      await expect(digestOfPackage(mac.path, "its RECORD", ["pkg/A.py", "pkg/a.py"])).rejects.toMatchObject({
        message: "this machine's file system treats two files as one",
        details: { file: "app.runfiles/pkg/site-packages/pkg/A.py and app.runfiles/pkg/site-packages/pkg/a.py" },
      });
    });

    test("an output whose name differs in case from one that is there takes its place", async () => {
      writeFileSync(path.join(mac.path, "BLOB"), "of an earlier build");
      const digest = await digestOfPackage(mac.path, "its RECORD", unpack(mac.path, { "pkg/a.py": "a" }));
      expect(digest).toBe(await digestOnLinux("its RECORD", { "pkg/a.py": "a" }));
    });

    describe.each(WAYS)("a package with %s", (way) => {
      test("whose wheel has names that differ in case is refused", async () => {
        const names = unpack(mac.path, { "pkg/Package.py": "one", "pkg/package.py": "two" });
        expect(names.filter((name) => name.startsWith("pkg/"))).toEqual(["pkg/Package.py"]);
        await expect(digestOfPackage(mac.path, way, names)).rejects.toMatchObject({
          message: "this machine's file system treats two files as one",
          details: {
            package: "pkg 1.0",
            file: "app.runfiles/pkg/site-packages/pkg/Package.py and app.runfiles/pkg/site-packages/pkg/package.py",
          },
        });
      });

      test("whose wheel has names in NFC is that of Linux, or refused", async () => {
        const files = { [`pkg/${NFC}`]: "drink" };
        const made = digestOfPackage(mac.path, way, unpack(mac.path, files));
        if (spelling === "apfs") {
          expect(await made).toBe(await digestOnLinux(way, files));
        } else {
          await expect(made).rejects.toMatchObject({
            message: "this machine's file system changed the name of a file of the package",
            details: {
              file: "app.runfiles/pkg/site-packages/pkg/cafe\\u{301}.py, in the wheel pkg/caf\\u{e9}.py",
            },
          });
        }
      });

      test("whose wheel has names in NFD is that of Linux", async () => {
        const files = { [`pkg/${NFD}`]: "drink" };
        const digest = await digestOfPackage(mac.path, way, unpack(mac.path, files));
        expect(digest).toBe(await digestOnLinux(way, files));
      });
    });
  },
);

testOnLinux.each(WAYS)("on Linux two names that differ in case are two files, with %s", async (way) => {
  const names = unpack(linux, { "pkg/Package.py": "one", "pkg/package.py": "two" });
  await expect(digestOfPackage(linux, way, names)).resolves.toMatch(/^sha256:/);
  // One that a rule set leaves out is left out, and the other stays.
  const fewer = names.filter((name) => name !== "pkg/package.py");
  await expect(digestOfPackage(linux, way, fewer)).resolves.toMatch(/^sha256:/);
});

test("below a symlink, as /var and /tmp of a Mac are, everything is the same", async () => {
  mkdirSync(path.join(linux, "private"));
  symlinkSync("private", path.join(linux, "var"));
  const actions = exampleActions();
  const direct = path.join(linux, "private", "direct");
  const linked = path.join(linux, "var", "linked");
  mkdirSync(direct);
  mkdirSync(linked);
  expect(await replayIn(linked, actions)).toEqual(await replayIn(direct, actions));
});
