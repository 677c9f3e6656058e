import { execFileSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { ActionError } from "../../src/action/action-error";
import { processToken, threadEnded, threadStarted } from "../../src/action/action-threads";
import { OutputTransaction, writeOutputs } from "../../src/action/output-transaction";
import { inThread } from "./in-thread";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "output-transaction-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function fill(directory: string, content: string): void {
  mkdirSync(join(directory, "blobs"));
  writeFileSync(join(directory, "blobs", "one"), content);
}

test("outputs appear at commit and not before, and no temporary name stays", async () => {
  const blob = join(folder, "numpy.layer");
  const layout = join(folder, "layout");
  const outputs = new OutputTransaction({});
  const temporary = outputs.file(blob);
  const directory = outputs.directory(layout);
  writeFileSync(temporary, "blob");
  fill(directory, "content");

  expect(dirname(temporary)).toBe(folder);
  expect(dirname(directory)).toBe(folder);
  expect(existsSync(blob)).toBe(false);
  expect(existsSync(layout)).toBe(false);

  await outputs.commit();
  expect(readFileSync(blob, "utf8")).toBe("blob");
  expect(readFileSync(join(layout, "blobs", "one"), "utf8")).toBe("content");
  expect(readdirSync(folder).sort()).toEqual(["layout", "numpy.layer"]);
});

test("missing parent directories are made", async () => {
  await writeOutputs({}, async (outputs) => {
    writeFileSync(outputs.file(join(folder, "a", "b", "c")), "x");
  });
  expect(readFileSync(join(folder, "a", "b", "c"), "utf8")).toBe("x");
});

test("nothing exists at a file's temporary path, so a hard link fits there", async () => {
  await writeOutputs({}, async (outputs) => {
    const blob = outputs.file(join(folder, "blob"));
    const mergeable = outputs.file(join(folder, "mergeable"));
    writeFileSync(blob, "bytes");
    linkSync(blob, mergeable);
  });
  expect(readFileSync(join(folder, "mergeable"), "utf8")).toBe("bytes");
});

test("rollback removes everything, half-filled directories too", async () => {
  const outputs = new OutputTransaction({});
  writeFileSync(outputs.file(join(folder, "file")), "half");
  fill(outputs.directory(join(folder, "tree")), "half");
  outputs.file(join(folder, "never-written"));
  await outputs.rollback();
  expect(readdirSync(folder)).toEqual([]);
  await outputs.rollback();
});

test("what the work throws comes out, and nothing is left", async () => {
  const failure = new Error("disk full");
  const run = writeOutputs({}, async (outputs) => {
    writeFileSync(outputs.file(join(folder, "file")), "half");
    fill(outputs.directory(join(folder, "tree")), "half");
    throw failure;
  });
  await expect(run).rejects.toBe(failure);
  expect(readdirSync(folder)).toEqual([]);
});

test("an aborted signal stops the commit, and nothing is left", async () => {
  const abort = new AbortController();
  const run = writeOutputs({ signal: abort.signal }, async (outputs) => {
    writeFileSync(outputs.file(join(folder, "file")), "whole");
    abort.abort();
  });
  await expect(run).rejects.toMatchObject({ name: "AbortError" });
  expect(readdirSync(folder)).toEqual([]);
});

test("stale outputs are replaced: a file, an empty directory, and one that an earlier run made", async () => {
  writeFileSync(join(folder, "file"), "stale");
  mkdirSync(join(folder, "empty"));
  mkdirSync(join(folder, "tree"));
  fill(join(folder, "tree"), "stale");
  writeFileSync(join(folder, "tree", "gone"), "stale");
  await writeOutputs({}, async (outputs) => {
    writeFileSync(outputs.file(join(folder, "file")), "new");
    fill(outputs.directory(join(folder, "empty")), "new");
    fill(
      outputs.directory(join(folder, "tree"), (directory) => directory === join(folder, "tree")),
      "new",
    );
    expect(readFileSync(join(folder, "file"), "utf8")).toBe("stale");
    expect(readdirSync(join(folder, "tree")).sort()).toEqual(["blobs", "gone"]);
  });
  expect(readFileSync(join(folder, "file"), "utf8")).toBe("new");
  expect(readFileSync(join(folder, "empty", "blobs", "one"), "utf8")).toBe("new");
  expect(readdirSync(join(folder, "tree"))).toEqual(["blobs"]);
  expect(readdirSync(folder).sort()).toEqual(["empty", "file", "tree"]);
});

