// The archives of a release: the sources, which are what users of the Bazel module need and nothing else, and the documentation.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { gzipSync } from "node:zlib";
import { create } from "tar";

/** Tracked files that are in the archive; everything else serves those who work on the project. */
const INCLUDED = [
  /^(BUILD|MODULE)\.bazel$/,
  /^(LICENSE|README\.md|CHANGELOG\.md|SECURITY\.md)$/,
  /^bazel\/(?!test\/)/,
  /^examples\/smoke\//,
];

/** 1980-01-02: a date that every archive format has. */
const MTIME = new Date(315_619_200_000);

/**
 * @param {string} folder The repository.
 * @param {string[]} tracked Paths of the files that git tracks, relative to it.
 * @param {string} prefix The archive's one directory.
 * @returns {Promise<Buffer>} A tar compressed by gzip; equal files give equal bytes with one version of Node.
 */
export function sourceArchive(folder, tracked, prefix) {
  return archive(
    folder,
    tracked.filter((file) => INCLUDED.some((pattern) => pattern.test(file))),
    prefix,
  );
}

/**
 * The archive that a registry's `docs_url` names (docs/stardoc.md of the Bazel Central Registry): a `.binaryproto` for each
 * public .bzl file.
 *
 * @param {Map<string, Buffer>} modules As `publicModules` gives them.
 * @returns {Promise<Buffer>}
 */
export async function docsArchive(modules) {
  const folder = mkdtempSync(path.join(tmpdir(), "package-layers-docs-"));
  try {
    mkdirSync(path.join(folder, "bazel"));
    const files = [...modules].map(([name, module]) => {
      const file = `bazel/${name}.binaryproto`;
      writeFileSync(path.join(folder, file), module);
      return file;
    });
    return await archive(folder, files);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function archive(folder, files, prefix) {
  const chunks = [];
  const tar = create({ cwd: folder, prefix, portable: true, mtime: MTIME, noDirRecurse: true }, files.toSorted());
  for await (const chunk of tar) {
    chunks.push(chunk);
  }
  return gzipSync(Buffer.concat(chunks), { level: 9 });
}
