// The release notes: the changelog's section of one version.

/**
 * @param {string} changelog Text of CHANGELOG.md; each version has a heading `## VERSION` or `## VERSION - DATE`.
 * @param {string} version
 * @returns {string} The section without its heading.
 */
export function notesOf(changelog, version) {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.split(/[\s]/, 1)[0] === version);
  if (section === undefined) {
    throw new Error(`CHANGELOG.md has no section "## ${version}"; write it before the release`);
  }
  return `${section.slice(section.indexOf("\n")).trim()}\n`;
}
