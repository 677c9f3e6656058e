import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { identityOf } from "../../src/action/input-file";
import { type FileEntry, openFile, readSmallFile, readSource } from "../../src/layer/source-file";
import { someBytes } from "./some-bytes";

const CONTENT = someBytes(10_000, "content");

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "source-file-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Puts a file on disk that is found there. Long ago, so that every change gives it another time. */
function found(): FileEntry {
  const source = path.join(folder, "file");
  writeFileSync(source, CONTENT);
  utimesSync(source, 1, 1);
  const identity = identityOf(statSync(source, { bigint: true }));
  return { kind: "file", path: "app/file", size: CONTENT.length, source, identity };
}

/** The error of a file that is not as it was found. */
const changed = (entry: FileEntry) =>
  expect.objectContaining({
    message: "a file changed while it was read",
    details: expect.objectContaining({
      file: entry.source,
      remedy: "make sure that nothing writes to it, and build again",
    }),
  });

function thrownBy(act: () => void): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Waits until the clock of the file system, which is slower than others, has gone on. */
function nextTick(): void {
  const file = path.join(folder, "clock");
  const now = () => {
    writeFileSync(file, "x");
    return statSync(file, { bigint: true }).mtimeNs;
  };
  for (const start = now(); now() === start; );
}

const WRITTEN_IN_PLACE = ({ source }: FileEntry) => {
  const { atime, mtime } = statSync(source);
  const descriptor = openSync(source, "r+");
  writeSync(descriptor, "other bytes", 5000);
  closeSync(descriptor);
  utimesSync(source, atime, mtime);
};

/** What can happen to a file; each leaves its size and time as they were where it can. */
const CHANGES: [string, (entry: FileEntry) => void][] = [
  ["is written in place, and its time set back", WRITTEN_IN_PLACE],
  [
    "is replaced by one of the same size and time",
    ({ source }) => {
      writeFileSync(`${source}.new`, Buffer.alloc(CONTENT.length));
      utimesSync(`${source}.new`, 1, 1);
      renameSync(`${source}.new`, source);
    },
  ],
  ["grows", ({ source }) => appendFileSync(source, "x")],
  ["becomes shorter", ({ source }) => truncateSync(source, 100)],
  ["becomes empty", ({ source }) => truncateSync(source, 0)],
  ["is touched", ({ source }) => utimesSync(source, 2, 2)],
  ["is taken away", ({ source }) => rmSync(source)],
];

test("an open file is read at any place, and is unchanged as long as nothing happens to it", () => {
  const { read, requireUnchanged, close } = openFile(found());
  const piece = Buffer.alloc(100);
  for (const position of [0, 5000, CONTENT.length - 100]) {
    read(piece, position);
    expect(piece.equals(CONTENT.subarray(position, position + 100))).toBe(true);
  }
  expect(thrownBy(requireUnchanged)).toBeUndefined();
  close();
});

test("a small file is read to the start of the room for it", () => {
  const room = Buffer.alloc(CONTENT.length + 10, "x");
  const entry = found();
  readSmallFile(entry, room);
  expect(room.subarray(0, CONTENT.length).equals(CONTENT)).toBe(true);
  expect(readSource(entry).equals(CONTENT)).toBe(true);
});

describe.each(CHANGES)("a file that %s", (_, change) => {
  test("before it is opened is an error with its name and the remedy", () => {
    for (const act of [openFile, readSource]) {
      const entry = found();
      nextTick();
      change(entry);
      expect(thrownBy(() => act(entry))).toEqual(changed(entry));
    }
  });

  test("while it is open is one as well", () => {
    const entry = found();
    const { requireUnchanged, close } = openFile(entry);
    nextTick();
    change(entry);
    expect(thrownBy(requireUnchanged)).toEqual(changed(entry));
    close();
  });
});

test("reading beyond the end of a file that became shorter is that error too", () => {
  const entry = found();
  const { read, close } = openFile(entry);
  truncateSync(entry.source, 100);
  expect(thrownBy(() => read(Buffer.alloc(101), 0))).toEqual(changed(entry));
  close();
});

test("a pipe in the place of a file is not waited for", () => {
  const entry = found();
  rmSync(entry.source);
  execFileSync("mkfifo", [entry.source]);
  for (const act of [openFile, readSource]) {
    expect(thrownBy(() => act(entry))).toEqual(changed(entry));
  }
});
