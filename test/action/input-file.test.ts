import { execFileSync } from "node:child_process";
import { appendFileSync, linkSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { readDocument, withInputFile } from "../../src/action/input-file";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "input-file-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string) => path.join(folder, name);

test("a document is read whole", async () => {
  writeFileSync(at("file"), "content");
  expect((await readDocument(at("file"))).toString()).toBe("content");
});

test("a pipe, a device and a directory are not documents, and reading waits for none", async () => {
  execFileSync("mkfifo", [at("pipe")]);
  await expect(readDocument(at("pipe"))).rejects.toThrow("it is not a file");
  await expect(readDocument("/dev/zero")).rejects.toThrow("it is not a file");
  await expect(readDocument(folder)).rejects.toMatchObject({ code: "EISDIR" });
  await expect(readDocument(at("missing"))).rejects.toMatchObject({ code: "ENOENT" });
});

test("a file larger than any document is not read", async () => {
  writeFileSync(at("file"), "");
  truncateSync(at("file"), 3 * 2 ** 30);
  await expect(readDocument(at("file"))).rejects.toThrow("it has 3221225472 bytes, and at most 268435456 are read");
});

test("a file that changes while it is read is told from one that does not", async () => {
  writeFileSync(at("file"), "content");
  const reading = withInputFile(at("file"), async ({ requireUnchanged }) => {
    await requireUnchanged();
    appendFileSync(at("file"), "more");
    await requireUnchanged();
  });
  await expect(reading).rejects.toThrow("it changed while it was read");
});

test("a file that is written to and given its old time again is told by the time that no program can set", async () => {
  writeFileSync(at("file"), "content");
  utimesSync(at("file"), 1, 1);
  const reading = withInputFile(at("file"), async ({ requireUnchanged }) => {
    await requireUnchanged();
    writeFileSync(at("file"), "CONTENT");
    utimesSync(at("file"), 1, 1);
    await requireUnchanged();
  });
  await expect(reading).rejects.toThrow("it changed while it was read");
});

test("a file that gets and loses a hard link while it is read is the same", async () => {
  writeFileSync(at("file"), "content");
  linkSync(at("file"), at("first"));
  const content = await withInputFile(at("file"), async ({ handle, requireUnchanged }) => {
    linkSync(at("file"), at("second"));
    await requireUnchanged();
    rmSync(at("first"));
    rmSync(at("second"));
    await requireUnchanged();
    return handle.readFile("utf8");
  });
  expect(content).toBe("content");
});
