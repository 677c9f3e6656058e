// Makes tars for tests of what reads a base.

import { Header } from "tar/header";
import { Pax } from "tar/pax";

/** One entry. */
export interface TarRecipe {
  readonly path: string;
  readonly content?: string | Buffer;
  readonly mode?: number;
  readonly directory?: true;
  readonly symlink?: string;
  readonly hardlink?: string;
}

const BLOCK = 512;

/** The bytes of a tar of entries, with pax records where ustar cannot say a path. */
export function tarBytes(entries: readonly TarRecipe[]): Buffer {
  const parts = entries.flatMap(({ path, content = "", mode = 0o644, directory, symlink, hardlink }) => {
    const bytes = Buffer.from(content);
    const link = symlink ?? hardlink;
    const fields = {
      path,
      mode,
      uid: 0,
      gid: 0,
      size: link === undefined && directory === undefined ? bytes.length : 0,
      mtime: new Date(0),
      type: directory ? "Directory" : symlink !== undefined ? "SymbolicLink" : hardlink !== undefined ? "Link" : "File",
      linkpath: link ?? "",
    } as const;
    const header = new Header(fields);
    const block = Buffer.alloc(BLOCK);
    const before = header.encode(block)
      ? [new Pax({ path, ...(link === undefined ? {} : { linkpath: link }) }).encode()]
      : [];
    return [
      ...before,
      block,
      fields.size === 0
        ? Buffer.alloc(0)
        : Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]),
    ];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}
