// Change rates of packages from the history of a lock file: how often each package's version differed from one revision
// to the next.

import { normalizePackageName } from "../layer/package-name";

/** Versions by normalised name, at one revision. */
export type LockedVersions = ReadonlyMap<string, string>;

/**
 * Reads the versions that a lock file pins: `[[package]]` tables with `name` and `version` (uv.lock, poetry.lock,
 * pdm.lock, pylock.toml's `[[packages]]`), else `name==version` lines (requirements files, with or without hashes).
 *
 * Of several versions of one name (forks for platforms) the last counts. A line that cannot be read is left out: one broken
 * line in an old revision must not stop the reading of the rest.
 */
export function parseLockedVersions(text: string): Map<string, string> {
  const versions = new Map<string, string>();
  if (/^\[\[packages?\]\]\s*$/m.test(text)) {
    for (const table of text.split(/^\[\[packages?\]\]\s*$/m).slice(1)) {
      const fields = table.split(/^\[/m, 1)[0]!;
      const name = /^name = "([^"]+)"/m.exec(fields)?.[1];
      const version = /^version = "([^"]+)"/m.exec(fields)?.[1];
      if (name !== undefined && version !== undefined) {
        versions.set(normalizePackageName(name), version);
      }
    }
    return versions;
  }
  for (const line of text.split("\n")) {
    const match = /^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?\s*===?\s*([^\s;#\\]+)/.exec(line);
    if (match !== null) {
      versions.set(normalizePackageName(match[1]!), match[2]!);
    }
  }
  return versions;
}

/** How many revisions a package is assumed to have seen at the mean rate, so that one quiet year does not count as "never". */
const priorRevisions = 5;

/**
 * The chance of each package of the newest revision to change from one revision to the next, between 0 and 1.
 *
 * A package that was seen in r steps and changed in c of them has (c + 5m) / (r + 5), where m is the mean over all packages
 * and steps. Revisions equal to the one before do not count as steps.
 *
 * @param revisions oldest first
 */
export function changeRates(revisions: readonly LockedVersions[]): Map<string, number> {
  const steps = new Map<string, number>();
  const changes = new Map<string, number>();
  let allSteps = 0;
  let allChanges = 0;
  for (let index = 1; index < revisions.length; index++) {
    const before = revisions[index - 1]!;
    const after = revisions[index]!;
    const kept = [...after].filter(([name]) => before.has(name));
    const changed = kept.filter(([name, version]) => before.get(name) !== version);
    if (changed.length === 0 && kept.length === after.size && after.size === before.size) {
      continue;
    }
    for (const [name] of kept) {
      steps.set(name, (steps.get(name) ?? 0) + 1);
    }
    for (const [name] of changed) {
      changes.set(name, (changes.get(name) ?? 0) + 1);
    }
    allSteps += kept.length;
    allChanges += changed.length;
  }
  const mean = allSteps === 0 ? 0 : allChanges / allSteps;
  return new Map(
    [...(revisions.at(-1)?.keys() ?? [])].map((name) => [
      name,
      ((changes.get(name) ?? 0) + priorRevisions * mean) / ((steps.get(name) ?? 0) + priorRevisions),
    ]),
  );
}
