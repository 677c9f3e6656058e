import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import fc from "fast-check";
import { ActionError } from "../../src/action/action-error";
import { identityOf } from "../../src/action/input-file";
import { collectEntries, type EntryArguments, type LayerEntry, sortByPath } from "../../src/layer/layer-entry";

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "layer-entry-")));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const at = (file: string) => path.join(folder, file);

function put(file: string, content = ""): void {
  mkdirSync(path.dirname(at(file)), { recursive: true });
  writeFileSync(at(file), content);
}

function putLink(file: string, target: string): void {
  mkdirSync(path.dirname(at(file)), { recursive: true });
  symlinkSync(target, at(file));
}

/** The entry of a file that is on disk. */
function fileAt(image: string, size: number, file: string): LayerEntry {
  const source = at(file);
  return { path: image, kind: "file", size, source, identity: identityOf(statSync(source, { bigint: true })) };
}

const NOTHING: EntryArguments = { files: [], trees: [], links: [], symlinks: [], empty: [] };

const collect = (args: Partial<EntryArguments>, root = "", disk = folder) =>
  collectEntries({ ...NOTHING, ...args }, { disk, image: root });

async function refusal(args: Partial<EntryArguments>): Promise<{ message: string; file: unknown; remedy: string }> {
  const error: unknown = await collect(args).then(
    () => new Error("it was accepted"),
    (failure) => failure,
  );
  if (!(error instanceof ActionError)) {
    throw error;
  }
  return { message: error.message, file: error.details.file, remedy: error.details.remedy };
}

describe("entries", () => {
  test("of every kind are found, below the image's root and in the order of their paths", async () => {
    put("a.py", "12345");
    putLink("on-disk", "../target");
    expect(
      await collect(
        {
          files: [["app/z.py", "a.py"]],
          links: [["app/b", "on-disk"]],
          symlinks: [["app/c", "../elsewhere"]],
          empty: ["app/a/__init__.py"],
        },
        "/opt",
      ),
    ).toEqual([
      { path: "opt/app/a/__init__.py", kind: "file", size: 0, source: undefined },
      { path: "opt/app/b", kind: "symlink", target: "../target" },
      { path: "opt/app/c", kind: "symlink", target: "../elsewhere" },
      fileAt("opt/app/z.py", 5, "a.py"),
    ]);
  });

  test("that are files named through links are the files", async () => {
    put("real.py", "12");
    putLink("sandbox/link.py", at("real.py"));
    expect(await collect({ files: [["a.py", "sandbox/link.py"]] })).toEqual([fileAt("a.py", 2, "sandbox/link.py")]);
  });

  test("that are named twice the same way are there once", async () => {
    put("a.py");
    expect(
      await collect({
        files: [
          ["a.py", "a.py"],
          ["./a.py", "a.py"],
        ],
      }),
    ).toHaveLength(1);
  });

  test("by the hundred are all found", async () => {
    const names = Array.from({ length: 200 }, (_, index) => `f${`${index}`.padStart(3, "0")}`);
    for (const name of names) {
      put(name);
    }
    const entries = await collect({ files: names.map((name) => [name, name]) });
    expect(entries.map((entry) => entry.path)).toEqual(names);
  });

  test("of any paths are sorted by their UTF-8 bytes, in whatever order they came", () => {
    const paths = fc.uniqueArray(fc.string({ unit: "binary", minLength: 1 }), { maxLength: 20 });
    fc.assert(
      fc.property(paths, (each) => {
        const sorted = sortByPath(each.map((name): LayerEntry => ({ path: name, kind: "directory" })));
        const keys = sorted.map((entry) => Buffer.from(entry.path));
        for (const [index, key] of keys.slice(1).entries()) {
          expect(Buffer.compare(keys[index]!, key)).toBeLessThanOrEqual(0);
        }
        expect(sorted.map((entry) => entry.path).sort()).toEqual([...each].sort());
      }),
    );
  });

  test("beyond the basic plane come after all others, unlike in JavaScript's order", () => {
    const entries = ["\u{1f600}", "\uffee", "a"].map((name): LayerEntry => ({ path: name, kind: "directory" }));
    expect(sortByPath(entries).map((entry) => entry.path)).toEqual(["a", "\uffee", "\u{1f600}"]);
  });
});