describe("what this program did not make", () => {
  /** Puts something at `path`, and gives what shows that it is still there. */
  const things: Record<string, (path: string) => () => unknown> = {
    "a directory with files": (path) => {
      mkdirSync(path);
      writeFileSync(join(path, "thesis.tex"), "my work");
      return () => readFileSync(join(path, "thesis.tex"), "utf8");
    },
    "an empty directory": (path) => {
      mkdirSync(path);
      return () => readdirSync(path);
    },
    "a file": (path) => {
      writeFileSync(path, "my work");
      return () => readFileSync(path, "utf8");
    },
    "a symlink to a file": (path) => {
      writeFileSync(`${path}.target`, "my work");
      symlinkSync(`${path}.target`, path);
      return () => [readlinkSync(path), readFileSync(path, "utf8")];
    },
    "a symlink to a directory": (path) => {
      mkdirSync(`${path}.target`);
      symlinkSync(`${path}.target`, path);
      return () => [readlinkSync(path), readdirSync(path)];
    },
    "a symlink to nothing": (path) => {
      symlinkSync("nothing", path);
      return () => readlinkSync(path);
    },
    "a pipe": (path) => {
      execFileSync("mkfifo", [path]);
      return () => lstatSync(path).isFIFO();
    },
  };

  test.each([
    ["a directory with files", "file", "an output file would replace a directory"],
    ["an empty directory", "file", "an output file would replace a directory"],
    ["a symlink to a file", "file", "an output would replace a symlink"],
    ["a symlink to a directory", "file", "an output would replace a symlink"],
    ["a symlink to nothing", "file", "an output would replace a symlink"],
    ["a pipe", "file", "an output file would replace a device, pipe or socket"],
    ["a directory with files", "directory", "an output directory holds files that no earlier run"],
    ["a file", "directory", "an output directory would replace a file"],
    ["a symlink to a directory", "directory", "an output would replace a symlink"],
    ["a pipe", "directory", "an output directory would replace a file"],
  ] as const)("%s is not replaced by an output %s", async (thing, kind, message) => {
    const path = join(folder, "output");
    const stillThere = things[thing]!(path);
    const before = stillThere();
    const first = join(folder, "first");
    writeFileSync(first, "old");
    const run = writeOutputs({}, async (outputs) => {
      writeFileSync(outputs.file(first), "new");
      outputs[kind](path);
    });
    await expect(run).rejects.toMatchObject({ message: expect.stringContaining(message), details: { file: path } });
    // Nor when it comes while the work is under way.
    rmSync(path, { recursive: true });
    rmSync(`${path}.target`, { recursive: true, force: true });
    const late = writeOutputs({}, async (outputs) => {
      writeFileSync(outputs.file(first), "new");
      const temporary = outputs[kind](path);
      if (kind === "file") {
        writeFileSync(temporary, "new");
      }
      things[thing]!(path);
    });
    await expect(late).rejects.toMatchObject({ message: expect.stringContaining(message), details: { file: path } });
    expect(stillThere()).toEqual(before);
    expect(readFileSync(first, "utf8")).toBe("old");
    expect(readdirSync(folder).filter((name) => name.endsWith(".partial"))).toEqual([]);
  });
});

describe("an input", () => {
  test.each([
    ["the input itself", "input"],
    ["another name of it", "linked"],
    ["a path through a symlinked folder", "way/input"],
  ])("is not replaced by an output at %s", async (_, name) => {
    const input = join(folder, "input");
    writeFileSync(input, "my work");
    linkSync(input, join(folder, "linked"));
    symlinkSync(".", join(folder, "way"));
    const inputs = { files: [join(folder, "missing"), input] };
    const run = writeOutputs(inputs, async (outputs) => {
      outputs.file(join(folder, name));
    });
    await expect(run).rejects.toMatchObject({ message: "an output would replace an input" });
    expect(readFileSync(input, "utf8")).toBe("my work");
  });

  test("is not held by an output directory, nor holds a directory that is an input an output", async () => {
    mkdirSync(join(folder, "tree", "base"), { recursive: true });
    symlinkSync("tree", join(folder, "way"));
    const inputs = { directories: [join(folder, "way", "base")] };
    const around = writeOutputs(inputs, async (outputs) => {
      outputs.directory(join(folder, "tree"), () => true);
    });
    await expect(around).rejects.toMatchObject({ message: "an output would replace an input" });
    for (const path of [join(folder, "tree", "base", "new"), join(folder, "way", "base", "new")]) {
      const within = writeOutputs(inputs, async (outputs) => {
        outputs.file(path);
      });
      await expect(within).rejects.toMatchObject({ message: "an output lies in a directory that is an input" });
    }
    expect(readdirSync(join(folder, "tree"))).toEqual(["base"]);
  });
});

