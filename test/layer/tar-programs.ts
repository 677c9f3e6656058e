// Programs of others that read layers: what they list must be what we wrote. One that is missing is skipped aloud.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import * as path from "node:path";
import { CACHE } from "../e2e/workspace";

/** Where tools lie: PATH, and what the end-to-end tests bring, which `npm test` runs first. */
const PLACES = [...(process.env.PATH ?? "").split(path.delimiter), path.join(CACHE, "bin")];

/** The path of a program, or undefined after a line that says that its tests are skipped. */
export function findProgram(name: string): string | undefined {
  const found = PLACES.map((place) => path.join(place, name)).find((file) => existsSync(file));
  if (found === undefined) {
    process.stderr.write(`${path.basename(__filename)}: no ${name} on this machine, its tests are skipped\n`);
  }
  return found;
}

/** `test` when the program is there, `test.skip` when not. */
export function testWith(program: string | undefined): jest.It {
  return program === undefined ? test.skip : test;
}

/** Standard output of a program; throws what it said when it fails. */
export function run(program: string, args: readonly string[], input?: Buffer): Buffer {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    ...(input === undefined ? {} : { input }),
    env: { ...process.env, LC_ALL: "C.UTF-8" },
    maxBuffer: 1 << 30,
  });
  if (status !== 0) {
    throw error ?? new Error(`${program} ${args.join(" ")} ended with ${status}: ${stderr}`);
  }
  return stdout;
}

/** What bsdtar -t prints for a name, undone: it writes bytes that it cannot print as octal or C escapes. */
export function unescapeBsdtar(line: string): string {
  const letters: Record<string, number> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, "\\": 92 };
  const bytes: Buffer[] = [];
  for (const [part, octal, letter] of line.matchAll(/\\([0-7]{3})|\\([abfnrtv\\])|[^\\]+/g)) {
    bytes.push(
      octal !== undefined
        ? Buffer.from([Number.parseInt(octal, 8)])
        : letter !== undefined
          ? Buffer.from([letters[letter]!])
          : Buffer.from(part),
    );
  }
  return Buffer.concat(bytes).toString();
}

/** What Python's tarfile sees: one JSON array per entry, with the fields of `PythonEntry`. */
export const PYTHON_LISTING = `
import hashlib, json, sys, tarfile
with tarfile.open(sys.argv[1], sys.argv[2]) as archive:
    for entry in archive:
        digest = hashlib.sha256(archive.extractfile(entry).read()).hexdigest() if entry.isreg() and entry.size < 1 << 30 else ""
        print(json.dumps([entry.name, entry.mode, entry.uid, entry.gid, entry.size, entry.mtime, entry.linkname, digest]))
`;

/** Path, mode, uid, gid, size, mtime, link target, sha256 of the content. */
export type PythonEntry = [string, number, number, number, number, number, string, string];

/** The entries of an archive as Python reads them; `mode` is tarfile's: `r:`, `r:gz`. */
export function listWithPython(python: string, file: string, mode: string): PythonEntry[] {
  return run(python, ["-c", PYTHON_LISTING, file, mode])
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}
