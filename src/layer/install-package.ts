// Turns the files that a rule set has of a wheel into what the wheel installs in a virtual environment: the same for every
// rule set, and without what an installer records about itself.

import type { OpenWheel } from "./carry-over";
import { installScripts } from "./install-scripts";
import { findInstalledDistribution, type InstalledDistribution } from "./installed-distribution";
import { type LayerEntry, sortByPath } from "./layer-entry";
import type { RecordPlace } from "./record";
import { type FileEntry, readSource } from "./source-file";
import { type PlacedFile, wheelPlaces } from "./wheel-places";

/** What installers write beside the wheel's own files: about themselves, about the wheel's origin, and about what they installed. */
const WRITTEN_BY_INSTALLERS = new Set([
  "INSTALLER",
  "RECORD",
  "RECORD.jws",
  "RECORD.p7s",
  "REQUESTED",
  "direct_url.json",
  "uv_build.json",
  "uv_cache.json",
]);

/**
 * The `__init__.py` that rules_python makes for a namespace package, in the words of each of its versions. In one directory
 * of packages Python finds all parts of a namespace without it (PEP 420).
 */
const GENERATED_NAMESPACE =
  /^# __path__ manipulation added by bazel(?:build|-contrib)\/rules_python to support namespace pkgs\.\n__path__ = __import__\((['"])pkgutil\1\)\.extend_path\(__path__, __name__\)(?: {2}# noqa: F821)?\n$/;

/** No such file is larger. */
const LARGEST_NAMESPACE_FILE = 256;

/** A package of a virtual environment. */
export interface InstalledPackage {
  /** Sorted by path. */
  readonly entries: LayerEntry[];
  /** Where the list of the layer's files goes; undefined when nothing says which distribution the package is. */
  readonly record: RecordPlace | undefined;
  /** The wheel's files by their places in the image; undefined without the wheel, or when nothing says which distribution it is. */
  readonly places: ReadonlyMap<string, PlacedFile> | undefined;
}

/** What is known about the package. */
export interface PackageToInstall {
  readonly name: string;
  /** Path of the environment in the image, no slash before it. */
  readonly venv: string;
  readonly wheel: OpenWheel | undefined;
  /** Whether compiled modules among the files stay, which are not the wheel's. */
  readonly keepCompiled: boolean;
}

/**
 * Leaves out what installers and rule sets have put beside the wheel's files, moves what rule sets have elsewhere to its
 * place, takes from the wheel what rule sets lose, and makes the package's programs.
 *
 * @param entries The package's files at their places in the environment, sorted.
 */
export function installPackage(
  entries: readonly LayerEntry[],
  { name, venv, wheel, keepCompiled }: PackageToInstall,
): InstalledPackage {
  const distribution = findInstalledDistribution(
    entries.map(({ path }) => path),
    venv,
    name,
  );
  const known =
    wheel === undefined || distribution === undefined ? undefined : wheelPlaces(wheel.entries, distribution, venv);
  const places = known ?? new Map<string, PlacedFile>();
  const placed = new Map<string, LayerEntry>();
  for (const entry of entries) {
    if (entry.kind !== "directory" && !isNotOfWheel(entry, distribution, venv, keepCompiled)) {
      const path = distribution === undefined ? entry.path : placeOf(entry.path, distribution, venv, places);
      placed.set(path, { ...entry, path });
    }
  }
  for (const { path, entry } of lostFiles(places, placed, distribution)) {
    placed.set(path, { path, kind: "packed", entry });
  }
  return {
    entries: installScripts(sortByPath([...placed.values()]), venv, wheel, places),
    record:
      distribution === undefined
        ? undefined
        : { path: `${distribution.distInfo}/RECORD`, sitePackages: distribution.sitePackages, below: venv },
    places: known,
  };
}

/**
 * Files with headers below the name of their distribution, where installers put them: rules_python has those of a wheel in a
 * directory without it.
 *
 * @param files Pairs of a path in the image, below its root, and a path on disk.
 */
export function withNamedHeaders(
  files: readonly (readonly [string, string])[],
  venv: string,
  name: string,
): (readonly [string, string])[] {
  const distribution = findInstalledDistribution(
    files.map(([path]) => path),
    venv,
    name,
  );
  const headers = `${distribution?.headers}/`;
  return files.map(([path, source]) =>
    distribution !== undefined && path.startsWith(headers)
      ? [`${headers}${distribution.name}/${path.slice(headers.length)}`, source]
      : [path, source],
  );
}

function isNotOfWheel(
  entry: LayerEntry,
  distribution: InstalledDistribution | undefined,
  venv: string,
  keepCompiled: boolean,
): boolean {
  if (!keepCompiled && `/${entry.path}`.includes("/__pycache__/")) {
    return true;
  }
  if (distribution !== undefined && entry.path.startsWith(`${distribution.distInfo}/`)) {
    return WRITTEN_BY_INSTALLERS.has(entry.path.slice(distribution.distInfo.length + 1));
  }
  return (
    entry.kind === "file" &&
    entry.source !== undefined &&
    entry.size <= LARGEST_NAMESPACE_FILE &&
    entry.path.startsWith(`${venv}/`) &&
    entry.path.endsWith("/__init__.py") &&
    GENERATED_NAMESPACE.test(readSource(entry as FileEntry).toString("latin1"))
  );
}

/** rules_py 1 has headers below lib/include, and a wheel's data beside its modules. */
function placeOf(
  path: string,
  distribution: InstalledDistribution,
  venv: string,
  places: ReadonlyMap<string, PlacedFile>,
): string {
  const headers = `${venv}/lib/include/`;
  if (path.startsWith(headers)) {
    return `${distribution.headers}/${path.slice(headers.length)}`;
  }
  const modules = `${distribution.sitePackages}/`;
  if (path.startsWith(modules) && !places.has(path)) {
    const asData = `${venv}/${path.slice(modules.length)}`;
    if (places.get(asData)?.scheme === "data") {
      return asData;
    }
  }
  return path;
}

/** The names that older versions of rules_python leave out of every package, at any depth below site-packages. */
const LOST_NAMES = / |\.dist-info\/RECORD$/;

/**
 * The wheel's files that rule sets lose: older ones list no scripts, data and headers among a package's files, nor files of
 * some names. Whatever else is missing below site-packages was left out on purpose.
 */
function lostFiles(
  places: ReadonlyMap<string, PlacedFile>,
  present: ReadonlyMap<string, LayerEntry>,
  distribution: InstalledDistribution | undefined,
): readonly PlacedFile[] {
  return [...places.values()].filter(
    ({ path, scheme, entry }) =>
      !present.has(path) &&
      (scheme !== "site-packages" || LOST_NAMES.test(entry.name)) &&
      path !== `${distribution?.distInfo}/RECORD`,
  );
}
