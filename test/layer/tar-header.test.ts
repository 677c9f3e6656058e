import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import fc from "fast-check";
import { Header, Parser, Pax } from "tar";
import { imagePath } from "../../src/layer/image-path";
import { BLOCK_SIZE, END_OF_ARCHIVE_SIZE, type EntryKind, paddingSize, tarHeader } from "../../src/layer/tar-header";
import { readTar } from "./read-tar";
import { findProgram, listWithPython, run, testWith, unescapeBsdtar } from "./tar-programs";

const ROOT = { uid: 0, gid: 0, mtime: 0 };
const EMPTY: EntryKind = { kind: "file", size: 0, executable: false };
const END = Buffer.alloc(END_OF_ARCHIVE_SIZE);

/** Names as wheels have them and as they do not; long ones come close to the limits of ustar's fields. */
const name = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[A-Za-z0-9_.-]{1,60}$/) },
  { weight: 1, arbitrary: fc.integer({ min: 90, max: 260 }).map((length) => "n".repeat(length)) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 20, maxLength: 60 }) },
);
const anyPath = fc.array(name, { minLength: 1, maxLength: 8 }).map((parts) => parts.join("/"));

function accepted(candidate: string): boolean {
  try {
    return imagePath("", candidate) === candidate;
  } catch {
    return false;
  }
}

const imagePaths = anyPath.filter(accepted);
// node-tar's reader takes a pax record for lines, and so loses values that hold a newline; other readers do not.
const oneLine = imagePaths.filter((candidate) => !candidate.includes("\n"));

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tar-header-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("every path in an image comes back from node-tar's reader", async () => {
  await fc.assert(
    fc.asyncProperty(oneLine, async (candidate) => {
      const header = tarHeader(candidate, EMPTY, ROOT);
      expect(header.length % BLOCK_SIZE).toBe(0);
      const entries = await readTar(Buffer.concat([header, END]));
      expect(entries.map((entry) => [entry.path, entry.type])).toEqual([[candidate, "File"]]);
    }),
    { numRuns: 300 },
  );
});

test("every target of a symlink comes back, and so does every empty directory", async () => {
  await fc.assert(
    fc.asyncProperty(oneLine, oneLine, async (candidate, target) => {
      const headers = [
        tarHeader(candidate, { kind: "directory" }, ROOT),
        tarHeader(candidate, { kind: "symlink", target }, ROOT),
      ];
      const [directory, symlink] = await readTar(Buffer.concat([...headers, END]));
      expect(directory).toMatchObject({ path: `${candidate}/`, type: "Directory", mode: 0o755 });
      expect(symlink).toMatchObject({ path: candidate, type: "SymbolicLink", link: target, mode: 0o777 });
    }),
    { numRuns: 100 },
  );
});

test("a path of any length from 1 to 400 bytes, with slashes anywhere, comes back", async () => {
  const tars = [];
  const expected = [];
  for (let length = 1; length <= 400; length++) {
    for (const slash of [0, 1, 50, 100, 101, length - 101, length - 100, length - 2]) {
      const candidate = Array.from({ length }, (_, index) => (index === slash ? "/" : "x")).join("");
      if (accepted(candidate)) {
        tars.push(tarHeader(candidate, EMPTY, ROOT));
        expected.push(candidate);
      }
    }
  }
  expect((await readTar(Buffer.concat([...tars, END]))).map((entry) => entry.path)).toEqual(expected);
});

const bsdtar = findProgram("bsdtar");
const python = findProgram("python3");
const gnuTar = findProgram("tar");

testWith(bsdtar)("bsdtar lists the same paths", () => {
  fc.assert(
    fc.property(fc.array(imagePaths, { minLength: 100, maxLength: 200 }), (paths) => {
      const file = path.join(folder, "paths.tar");
      writeFileSync(file, Buffer.concat([...paths.map((candidate) => tarHeader(candidate, EMPTY, ROOT)), END]));
      const lines = run(bsdtar!, ["-tf", file]).toString().split("\n").slice(0, -1);
      // libarchive composes characters when it prints them; what it unpacks is another matter and is tested with Python.
      const composed = (names: readonly string[]) => names.map((name) => name.normalize("NFC"));
      expect(composed(lines.map(unescapeBsdtar))).toEqual(composed(paths));
    }),
    { numRuns: 5 },
  );
});

testWith(python)("Python's tarfile lists the same paths, targets, owners and modes", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(imagePaths, imagePaths), { minLength: 100, maxLength: 200 }), (pairs) => {
      const owner = { uid: 65532, gid: 3_000_000_000, mtime: 1_700_000_000 };
      const file = path.join(folder, "python.tar");
      const headers = pairs.flatMap(([candidate, target]) => [
        tarHeader(candidate, { ...EMPTY, executable: true }, owner),
        tarHeader(candidate, { kind: "symlink", target }, owner),
      ]);
      writeFileSync(file, Buffer.concat([...headers, END]));
      expect(listWithPython(python!, file, "r:").map((entry) => entry.slice(0, 7))).toEqual(
        pairs.flatMap(([candidate, target]) => [
          [candidate, 0o755, 65532, 3_000_000_000, 0, 1_700_000_000, ""],
          [candidate, 0o777, 65532, 3_000_000_000, 0, 1_700_000_000, target],
        ]),
      );
    }),
    { numRuns: 3 },
  );
});

