// The package URL of a distribution of PyPI (purl-spec, type pypi).

import { normalizePackageName } from "../layer/package-name";

/** Without a version where it is empty. */
export function pypiPurl(name: string, version: string): string {
  const at = version === "" ? "" : `@${encodeURIComponent(version)}`;
  return `pkg:pypi/${encodeURIComponent(normalizePackageName(name))}${at}`;
}
