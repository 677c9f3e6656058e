// Finds wishes of the user that match no package of the image: otherwise a misspelled name would silently do nothing.

import { normalizePackageName } from "../layer/package-name";
import type { Finding } from "./finding";
import { groupRule, heavyRule, type PlanPackage, type PlanWishes } from "./wishes";

/**
 * A finding for each entry of `heavy` and `groups` that matches no package, and for each name in `together` that none has.
 *
 * @throws ActionError for a regular expression that is not valid
 */
export function unmatchedWishes(packages: readonly PlanPackage[], wishes: PlanWishes): Finding[] {
  const { heavy = [], together = [], groups = [] } = wishes;
  const names = [...new Set(packages.map(({ name }) => name))];
  const missing = (wish: string): Finding => ({
    id: "unmatched-wish",
    severity: "warning",
    message: `${wish} matches no package of the image`,
    remedy: "correct it, or take it out",
  });
  return [
    ...heavy
      .filter((expression) => !packages.some((each) => heavyRule({ heavy: [expression] })(each) !== undefined))
      .map((expression) => missing(`heavy "${expression}"`)),
    ...together.flatMap((list) =>
      list
        .filter((name) => !names.includes(normalizePackageName(name)))
        .map((name) => missing(`${name} in together [${list.join(", ")}]`)),
    ),
    ...groups
      .filter((entry) => !names.some((name) => groupRule({ groups: [entry] })(name) !== undefined))
      .map(({ pattern, group }) => missing(`the pattern ${pattern} of group "${group}"`)),
  ];
}

/** A finding for each distribution that the image has in several versions, or several times in one. */
export function repeatedDistributions(packages: readonly PlanPackage[]): Finding[] {
  const versions = new Map<string, string[]>();
  for (const { name, version } of packages) {
    versions.set(name, [...(versions.get(name) ?? []), version || "an unknown version"]);
  }
  return [...versions]
    .filter(([, found]) => found.length > 1)
    .map(([name, found]) => ({
      id: "repeated-distribution",
      severity: "warning",
      message: `the image has ${name} ${found.length} times: ${found.sort().join(", ")}`,
      remedy: "make all targets depend on one hub and one version of it",
    }));
}