test("a directory of the workspace that stands where a file should is a tree", async () => {
  put("assets/deep/leaf.txt", "leaf");
  put("assets/top.txt", "top");
  const args = { ...NOTHING, files: [["app/assets", "assets"]] as const };
  expect(await collectEntries(args, { disk: folder, image: "", sourceDirectories: true })).toEqual([
    fileAt("app/assets/deep/leaf.txt", 4, "assets/deep/leaf.txt"),
    fileAt("app/assets/top.txt", 3, "assets/top.txt"),
  ]);
  await expect(collect(args)).rejects.toMatchObject({
    message: "an input is not a regular file",
    details: { remedy: expect.stringContaining("--tree") },
  });
});

test("a link out of a directory of the workspace is what it leads to, which the runfiles need not have", async () => {
  put("outside/deep/leaf.txt", "leaf");
  put("top.txt", "top");
  putLink("assets/to_file", "../top.txt");
  putLink("assets/in/to_folder", "../../outside/deep");
  putLink("assets/within", "in");
  putLink("assets/nowhere", "../missing");
  const args = { ...NOTHING, files: [["app/assets", "assets"]] as const };
  const roots = { disk: folder, image: "", runfiles: "app.runfiles", sourceDirectories: true };
  expect(await collectEntries(args, roots)).toEqual([
    fileAt("app/assets/in/to_folder/leaf.txt", 4, "assets/in/to_folder/leaf.txt"),
    { path: "app/assets/nowhere", kind: "symlink", target: "../../app.runfiles/_main/missing" },
    fileAt("app/assets/to_file", 3, "assets/to_file"),
    { path: "app/assets/within", kind: "symlink", target: "in" },
  ]);
});

test("a program is executable whatever is in it", async () => {
  put("tool", "echo");
  expect(await collect({ programs: [["app/tool", "tool"]] })).toEqual([
    { ...fileAt("app/tool", 4, "tool"), program: true },
  ]);
});

describe("a tree", () => {
  test("has everything in it: files, links as links, and empty directories", async () => {
    put("tree/x/a.py", "1");
    put("tree/x/y/b.py", "22");
    mkdirSync(at("tree/x/empty"));
    putLink("tree/x/link.py", "y/b.py");
    putLink("tree/x/up", "../x/y");
    expect(await collect({ trees: [["lib", "tree"]] })).toEqual([
      fileAt("lib/x/a.py", 1, "tree/x/a.py"),
      { path: "lib/x/empty", kind: "directory" },
      { path: "lib/x/link.py", kind: "symlink", target: "y/b.py" },
      { path: "lib/x/up", kind: "symlink", target: "../x/y" },
      fileAt("lib/x/y/b.py", 2, "tree/x/y/b.py"),
    ]);
  });

  test("that is empty is an empty directory, as it is below the runfiles, and adds none to what has no name", async () => {
    mkdirSync(at("tree"));
    expect(await collect({ trees: [["lib", "tree"]] })).toEqual([{ path: "lib", kind: "directory" }]);
    expect(await collect({ trees: [[".", "tree"]] })).toEqual([]);
  });

  test("keeps absolute links within it, made relative", async () => {
    put("tree/x/a.py");
    putLink("tree/y/link.py", at("tree/x/a.py"));
    putLink("tree/y/self", at("tree/y"));
    const entries = await collect({ trees: [["lib", "tree"]] });
    expect(entries.filter(({ kind }) => kind === "symlink")).toEqual([
      { path: "lib/y/link.py", kind: "symlink", target: "../x/a.py" },
      { path: "lib/y/self", kind: "symlink", target: "." },
    ]);
  });

  test("keeps links that lead nowhere, as the package has them", async () => {
    putLink("tree/dangling", "not-there.so");
    expect(await collect({ trees: [["lib", "tree"]] })).toEqual([
      { path: "lib/dangling", kind: "symlink", target: "not-there.so" },
    ]);
  });

  test("is the same through a sandbox's links to each file", async () => {
    const tree = "bazel-out/k8-fastbuild/bin/site-packages";
    put(`${tree}/x/a.py`, "1");
    put(`${tree}/x/deep/b.py`, "22");
    putLink(`${tree}/x/link.py`, "a.py");
    for (const file of ["x/a.py", "x/deep/b.py", "x/link.py"]) {
      putLink(`sandbox/bazel-out/cfg/bin/site-packages/${file}`, at(`${tree}/${file}`));
    }
    const shape = (entries: LayerEntry[]) =>
      entries.map((entry) => ({ ...entry, source: undefined, identity: undefined }));
    const outside = await collect({ trees: [["lib", tree]] });
    const inside = await collect({ trees: [["lib", "bazel-out/cfg/bin/site-packages"]] }, "", at("sandbox"));
    expect(shape(inside)).toEqual(shape(outside));
    expect(inside).toContainEqual({ path: "lib/x/link.py", kind: "symlink", target: "a.py" });
  });

  test("is the same through a sandbox's one link to the whole tree", async () => {
    put("real/x/a.py", "1");
    putLink("real/x/link.py", "a.py");
    cpSync(at("real"), at("copy"), { recursive: true, verbatimSymlinks: true });
    putLink("sandbox/real", at("real"));
    const shape = (entries: LayerEntry[]) =>
      entries.map((entry) => ({ ...entry, source: undefined, identity: undefined }));
    expect(shape(await collect({ trees: [["lib", "real"]] }, "", at("sandbox")))).toEqual(
      shape(await collect({ trees: [["lib", "copy"]] })),
    );
  });
});