test("a path that cannot be written is an error with the cause and the remedy", () => {
  writeFileSync(join(folder, "file"), "");
  const outputs = new OutputTransaction({});
  for (const [path, code] of [
    [join(folder, "file", "below"), "EEXIST"],
    [join(folder, "file", "far", "below"), "ENOTDIR"],
    [join(folder, "n".repeat(256), "below"), "ENAMETOOLONG"],
    ["/dev/null/below", "EEXIST"],
  ] as const) {
    expect(() => outputs.file(path)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^an output cannot be written: /),
        details: expect.objectContaining({ file: path, cause: expect.objectContaining({ code }) }),
      }),
    );
  }
});

test("a name as long as names may be can be written, twice at a time", async () => {
  const path = join(folder, "é".repeat(127));
  await Promise.all(
    ["a", "b"].map((content) => writeOutputs({}, async (outputs) => writeFileSync(outputs.file(path), content))),
  );
  expect(readdirSync(folder)).toEqual([basename(path)]);
});

test("two requests with the same outputs never mix them", async () => {
  const paths = ["blob", "descriptor", "mergeable"].map((name) => join(folder, name));
  for (let round = 0; round < 20; round += 1) {
    const request = (content: string) =>
      writeOutputs({}, async (outputs) => {
        const temporaries = paths.map((path) => outputs.file(path));
        await new Promise(setImmediate);
        for (const temporary of temporaries) {
          writeFileSync(temporary, content);
        }
      });
    await Promise.all([request("one"), request("two")]);
    expect(new Set(paths.map((path) => readFileSync(path, "utf8"))).size).toBe(1);
  }
  expect(readdirSync(folder).sort()).toEqual(["blob", "descriptor", "mergeable"]);
});

test("nor does a request of another thread", async () => {
  const outputs = new OutputTransaction({});
  const file = join(folder, "blob");
  writeFileSync(outputs.file(file), "mine");
  let committed: Promise<void> | undefined;
  await inThread(5).inTurn(() => {
    committed = outputs.commit();
    expect(existsSync(file)).toBe(false);
  });
  await committed;
  expect(readFileSync(file, "utf8")).toBe("mine");
});

test("a request that is given up while it waits for its turn leaves what was there", async () => {
  const abort = new AbortController();
  const outputs = new OutputTransaction({}, abort.signal);
  writeFileSync(outputs.file(join(folder, "blob")), "mine");
  let committed: Promise<void> | undefined;
  await inThread(5).inTurn(() => {
    committed = outputs.commit();
    abort.abort(new Error("given up"));
  });
  await expect(committed).rejects.toThrow("given up");
  expect(readdirSync(folder)).toEqual([]);
});

