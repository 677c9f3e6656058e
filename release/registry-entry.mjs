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

/**
 * What keeps the registry from taking an entry: it names the people who answer for the module, and the repository that its archive
 * comes from.
 *
 * @param {object} metadata Content of .bcr/metadata.template.json.
 * @param {string | undefined} repository OWNER/NAME on GitHub that the release is published in.
 * @returns {string[]} A sentence for each.
 */
export function missingForRegistry(metadata, repository) {
  const found = [];
  const maintainers = metadata.maintainers ?? [];
  if (maintainers.length === 0) {
    found.push('maintainers is empty; name at least one: {"name": …, "github": …, "github_user_id": …}');
  }
  for (const maintainer of maintainers) {
    const name = maintainer.name ?? maintainer.github ?? JSON.stringify(maintainer);
    if (typeof maintainer.github !== "string" || !Number.isInteger(maintainer.github_user_id)) {
      found.push(
        `the maintainer ${name} needs github, a user's name, and github_user_id, the number that https://api.github.com/users/NAME gives`,
      );
    }
  }
  if (repository === undefined) {
    found.push("nothing says which repository the release is published in; give --repository=OWNER/NAME");
  } else if (
    !metadata.repository.includes(`github:${repository}`) ||
    metadata.homepage !== `https://github.com/${repository}`
  ) {
    found.push(
      `repository and homepage are not those of ${repository}: ${metadata.repository.join(", ")}, ${metadata.homepage}`,
    );
  }
  return found;
}
