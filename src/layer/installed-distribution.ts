// Which distribution a package in a virtual environment is, as its own files say: name, place and Python.

import { normalizePackageName } from "./package-name";

/** An installed distribution (PyPA, Recording installed projects). Paths are those in the image. */
export interface InstalledDistribution {
  /** The name as the wheel spells it, for example `zope_interface`. */
  readonly name: string;
  /** The environment's directory of packages, for example `venv/lib/python3.11/site-packages`. */
  readonly sitePackages: string;
  /** The directory that describes the distribution: below site-packages, `NAME-VERSION.dist-info`. */
  readonly distInfo: string;
  /** Where headers of all distributions are, for example `venv/include/site/python3.11`. */
  readonly headers: string;
}

/**
 * Finds the distribution among the files of a package. A wheel has one; where a package has several directories of that
 * kind, its name decides.
 *
 * @param paths Paths of the package's files in the image.
 * @param venv Path of the environment in the image.
 * @param name The package's name, in any spelling.
 * @returns undefined when there is none, or when nothing says which it is.
 */
export function findInstalledDistribution(
  paths: Iterable<string>,
  venv: string,
  name: string,
): InstalledDistribution | undefined {
  const prefix = `${venv}/lib/`;
  const found = new Map<string, InstalledDistribution>();
  for (const path of paths) {
    if (!path.startsWith(prefix)) {
      continue;
    }
    const [python, directory, distInfo, ...rest] = path.slice(prefix.length).split("/", 5);
    if (directory === "site-packages" && distInfo?.endsWith(".dist-info") && rest.length > 0) {
      const sitePackages = `${prefix}${python}/site-packages`;
      found.set(`${sitePackages}/${distInfo}`, {
        name: distInfo.replace(/(?:-[^-]*)?\.dist-info$/, ""),
        sitePackages,
        distInfo: `${sitePackages}/${distInfo}`,
        headers: `${venv}/include/site/${python}`,
      });
    }
  }
  const wanted = normalizePackageName(name);
  const named = [...found.values()].filter((distribution) => normalizePackageName(distribution.name) === wanted);
  const candidates = named.length > 0 ? named : [...found.values()];
  return candidates.length === 1 ? candidates[0] : undefined;
}