test("a stale output survives a run that fails", async () => {
  writeFileSync(join(folder, "file"), "old");
  await expect(
    writeOutputs({}, async (outputs) => {
      writeFileSync(outputs.file(join(folder, "file")), "half");
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  expect(readFileSync(join(folder, "file"), "utf8")).toBe("old");
  expect(readdirSync(folder)).toEqual(["file"]);
});

test("an output that was never written or is of the wrong kind fails the whole commit", async () => {
  const forgotten = writeOutputs({}, async (outputs) => {
    writeFileSync(outputs.file(join(folder, "first")), "x");
    outputs.file(join(folder, "second"));
  });
  await expect(forgotten).rejects.toThrow("never written");
  const wrong = writeOutputs({}, async (outputs) => {
    writeFileSync(outputs.file(join(folder, "first")), "x");
    mkdirSync(outputs.file(join(folder, "second")));
  });
  await expect(wrong).rejects.toThrow("announced kind");
  expect(readdirSync(folder)).toEqual([]);
});

test("a rename that fails takes back those before it: what was there is there again, and what was not is not", async () => {
  writeFileSync(join(folder, "old-file"), "old");
  mkdirSync(join(folder, "old-tree"));
  fill(join(folder, "old-tree"), "old");
  const run = writeOutputs({}, async (outputs) => {
    writeFileSync(outputs.file(join(folder, "old-file")), "new");
    fill(
      outputs.directory(join(folder, "old-tree"), () => true),
      "new",
    );
    writeFileSync(outputs.file(join(folder, "new-file")), "new");
    fill(outputs.directory(join(folder, "new-tree")), "new");
    // Renaming the tree away takes the temporary file below it along, whose own rename fails then.
    writeFileSync(outputs.file(join(folder, "old-tree", "blobs", "two")), "new");
  });
  await expect(run).rejects.toMatchObject({ code: "ENOENT", syscall: "rename" });
  expect(readdirSync(folder).sort()).toEqual(["old-file", "old-tree"]);
  expect(readFileSync(join(folder, "old-file"), "utf8")).toBe("old");
  expect(readFileSync(join(folder, "old-tree", "blobs", "one"), "utf8")).toBe("old");
});

test.each([
  ["the signal", "AbortError", (_: OutputTransaction, abort: AbortController) => abort.abort()],
  ["an output that was never written", "Error", (outputs: OutputTransaction) => outputs.file(join(folder, "never"))],
] as const)("%s stops the commit, and what an earlier run left stays", async (_, name, stop) => {
  writeFileSync(join(folder, "lock.json"), "checked in");
  const abort = new AbortController();
  const run = writeOutputs({ signal: abort.signal }, async (outputs) => {
    writeFileSync(outputs.file(join(folder, "lock.json")), "new");
    stop(outputs, abort);
  });
  await expect(run).rejects.toMatchObject({ name });
  expect(readdirSync(folder)).toEqual(["lock.json"]);
  expect(readFileSync(join(folder, "lock.json"), "utf8")).toBe("checked in");
});

test("leftovers of a killed process are removed, those of running ones and other outputs are kept", async () => {
  const dead = 2 ** 22 + 1;
  const token = "0123456789ab";
  const leftovers = [`.blob.${dead}.${token}.0-1.partial`, `.blob.${process.pid}.${token}.0-7.partial`];
  const kept = [
    `.blob.${process.ppid}.${token}.0-1.partial`,
    `.blob.json.${dead}.${token}.0-1.partial`,
    `.other.${dead}.${token}.0-1.partial`,
    ".blob.partial",
  ];
  for (const name of [...leftovers, ...kept]) {
    writeFileSync(join(folder, name), "half");
  }
  mkdirSync(join(folder, `.blob.${dead}.${token}.0-2.partial`));
  await writeOutputs({}, async (outputs) => {
    writeFileSync(outputs.file(join(folder, "blob")), "x");
  });
  expect(readdirSync(folder).sort()).toEqual([...kept, "blob"].sort());
});

test("leftovers of a thread that has ended are removed, those of running ones are kept", async () => {
  const leftover = `.blob.${process.pid}.${processToken}.6-1.partial`;
  const kept = [0, 5].map((id) => `.blob.${process.pid}.${processToken}.${id}-1.partial`);
  for (const name of [leftover, ...kept]) {
    writeFileSync(join(folder, name), "half");
  }
  threadStarted(5);
  threadStarted(6);
  threadEnded(6);
  await writeOutputs({}, async (outputs) => {
    writeFileSync(outputs.file(join(folder, "blob")), "x");
  });
  threadEnded(5);
  expect(readdirSync(folder).sort()).toEqual([...kept, "blob"].sort());
});

test("two transactions on one output do not write into one file", async () => {
  const first = new OutputTransaction({});
  const second = new OutputTransaction({});
  writeFileSync(first.file(join(folder, "blob")), "first");
  writeFileSync(second.file(join(folder, "blob")), "second");
  await first.commit();
  expect(readFileSync(join(folder, "blob"), "utf8")).toBe("first");
  await second.commit();
  expect(readFileSync(join(folder, "blob"), "utf8")).toBe("second");
});

test("one path announced twice is refused", () => {
  const outputs = new OutputTransaction({});
  outputs.file(join(folder, "blob"));
  expect(() => outputs.file(join(folder, "x", "..", "blob"))).toThrow(ActionError);
});

test("the working directory and its parents cannot be output directories", () => {
  const outputs = new OutputTransaction({});
  for (const path of [".", "/", "..", process.cwd()]) {
    expect(() => outputs.directory(path)).toThrow("would replace the working directory");
  }
});
