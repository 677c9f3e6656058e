// The source archive of a release: what users of the Bazel module need, and nothing else.
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
export async function archive(folder, tracked, prefix) {
  const files = tracked.filter((file) => INCLUDED.some((pattern) => pattern.test(file))).sort();
  const chunks = [];
  const tar = create({ cwd: folder, prefix, portable: true, mtime: MTIME, noDirRecurse: true }, files);
  for await (const chunk of tar) {
    chunks.push(chunk);
  }
  return gzipSync(Buffer.concat(chunks), { level: 9 });
}
