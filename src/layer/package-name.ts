// The one form in which distribution names are compared and shown.

/**
 * Normalises the name of a distribution as PEP 503 says: lower case, each run of `-`, `_` and `.` becomes one `-`.
 * Names in the tags of Bazel targets are not normalised.
 */
export function normalizePackageName(name: string): string {
  return name.replace(/[-_.]+/g, "-").toLowerCase();
}