describe("bad input is refused, and the error names file and remedy", () => {
  const BUILD_AGAIN = expect.stringContaining("bazel fetch --force");

  test.each<[string, Partial<EntryArguments>]>([
    ["file", { files: [["a.py", "missing"]] }],
    ["link", { links: [["a", "missing"]] }],
  ])("a %s that is missing", async (_kind, args) => {
    const found = await refusal(args);
    expect(found).toEqual({
      message: "an input file cannot be read",
      file: expect.stringMatching(/missing$/),
      remedy: BUILD_AGAIN,
    });
  });

  test("a tree that is missing", async () => {
    expect(await refusal({ trees: [["lib", "missing"]] })).toEqual({
      message: "an input file cannot be read",
      file: expect.stringMatching(/missing\/?$/),
      remedy: BUILD_AGAIN,
    });
  });

  test("a directory where a file should be", async () => {
    mkdirSync(at("bazel-out/k8/bin/folder"), { recursive: true });
    expect(await refusal({ files: [["a", "bazel-out/k8/bin/folder"]] })).toEqual({
      message: "an input is not a regular file",
      file: at("bazel-out/k8/bin/folder"),
      remedy: "declare it as a tree artifact; on the command line, name a directory with --tree",
    });
  });

  test.each<[string, string, Partial<EntryArguments>]>([
    [
      "two files",
      "/a and ",
      {
        files: [
          ["x", "a"],
          ["x", "b"],
        ],
      },
    ],
    ["a file and a link", "/a and a link to y", { files: [["x", "a"]], symlinks: [["x", "y"]] }],
    ["a file and an empty one", "/a and an empty file", { files: [["x", "a"]], empty: ["x"] }],
    [
      "two links",
      "a link to y and a link to z",
      {
        symlinks: [
          ["x", "y"],
          ["x", "z"],
        ],
      },
    ],
  ])("%s at one path", async (_name, sources, args) => {
    put("a");
    put("b");
    expect(await refusal(args)).toEqual({
      message: "two different files have one path in the layer",
      file: expect.stringMatching(new RegExp(`^x: .*${sources}`)),
      remedy: "leave one of them out of the application's dependencies",
    });
  });

  test.each(["../x", "a/../../x", "/etc/passwd", "a\0b", "a/.wh.b", ""])("the path %j in the image", async (name) => {
    put("a");
    for (const args of [
      { files: [[name, "a"]] },
      { symlinks: [[name, "a"]] },
      { links: [[name, "a"]] },
      { empty: [name] },
    ]) {
      expect(await refusal(args as Partial<EntryArguments>)).toEqual({
        message: expect.stringMatching(/^a path in the image /),
        file: name,
        remedy: "rename the file, or leave it out of the package",
      });
    }
  });

  test("a package's link to an absolute path", async () => {
    putLink("link", "/usr/lib/libz.so");
    expect(await refusal({ links: [["a", "link"]] })).toMatchObject({
      message: "a symlink leads out of its package, to /usr/lib/libz.so",
      file: "link",
    });
  });

  test("a whiteout within a tree", async () => {
    put("tree/x/.wh.gone");
    expect(await refusal({ trees: [["lib", "tree"]] })).toMatchObject({ file: "lib/x/.wh.gone" });
  });

  test.each([
    ["relative", "../../outside"],
    ["absolute", "/etc"],
    ["to the folder around", ".."],
  ])("a link out of its tree: %s", async (_name, target) => {
    put("outside");
    putLink("tree/link", target);
    expect(await refusal({ trees: [["lib", "tree"]] })).toEqual({
      message: `a symlink leads out of its package, to ${target}`,
      file: at("tree/link"),
      remedy: "remove the link from the package, or make it point inside",
    });
  });
});

