import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import { ActionError } from "../../src/action/action-error";
import { createLayerAction } from "../../src/layer/layer-action";
import { layerMediaTypes } from "../../src/layer/layer-descriptor";
import { digestOf } from "./describe-layer";
import { layerArguments, makeLayer } from "./make-layer";
import { readTar } from "./read-tar";
import { resourcesOfThisThread } from "./resources-of-this-thread";

const layerAction = createLayerAction(resourcesOfThisThread());

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "layer-action-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const FILES = { "app/a.py": "print('hello')\n".repeat(100), "app/ñ b.txt": "x".repeat(100_000) };

const run = (flags: object, entries: readonly string[], signal = new AbortController().signal) =>
  layerAction(
    layerArguments("six", { blob: "out/blob", descriptor: "out/json", mergeable: "out/mergeable", ...flags }, entries),
    {
      root: folder,
      signal,
      log: () => {},
    },
  );

describe("the outputs", () => {
  test("are a blob, a descriptor that says what it is, and the blob again", async () => {
    const { descriptor, blob, mergeable } = await makeLayer(folder, "Some.Package", FILES);
    const bytes = readFileSync(blob);
    const tar = gunzipSync(bytes);
    expect(descriptor).toEqual({
      schema: 1,
      kind: "package",
      name: "some-package",
      version: "1.0",
      mediaType: layerMediaTypes.gzip,
      level: 5,
      ownership: { uid: 0, gid: 0, mtime: 0 },
      digest: digestOf(bytes),
      size: bytes.length,
      diffId: digestOf(tar),
      tarSize: tar.length - 1024,
      mergeable: true,
      directoriesSize: 0,
      closingSize: expect.any(Number),
      carried: { files: 0, bytes: 0, mismatched: 0 },
      directories: [],
      files: [
        ["app/a.py", 1500, expect.any(Number)],
        ["app/ñ b.txt", 100_000, expect.any(Number)],
      ],
    });
    expect(readFileSync(mergeable).equals(bytes)).toBe(true);
    expect(statSync(mergeable).ino).toBe(statSync(blob).ino);
  });

  test("have an empty mergeable from the merge limit on", async () => {
    const { size } = (await makeLayer(folder, "six", FILES)).descriptor;
    for (const [limit, mergeable] of [
      [size + 1, true],
      [size, false],
      [0, false],
    ] as const) {
      const made = await makeLayer(folder, "six", FILES, { "merge-limit": `${limit}` });
      expect(made.descriptor.mergeable).toBe(mergeable);
      expect(statSync(made.mergeable).size).toBe(mergeable ? size : 0);
    }
  });

  test("of other kinds than packages have the name as given, and need no mergeable", async () => {
    await layerAction(
      layerArguments("My_App", { kind: "application", version: "" }).filter((flag) => !flag.startsWith("--mergeable")),
      { root: folder, signal: new AbortController().signal, log: () => {} },
    );
    expect(readdirSync(folder).sort()).toEqual(["My_App.blob", "My_App.json"]);
    const descriptor = JSON.parse(readFileSync(path.join(folder, "My_App.json"), "utf8"));
    expect(descriptor).toMatchObject({ kind: "application", name: "My_App", version: "", mergeable: false });
  });

  test("are the same again, in place of what an earlier run left", async () => {
    const first = await makeLayer(folder, "six", FILES);
    const bytes = readFileSync(first.blob);
    const text = readFileSync(first.descriptorFile, "utf8");
    writeFileSync(first.descriptorFile, "old");
    const second = await makeLayer(folder, "six", FILES);
    expect(readFileSync(second.blob).equals(bytes)).toBe(true);
    expect(readFileSync(second.descriptorFile, "utf8")).toBe(text);
  });
});

