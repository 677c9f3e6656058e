import { closeSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type FileEntry, openFile, readSmallFile, requireUnchanged } from "../../src/layer/source-file";
import { someBytes } from "./some-bytes";

const CONTENT = someBytes(10_000, "content");

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "source-file-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Puts a file on disk that was found with `size` bytes. */
function found(size = CONTENT.length): FileEntry {
  const source = path.join(folder, "file");
  writeFileSync(source, CONTENT);
  return { kind: "file", path: "app/file", size, source };
}

/** The error of a file that is not as it was found. */
const changed = (entry: FileEntry) =>
  expect.objectContaining({
    message: "a file changed while it was read",
    details: expect.objectContaining({ file: entry.source, remedy: "let nothing write to it, and build again" }),
  });

function thrownBy(act: () => void): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

test("an open file is read at any place", () => {
  const { descriptor, read } = openFile(found());
  const piece = Buffer.alloc(100);
  for (const position of [0, 5000, CONTENT.length - 100]) {
    read(piece, position);
    expect(piece.equals(CONTENT.subarray(position, position + 100))).toBe(true);
  }
  closeSync(descriptor);
});

test("a small file is read to the start of the room for it", () => {
  const room = Buffer.alloc(CONTENT.length + 10, "x");
  readSmallFile(found(), room);
  expect(room.subarray(0, CONTENT.length).equals(CONTENT)).toBe(true);
});

test.each([
  ["opened", (entry: FileEntry) => openFile(entry)],
  ["read", (entry: FileEntry) => readSmallFile(entry, Buffer.alloc(2 * CONTENT.length))],
])("a file that is away, or of another size, when it is %s is an error with its name and the remedy", (_, act) => {
  for (const size of [CONTENT.length - 1, CONTENT.length + 1, 0]) {
    const entry = found(size);
    expect(thrownBy(() => act(entry))).toEqual(changed(entry));
  }
  const entry = found();
  rmSync(entry.source);
  expect(thrownBy(() => act(entry))).toEqual(changed(entry));
});

test("so is one that becomes shorter while it is open", () => {
  const entry = found();
  const { descriptor, read } = openFile(entry);
  truncateSync(entry.source, 100);
  expect(thrownBy(() => read(Buffer.alloc(101), 0))).toEqual(changed(entry));
  closeSync(descriptor);
});

test("and one that was written to, or taken away, since it was opened", () => {
  const entry = found();
  const { descriptor, mtimeMs } = openFile(entry);
  closeSync(descriptor);
  expect(thrownBy(() => requireUnchanged(entry, mtimeMs))).toBeUndefined();
  utimesSync(entry.source, 1, 1);
  expect(thrownBy(() => requireUnchanged(entry, mtimeMs))).toEqual(changed(entry));
  rmSync(entry.source);
  expect(thrownBy(() => requireUnchanged(entry, mtimeMs))).toEqual(changed(entry));
});
