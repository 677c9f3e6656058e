// RECORD, the list of an installed distribution's files (PyPA, Recording installed projects): makes it from the layer that has
// them, and reads the names in one that an installer made.

import * as path from "node:path";

/** Where the list is, and what its paths are relative to. Paths are those in the image. */
export interface RecordPlace {
  /** Path of the file RECORD itself. */
  readonly path: string;
  /** The directory that its lines are relative to. */
  readonly sitePackages: string;
  /** The environment: files elsewhere do not belong to the distribution. */
  readonly below: string;
}

/** A file of the layer. A link has no hash, and no size. */
export interface RecordedFile {
  readonly path: string;
  /** SHA-256 of the content. */
  readonly sha256?: Buffer;
  readonly size?: number;
}

/**
 * The text of RECORD: a line for each file and for itself, sorted by the bytes of the line's path, each ending with a line
 * feed; hash and size of RECORD itself are empty.
 */
export function formatRecord(place: RecordPlace, files: readonly RecordedFile[]): string {
  const lines = [...files.filter((file) => file.path.startsWith(`${place.below}/`)), { path: place.path }].map(
    ({ path: file, sha256, size }: RecordedFile) => {
      const name = path.posix.relative(place.sitePackages, file);
      const hash = sha256 === undefined ? "" : `sha256=${sha256.toString("base64url")}`;
      return { key: Buffer.from(name), line: `${quote(name)},${hash},${size ?? ""}\n` };
    },
  );
  return lines
    .sort((left, right) => Buffer.compare(left.key, right.key))
    .map(({ line }) => line)
    .join("");
}

/** The names in the list, in its order and as it has them. */
export function namesInRecord(record: string): string[] {
  const lines = record.matchAll(/^(?:"((?:[^"\r\n]|"")*)"|([^",\r\n]*)),/gm);
  return [...lines].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!);
}

/** A CSV field as Python's csv module writes it by default. */
function quote(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