describe("settings", () => {
  test("owner, time and root are in every entry", async () => {
    const own = { "own-directory": "app", owner: "1000:100", mtime: "1700000000", root: "/opt/x" };
    const { blob, descriptor } = await makeLayer(folder, "six", FILES, own);
    const common = { uid: 1000, gid: 100, mtime: 1_700_000_000 };
    expect(await readTar(gunzipSync(readFileSync(blob)))).toMatchObject([
      { path: "opt/x/app/", ...common },
      { path: "opt/x/app/a.py", ...common },
      { path: "opt/x/app/ñ b.txt", ...common },
    ]);
    expect(descriptor.directories).toEqual(["opt/x/app"]);
  });

  test("compression and level change the blob and leave the tar", async () => {
    const plain = await makeLayer(folder, "six", FILES, { compression: "none" });
    expect(plain.descriptor.mediaType).toBe(layerMediaTypes.none);
    expect(plain.descriptor.digest).toBe(plain.descriptor.diffId);
    const [best, stored] = [
      await makeLayer(folder, "best", FILES, { level: "9" }),
      await makeLayer(folder, "stored", FILES, { level: "0" }),
    ];
    expect(best.descriptor.diffId).toBe(plain.descriptor.diffId);
    expect(stored.descriptor.diffId).toBe(plain.descriptor.diffId);
    expect(best.descriptor.size).toBeLessThan(stored.descriptor.size);
  });

  test.each([
    [{ owner: "root" }, "--owner is not of the form UID:GID"],
    [{ owner: "4294967295:0" }, "--owner has an id that no user or group has"],
    [{ mtime: "-1" }, "--mtime is negative"],
    [{ mtime: "8589934592" }, "--mtime is later than tar can express"],
    [{ compression: "xz" }, "--compression"],
    [{ "merge-limit": "-1" }, "--merge-limit is negative"],
    [{ kind: "wheel" }, "--kind"],
    [{ name: "" }, "--name may not be empty"],
    [{ colour: "red" }, "unknown --colour"],
    [{ file: "a" }, '--file.0 "a" lacks the TAB'],
  ])("%j is refused, and the remedy says where the flags are explained", async (flags, message) => {
    await expect(run(flags, [])).rejects.toMatchObject({
      message: expect.stringContaining(message),
      details: { remedy: "see `package-layers layer --help` for its arguments" },
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a level that does not exist is refused, and no output exists", async () => {
    await expect(run({ level: "10" }, [])).rejects.toMatchObject({
      message: "gzip has no level 10",
      details: { package: "six 1.0", remedy: expect.stringContaining("settings:level") },
    });
    expect(readdirSync(path.join(folder, "out"))).toEqual([]);
  });
});

describe("bad input is refused: the error names package, file and remedy, and no output exists", () => {
  const RENAME = "rename the file, or leave it out of the package";
  const FETCH = expect.stringContaining("bazel fetch --force");

  beforeEach(() => {
    writeFileSync(path.join(folder, "a"), "a");
    writeFileSync(path.join(folder, "b"), "b");
    mkdirSync(path.join(folder, "tree"));
    symlinkSync("/etc/passwd", path.join(folder, "tree", "link"));
  });

  test.each<[string, string[], string | RegExp, unknown, unknown]>([
    ["..", ["--file=app/../../x\ta"], "a path in the image contains ..", "app/../../x", RENAME],
    ["an absolute path", ["--file=/etc/passwd\ta"], "a path in the image is absolute", "/etc/passwd", RENAME],
    ["NUL", ["--file=app/a\0b\ta"], "a path in the image contains a NUL character", "app/a\0b", RENAME],
    [".wh.", ["--empty=app/.wh.a"], /has a name that begins with \.wh\., which container tools/, "app/.wh.a", RENAME],
    [
      "a missing file",
      ["--file=app/a\tmissing"],
      "an input file cannot be read",
      expect.stringMatching(/missing$/),
      FETCH,
    ],
    [
      "a missing tree",
      ["--tree=app\tmissing"],
      "an input file cannot be read",
      expect.stringMatching(/missing\/?$/),
      FETCH,
    ],
    [
      "two files at one path",
      ["--file=app/a\ta", "--file=app/a\tb"],
      "two different files have one path in the layer",
      expect.stringMatching(/^app\/a: .*\/a and .*\/b$/),
      "leave one of them out of the application's dependencies",
    ],
    [
      "a link out of the package",
      ["--tree=app\ttree"],
      "a symlink leads out of its package, to /etc/passwd",
      expect.stringMatching(/tree\/link$/),
      "remove the link from the package, or make it point inside",
    ],
  ])("%s", async (_name, entries, message, file, remedy) => {
    const error = await run({}, ["--file=app/good\ta", ...entries]).catch((failure) => failure);
    expect(error).toBeInstanceOf(ActionError);
    expect(error.message).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
    expect(error.details).toMatchObject({ package: "six 1.0", file, remedy });
    expect(readdirSync(folder).sort()).toEqual(["a", "b", "tree"]);
  });

  test("a file whose size changes while it is read", async () => {
    // The kernel says that it has no bytes, and then it has some.
    symlinkSync("/proc/version", path.join(folder, "changing"));
    await expect(run({}, ["--file=app/good\ta", "--file=app/x\tchanging"])).rejects.toMatchObject({
      message: "a file changed while it was read",
      details: {
        package: "six 1.0",
        file: path.join(folder, "changing"),
        remedy: "make sure that nothing writes to it, and build again",
      },
    });
    expect(readdirSync(path.join(folder, "out"))).toEqual([]);
  });

  test.each(["file", "tree", "link"])("an empty path on disk for --%s", async (flag) => {
    await expect(run({}, [`--${flag}=app/a\t`])).rejects.toThrow(`layer: --${flag} names no file`);
    expect(readdirSync(folder).sort()).toEqual(["a", "b", "tree"]);
  });

  test("a wheel that is away", async () => {
    await expect(run({ wheel: "away" }, ["--file=app/a\ta"])).rejects.toMatchObject({
      message: "an input file cannot be read",
      details: { package: "six 1.0", file: path.join(folder, "away") },
    });
    expect(readdirSync(folder).sort()).toEqual(["a", "b", "tree"]);
  });

  test("the error of a layer that is not a package does not call it one", async () => {
    const error = await run({ kind: "application" }, ["--file=../x\ta"]).catch((failure) => failure);
    expect(error.details.package).toBeUndefined();
  });

  test("one output for two", async () => {
    await expect(run({ descriptor: "out/blob" }, [])).rejects.toMatchObject({
      message: "two outputs have the same path",
      details: { file: path.join(folder, "out/blob") },
    });
    expect(readdirSync(path.join(folder, "out"))).toEqual([]);
  });
});

test("a cancelled request leaves no output", async () => {
  writeFileSync(path.join(folder, "a"), "a");
  const abort = new AbortController();
  abort.abort();
  await expect(run({}, ["--file=app/a\ta"], abort.signal)).rejects.toThrow("aborted");
  expect(readdirSync(path.join(folder, "out"))).toEqual([]);
});