describe("a path that a file system accepts and an image does not", () => {
  test("a directory 1,900 levels deep is walked, other requests have their turns, and a cancel works", async () => {
    mkdirSync(at(`deep${"/d".repeat(1900)}`), { recursive: true });
    put(`deep${"/d".repeat(1900)}/f`);
    const [entry] = await collect({ trees: [["app", "deep"]] });
    expect(entry!.path).toBe(`app${"/d".repeat(1900)}/f`);
    const abort = new AbortController();
    abort.abort(new Error("stopped"));
    const many = Array.from({ length: 40 }, (_, index) => [`app${index}`, "deep"] as const);
    const walk = collectEntries({ ...NOTHING, trees: many }, { disk: folder, image: "" }, abort.signal);
    await expect(walk).rejects.toThrow("stopped");
    // Node's own removal is recursive in this thread's stack.
    execFileSync("rm", ["-rf", at("deep")]);
  });

  test("a name that is not UTF-8 is one clear error", async () => {
    mkdirSync(at("tree"));
    writeFileSync(Buffer.concat([Buffer.from(`${at("tree")}/bad`), Buffer.from([0xff, 0xfe])]), "x");
    expect(await refusal({ trees: [["app", "tree"]] })).toEqual({
      message: "the name of a file is not UTF-8",
      file: `${at("tree")}: bad\u00ff\u00fe`,
      remedy: "rename it in the package, or leave the package out",
    });
  });

  test("and so is a target of a symlink; the character that stands for wrong bytes is a character", async () => {
    mkdirSync(at("tree"));
    put("tree/\ufffd.py");
    putLink("tree/link", "\ufffd.py");
    expect(await collect({ trees: [["app", "tree"]] })).toHaveLength(2);
    symlinkSync(Buffer.concat([Buffer.from("ta"), Buffer.from([0xff])]), at("tree/other"));
    expect((await refusal({ trees: [["app", "tree"]] })).message).toBe("the target of a symlink is not UTF-8");
  });

  test.each(["fifo", "device"])("a %s is not a file of a package", async (kind) => {
    mkdirSync(at("tree"));
    if (kind === "fifo") {
      execFileSync("mkfifo", [at("tree/pipe")]);
      expect((await refusal({ trees: [["app", "tree"]] })).message).toBe("an input is not a regular file");
    }
    expect((await refusal({ files: [["app/x", kind === "fifo" ? "tree/pipe" : "/dev/zero"]] })).message).toBe(
      "an input is not a regular file",
    );
  });
});
