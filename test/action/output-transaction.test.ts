import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ActionError } from "../../src/action/action-error";
import { OutputTransaction, writeOutputs } from "../../src/action/output-transaction";

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
  const outputs = new OutputTransaction();
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
  await writeOutputs(async (outputs) => {
    writeFileSync(outputs.file(join(folder, "a", "b", "c")), "x");
  });
  expect(readFileSync(join(folder, "a", "b", "c"), "utf8")).toBe("x");
});

test("nothing exists at a file's temporary path, so a hard link fits there", async () => {
  await writeOutputs(async (outputs) => {
    const blob = outputs.file(join(folder, "blob"));
    const mergeable = outputs.file(join(folder, "mergeable"));
    writeFileSync(blob, "bytes");
    linkSync(blob, mergeable);
  });
  expect(readFileSync(join(folder, "mergeable"), "utf8")).toBe("bytes");
});

test("rollback removes everything, half-filled directories too", async () => {
  const outputs = new OutputTransaction();
  writeFileSync(outputs.file(join(folder, "file")), "half");
  fill(outputs.directory(join(folder, "tree")), "half");
  outputs.file(join(folder, "never-written"));
  await outputs.rollback();
  expect(readdirSync(folder)).toEqual([]);
  await outputs.rollback();
});

test("what the work throws comes out, and nothing is left", async () => {
  const failure = new Error("disk full");
  const run = writeOutputs(async (outputs) => {
    writeFileSync(outputs.file(join(folder, "file")), "half");
    fill(outputs.directory(join(folder, "tree")), "half");
    throw failure;
  });
  await expect(run).rejects.toBe(failure);
  expect(readdirSync(folder)).toEqual([]);
});

test("an aborted signal stops the commit, and nothing is left", async () => {
  const abort = new AbortController();
  const run = writeOutputs(async (outputs) => {
    writeFileSync(outputs.file(join(folder, "file")), "whole");
    abort.abort();
  }, abort.signal);
  await expect(run).rejects.toMatchObject({ name: "AbortError" });
  expect(readdirSync(folder)).toEqual([]);
});

test("stale outputs are replaced: a file, a full directory, one in place of the other", async () => {
  const names = ["file", "tree", "was-tree", "was-file"];
  writeFileSync(join(folder, "file"), "stale");
  writeFileSync(join(folder, "was-file"), "stale");
  for (const name of ["tree", "was-tree"]) {
    mkdirSync(join(folder, name));
    fill(join(folder, name), "stale");
    writeFileSync(join(folder, name, "gone"), "stale");
  }
  await writeOutputs(async (outputs) => {
    writeFileSync(outputs.file(join(folder, "file")), "new");
    writeFileSync(outputs.file(join(folder, "was-tree")), "new");
    fill(outputs.directory(join(folder, "tree")), "new");
    fill(outputs.directory(join(folder, "was-file")), "new");
    expect(readFileSync(join(folder, "file"), "utf8")).toBe("stale");
  });
  expect(readFileSync(join(folder, "file"), "utf8")).toBe("new");
  expect(readFileSync(join(folder, "was-tree"), "utf8")).toBe("new");
  expect(readdirSync(join(folder, "tree"))).toEqual(["blobs"]);
  expect(readFileSync(join(folder, "was-file", "blobs", "one"), "utf8")).toBe("new");
  expect(readdirSync(folder).sort()).toEqual(names.sort());
});

test("a stale output survives a run that fails", async () => {
  writeFileSync(join(folder, "file"), "old");
  await expect(
    writeOutputs(async (outputs) => {
      writeFileSync(outputs.file(join(folder, "file")), "half");
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  expect(readFileSync(join(folder, "file"), "utf8")).toBe("old");
  expect(readdirSync(folder)).toEqual(["file"]);
});

test("an output that was never written or is of the wrong kind fails the whole commit", async () => {
  const forgotten = writeOutputs(async (outputs) => {
    writeFileSync(outputs.file(join(folder, "first")), "x");
    outputs.file(join(folder, "second"));
  });
  await expect(forgotten).rejects.toThrow("never written");
  const wrong = writeOutputs(async (outputs) => {
    writeFileSync(outputs.file(join(folder, "first")), "x");
    mkdirSync(outputs.file(join(folder, "second")));
  });
  await expect(wrong).rejects.toThrow("announced kind");
  expect(readdirSync(folder)).toEqual([]);
});

test("a rename that fails takes back those before it", async () => {
  // Putting the directory in its place removes the temporary file below it, whose own rename fails then.
  const run = writeOutputs(async (outputs) => {
    writeFileSync(outputs.file(join(folder, "first")), "x");
    fill(outputs.directory(join(folder, "tree")), "x");
    writeFileSync(outputs.file(join(folder, "tree", "file")), "x");
  });
  await expect(run).rejects.toMatchObject({ code: "ENOENT", syscall: "rename" });
  expect(readdirSync(folder)).toEqual([]);
});

test("leftovers of a killed process are removed, those of running ones and other outputs are kept", async () => {
  const dead = 2 ** 22 + 1;
  const token = "0123456789ab";
  const leftovers = [`.blob.${dead}.${token}.1.partial`, `.blob.${process.pid}.${token}.7.partial`];
  const kept = [
    `.blob.${process.ppid}.${token}.1.partial`,
    `.blob.json.${dead}.${token}.1.partial`,
    `.other.${dead}.${token}.1.partial`,
    ".blob.partial",
  ];
  for (const name of [...leftovers, ...kept]) {
    writeFileSync(join(folder, name), "half");
  }
  mkdirSync(join(folder, `.blob.${dead}.${token}.2.partial`));
  await writeOutputs(async (outputs) => {
    writeFileSync(outputs.file(join(folder, "blob")), "x");
  });
  expect(readdirSync(folder).sort()).toEqual([...kept, "blob"].sort());
});

test("two transactions on one output do not write into one file", async () => {
  const first = new OutputTransaction();
  const second = new OutputTransaction();
  writeFileSync(first.file(join(folder, "blob")), "first");
  writeFileSync(second.file(join(folder, "blob")), "second");
  await first.commit();
  expect(readFileSync(join(folder, "blob"), "utf8")).toBe("first");
  await second.commit();
  expect(readFileSync(join(folder, "blob"), "utf8")).toBe("second");
});

test("one path announced twice is refused", () => {
  const outputs = new OutputTransaction();
  outputs.file(join(folder, "blob"));
  expect(() => outputs.file(join(folder, "x", "..", "blob"))).toThrow(ActionError);
});

test("the working directory and what holds it are no output directories", () => {
  const outputs = new OutputTransaction();
  for (const path of [".", "/", "..", process.cwd()]) {
    expect(() => outputs.directory(path)).toThrow("would replace the working directory");
  }
});
