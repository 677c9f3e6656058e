// Reads a tar with node-tar's parser, as a list that tests can compare.

import { createHash } from "node:crypto";
import { Parser, type ReadEntry } from "tar";
import { END_OF_ARCHIVE_SIZE } from "../../src/layer/tar-header";

/** One entry as a reader sees it; `sha256` is of the content of a file. */
export interface TarEntry {
  readonly path: string;
  readonly type: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  readonly size: number;
  readonly link: string;
  readonly content: Buffer;
}

/** All entries of a tar; rejects when the parser warns of anything. */
export function readTar(tar: Buffer): Promise<TarEntry[]> {
  // node-tar warns of an archive that has nothing but its end.
  if (tar.equals(Buffer.alloc(END_OF_ARCHIVE_SIZE))) {
    return Promise.resolve([]);
  }
  return new Promise((resolve, reject) => {
    const entries: TarEntry[] = [];
    const parser = new Parser({
      strict: true,
      onReadEntry: (entry: ReadEntry) => {
        const pieces: Buffer[] = [];
        entry.on("data", (piece) => pieces.push(Buffer.from(piece)));
        entry.on("end", () => {
          entries.push({
            path: entry.path,
            type: entry.type,
            mode: entry.mode!,
            uid: entry.uid!,
            gid: entry.gid!,
            mtime: entry.mtime!.getTime() / 1000,
            size: entry.size,
            link: entry.linkpath ?? "",
            content: Buffer.concat(pieces),
          });
        });
      },
    });
    parser.on("error", reject);
    parser.on("end", () => resolve(entries));
    parser.end(tar);
  });
}

/** A listing with a line per entry: type, mode, owner, size, time, path, link or digest of the content. */
export function listTar(entries: readonly TarEntry[]): string {
  return entries
    .map(({ path, type, mode, uid, gid, mtime, size, link, content }) => {
      const last = type === "File" ? createHash("sha256").update(content).digest("hex") : link;
      return [type, mode.toString(8).padStart(4, "0"), `${uid}:${gid}`, size, mtime, path, last].join(" ").trimEnd();
    })
    .join("\n");
}
