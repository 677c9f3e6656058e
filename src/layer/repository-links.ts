// The names by which Bazel's runfiles libraries know repositories, as links: without a repository mapping they take a name to
// be that of a directory.

/**
 * The links that stand for a repository mapping: name of the link to name of the repository's directory, both below the
 * runfiles.
 *
 * A name that repositories use in different ways means what it means to the main repository; if it means nothing there, it has
 * no link.
 *
 * @param mapping Lines of the form SOURCE,NAME,REPOSITORY (Bazel, "repo mapping manifest"); the main repository's source is
 * empty.
 */
export function repositoryLinks(mapping: string): Map<string, string> {
  const lines = mapping.split("\n").flatMap((line) => {
    const [source, name, repository] = line.split(",");
    return source === undefined || !name || !repository ? [] : [{ source, name, repository }];
  });
  const directories = new Set(lines.map(({ repository }) => repository));
  const byName = new Map<string, typeof lines>();
  for (const line of lines) {
    byName.set(line.name, [...(byName.get(line.name) ?? []), line]);
  }
  const links = new Map<string, string>();
  for (const [name, meant] of byName) {
    const ofMain = meant.filter(({ source }) => source === "");
    const repositories = new Set((ofMain.length > 0 ? ofMain : meant).map(({ repository }) => repository));
    const [repository] = repositories;
    if (
      repositories.size === 1 &&
      repository !== undefined &&
      !directories.has(name) &&
      !/[/\\]|^\.{1,2}$/.test(name)
    ) {
      links.set(name, repository);
    }
  }
  return links;
}