describe("sizes", () => {
  const largest = 8 * 2 ** 30 - 1;

  test.each([
    [0, 1],
    [largest, 1],
    [largest + 1, 3],
    [2 ** 40, 3],
  ])("%d bytes need %d blocks", (size, blocks) => {
    expect(tarHeader("a", { kind: "file", size, executable: false }, ROOT).length).toBe(blocks * BLOCK_SIZE);
  });

  test("a size from 8 GiB on is in a pax record", () => {
    const header = tarHeader("a", { kind: "file", size: largest + 1, executable: false }, ROOT);
    const record = new Header(header, 0);
    expect(record.type).toBe("ExtendedHeader");
    const body = header.subarray(BLOCK_SIZE, BLOCK_SIZE + record.size!).toString();
    expect(body).toBe("19 size=8589934592\n");
    expect(new Header(header, 2 * BLOCK_SIZE, Pax.parse(body)).size).toBe(largest + 1);
  });

  /** Lists the names in an archive. */
  const listings: [string, string | undefined, (file: string) => string[]][] = [
    ["bsdtar", bsdtar, (file) => run(bsdtar!, ["-tf", file]).toString().trim().split("\n")],
    ["GNU tar", gnuTar, (file) => run(gnuTar!, ["-tf", file]).toString().trim().split("\n")],
    ["Python's tarfile", python, (file) => listWithPython(python!, file, "r:").map(([name]) => name)],
  ];

  test("node-tar takes the size from the record", () => {
    const found: [string, number][] = [];
    const parser = new Parser({ strict: true, onReadEntry: ({ path, size }) => found.push([path, size]) });
    // Its reader says so on the header; half a minute would pass until it has read all of a content.
    parser.write(tarHeader("large", { kind: "file", size: largest + 1, executable: false }, ROOT));
    expect(found).toEqual([["large", largest + 1]]);
  });

  for (const [tool, program, namesIn] of listings) {
    testWith(program)(`${tool} reads past a file of 9 GiB`, () => {
      const file = path.join(folder, "large.tar");
      const size = 9 * 2 ** 30;
      const first = tarHeader("large", { kind: "file", size, executable: false }, ROOT);
      writeFileSync(file, first);
      truncateSync(file, first.length + size);
      writeFileSync(file, Buffer.concat([tarHeader("next", EMPTY, ROOT), END]), { flag: "a" });
      expect(namesIn(file)).toEqual(["large", "next"]);
      rmSync(file);
    });
  }

  test("padding fills the last block", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31 - 1), (size) => {
        expect((size + paddingSize(size)) % BLOCK_SIZE).toBe(0);
        expect(paddingSize(size)).toBeLessThan(BLOCK_SIZE);
      }),
    );
  });
});

test("what ustar can say needs no pax record, owner and time included", async () => {
  const long = `app.runfiles/${"d".repeat(100)}/${"f".repeat(100)}`;
  const header = tarHeader(long, { kind: "file", size: 0, executable: false }, { uid: 1000, gid: 100, mtime: 1 });
  expect(header.length).toBe(BLOCK_SIZE);
  expect(await readTar(Buffer.concat([header, END]))).toMatchObject([
    { path: long, mode: 0o644, uid: 1000, gid: 100, mtime: 1 },
  ]);
});

test("a header names neither user nor group, and no device", () => {
  const header = tarHeader("a", EMPTY, ROOT);
  expect(header.subarray(265, 329)).toEqual(Buffer.alloc(64));
  expect(header.subarray(500)).toEqual(Buffer.alloc(12));
});

test("where nothing is long a header is node-tar's, byte for byte", () => {
  const ids = fc.nat(0o7777777);
  const printable = fc.stringMatching(/^[!-.0-~]{1,90}$/).filter(accepted);
  fc.assert(
    fc.property(
      printable,
      printable,
      ids,
      ids,
      fc.nat(),
      fc.nat(0o77777777777),
      (candidate, target, uid, gid, size, mtime) => {
        const common = { uid, gid, mtime: new Date(mtime * 1000) };
        const expected = (fields: object) => {
          const block = Buffer.alloc(BLOCK_SIZE);
          new Header({ ...common, ...fields }).encode(block, 0);
          return block;
        };
        const ownership = { uid, gid, mtime };
        expect(tarHeader(candidate, { kind: "file", size, executable: true }, ownership)).toEqual(
          expected({ path: candidate, mode: 0o755, size, type: "File" }),
        );
        expect(tarHeader(candidate, { kind: "symlink", target }, ownership)).toEqual(
          expected({ path: candidate, mode: 0o777, size: 0, type: "SymbolicLink", linkpath: target }),
        );
        expect(tarHeader(candidate, { kind: "directory" }, ownership)).toEqual(
          expected({ path: `${candidate}/`, mode: 0o755, size: 0, type: "Directory" }),
        );
      },
    ),
  );
});

test("a directory with a long path needs no pax record", async () => {
  const long = `app.runfiles/${"d".repeat(100)}/${"f".repeat(99)}`;
  const header = tarHeader(long, { kind: "directory" }, ROOT);
  expect(header.length).toBe(BLOCK_SIZE);
  expect(await readTar(Buffer.concat([header, END]))).toMatchObject([{ path: `${long}/`, type: "Directory" }]);
});
