// The entry of a release in a Bazel registry (bazel.build/external/registry): metadata, source, module, presubmit.
import { createHash } from "node:crypto";

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

/**
 * @param {object} release
 * @param {string} release.version
 * @param {Buffer} release.archive The source archive.
 * @param {string} release.prefix Its one directory.
 * @param {object} release.metadata Content of .bcr/metadata.template.json.
 * @param {object} release.source Content of .bcr/source.template.json; `{OWNER}`, `{REPO}`, `{TAG}` are filled in.
 * @param {string} release.presubmit Text of .bcr/presubmit.yml.
 * @param {string} release.module Text of MODULE.bazel.
 * @param {string} [release.repository] OWNER/NAME on GitHub; default: the metadata's.
 * @returns {{ integrity: string, files: Record<string, string> }} Subresource integrity of the archive, and files by path.
 */
export function registryEntry({ version, archive, prefix, metadata, source, presubmit, module, repository }) {
  const integrity = `sha256-${createHash("sha256").update(archive).digest("base64")}`;
  const [owner, repo] = (repository ?? metadata.repository[0].replace(/^github:/, "")).split("/");
  const fill = (text) =>
    text
      .replaceAll("{OWNER}", owner)
      .replaceAll("{REPO}", repo)
      .replaceAll("{TAG}", `v${version}`)
      .replaceAll("{VERSION}", version);
  const folder = `registry/modules/package_layers/${version}`;
  return {
    integrity,
    files: {
      "registry/modules/package_layers/metadata.json": json({
        ...metadata,
        homepage: `https://github.com/${owner}/${repo}`,
        repository: [`github:${owner}/${repo}`],
        versions: [...metadata.versions, version],
      }),
      [`${folder}/MODULE.bazel`]: module,
      [`${folder}/presubmit.yml`]: presubmit,
      [`${folder}/source.json`]: json({
        ...source,
        integrity,
        strip_prefix: prefix,
        url: fill(source.url),
        docs_url: fill(source.docs_url),
      }),
    },
  };
}
